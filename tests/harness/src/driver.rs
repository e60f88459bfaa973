//! The chromedriver process: shared by all tests, killed when the last test has finished.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::env;

/// The running driver. A static is never dropped, so the tests share ownership through `Arc`;
/// tests that wait for a free browser slot keep the driver alive.
static SHARED: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

/// A running chromedriver.
pub(super) struct Driver {
    process: Child,
    /// Held open: chromedriver exits when it cannot write to its standard output.
    _output: BufReader<ChildStdout>,
    /// The WebDriver endpoint.
    pub(super) url: String,
}

impl Driver {
    /// Returns the running driver, or starts one.
    pub(super) fn shared() -> Arc<Self> {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Self::start());
            *shared = Arc::downgrade(&driver);
            driver
        })
    }

    /// Starts chromedriver on a port that the system picks, and reads the port from its output.
    fn start() -> Self {
        let program = env::path("ZAIDU_CHROMEDRIVER");
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut printed = String::new();
        let port = loop {
            let before = printed.len();
            if output.read_line(&mut printed).unwrap() == 0 {
                panic!("{} ended, saying {printed:?}", program.display());
            }
            if let Some(port) = printed[before..].split("successfully on port ").nth(1) {
                break port.trim().trim_end_matches('.').parse::<u16>().unwrap();
            }
        };
        Self { process, _output: output, url: format!("http://127.0.0.1:{port}") }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // All sessions have ended. An error here means that the process has exited already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
