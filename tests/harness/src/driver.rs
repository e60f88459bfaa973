//! The WebDriver process: one chromedriver for all tests, killed when the last test has finished;
//! drivers of the other engines have one session, so that each visit has its own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::display::Display;
use super::engine::Engine;
use super::env;

/// The running chromedriver. A static is never dropped, so the tests share ownership through `Arc`;
/// tests that wait for a free browser slot keep the driver alive.
static SHARED: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

/// A display, and the settings of GTK, as of a reader who has chosen some.
struct Desktop {
    display: Display,
    settings: TempDir,
}

/// How long a driver may take to listen.
const START: Duration = Duration::from_secs(20);

/// Lets a window of GTK be as narrow as a phone: its own bars have no least size.
const GTK_STYLE: &str = "window :not(widget) * {
    min-width: 0; min-height: 0; margin: 0; border-width: 0; padding: 0; font-size: 1px;
}";

/// A running driver.
pub(super) struct Driver {
    process: Child,
    /// The desktop of a browser that needs one.
    _desktop: Option<Desktop>,
    /// Held open: chromedriver exits when it cannot write to its standard output.
    _output: Option<BufReader<ChildStdout>>,
    /// The WebDriver endpoint.
    pub(super) url: String,
}

impl Driver {
    /// Returns the running chromedriver, or starts one; the drivers of other engines are started by
    /// each visit.
    pub(super) fn shared() -> Option<Arc<Self>> {
        if Engine::current() != Engine::Chromium {
            return None;
        }
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        Some(shared.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Self::start_chromedriver());
            *shared = Arc::downgrade(&driver);
            driver
        }))
    }

    /// Starts the driver of this run's engine for one session. WebKitGTK asks the desktop whether
    /// motion is to be reduced.
    pub(super) fn start(reduced_motion: bool) -> Arc<Self> {
        let (name, arguments): (&str, &[&str]) = match Engine::current() {
            Engine::Chromium => return Arc::new(Self::start_chromedriver()),
            Engine::Firefox => ("ZAIDU_GECKODRIVER", &["--allow-system-access"]),
            Engine::WebKit => ("ZAIDU_WEBKITDRIVER", &[]),
        };
        let program = env::path(name);
        let port = free_port();
        let desktop = (Engine::current() == Engine::WebKit)
            .then(|| Desktop { display: Display::start(), settings: gtk_settings(reduced_motion) });
        let mut command = Command::new(&program);
        if let Some(desktop) = &desktop {
            command
                .env("DISPLAY", &desktop.display.name)
                .env("XDG_CONFIG_HOME", desktop.settings.path())
                // Containers rarely allow the namespaces of WebKit's sandbox, nor have they a GPU.
                .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
                .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
        }
        let mut process = command
            .arg(format!("--port={port}"))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let has_ended = process.try_wait().unwrap().is_some();
            assert!(!has_ended && start.elapsed() < START, "{} is silent", program.display());
            std::thread::sleep(Duration::from_millis(20));
        }
        let url = format!("http://127.0.0.1:{port}");
        Arc::new(Self { process, _desktop: desktop, _output: None, url })
    }

    /// Starts chromedriver on a port that the system picks, and reads the port from its output.
    fn start_chromedriver() -> Self {
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
        let url = format!("http://127.0.0.1:{port}");
        Self { process, _desktop: None, _output: Some(output), url }
    }
}

/// A folder of settings for GTK, which is removed when it is dropped.
fn gtk_settings(reduced_motion: bool) -> TempDir {
    let folder = TempDir::new().unwrap();
    let gtk = folder.path().join("gtk-3.0");
    fs::create_dir(&gtk).unwrap();
    fs::write(gtk.join("gtk.css"), GTK_STYLE).unwrap();
    let animations = !reduced_motion;
    let settings = format!("[Settings]\ngtk-enable-animations={animations}\n");
    fs::write(gtk.join("settings.ini"), settings).unwrap();
    folder
}

/// A port that was free a moment ago: not every driver can choose one by itself.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

impl Drop for Driver {
    fn drop(&mut self) {
        // All sessions have ended. An error here means that the process has exited already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
