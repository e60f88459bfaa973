//! One driver process for all tests, ended with the last of them.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::env;

/// The running driver. A static is never dropped, so the tests own it together:
/// those that wait for their turn keep it running.
static SHARED: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

/// A running chromedriver.
pub(super) struct Driver {
    process: Child,
    /// Kept open: a driver that cannot write ends.
    _output: BufReader<ChildStdout>,
    /// Where it listens.
    pub(super) url: String,
}

impl Driver {
    /// The driver that is running, or one started now.
    pub(super) fn shared() -> Arc<Self> {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Self::start());
            *shared = Arc::downgrade(&driver);
            driver
        })
    }

    /// Starts one on a port that the system picks, and reads which.
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
        let mut said = String::new();
        let port = loop {
            let before = said.len();
            if output.read_line(&mut said).unwrap() == 0 {
                panic!("{} ended, saying {said:?}", program.display());
            }
            if let Some(port) = said[before..].split("successfully on port ").nth(1) {
                break port.trim().trim_end_matches('.').parse::<u16>().unwrap();
            }
        };
        Self { process, _output: output, url: format!("http://127.0.0.1:{port}") }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Its sessions have ended; what fails here has gone by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
