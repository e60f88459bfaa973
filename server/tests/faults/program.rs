//! The real program, to be treated badly.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use crate::common::Place;

/// A running server; killed when dropped.
pub(crate) struct Program {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Program {
    /// The server of `place`, which holds its newsroom already.
    pub(crate) fn start(place: &Place) -> Self {
        Self::start_by(place, Command::new(env!("CARGO_BIN_EXE_zaidu-server")))
    }

    /// The same, started by `command`, which ends where the program's own
    /// arguments begin.
    pub(crate) fn start_by(place: &Place, mut command: Command) -> Self {
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--log-level", "off"])
            .args(["--reader-limit", "off", "--address-limit", "off", "--new-reader-limit", "off"])
            .args(["--database", &place.database, "--dist"])
            .arg(place.dist())
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().trim_end_matches('/');
        let address = address.parse().unwrap_or_else(|_| panic!("it did not start: {line:?}"));
        Self { child, address }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it by SIGKILL, wherever it is.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have been killed already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Fails unless the database of `place` is sound in the program's own eyes.
pub(crate) fn assert_sound(place: &Place) {
    let mut check = Command::new(env!("CARGO_BIN_EXE_zaidu-server"));
    let output = check.args(["check", "--database", &place.database]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
