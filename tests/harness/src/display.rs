//! An X server without a screen, for one session of a browser that has no mode without a display.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// Smaller than any window of a test. Without a window manager the window below the pointer has the
/// focus, and the pointer rests in the middle of the screen.
const SCREEN: &str = "600x400x24";

/// A running X server; its windows are those of one browser, so that none takes the focus from it.
pub(super) struct Display {
    server: Child,
    /// Its name, such as `:99`.
    pub(super) name: String,
}

impl Display {
    /// Starts a server under the first name that is free.
    pub(super) fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("Xvfb does not start: {error}"));
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let number: u32 = number.trim().parse().expect("Xvfb names its display");
        Self { server, name: format!(":{number}") }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // An error here means that it has ended already.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
