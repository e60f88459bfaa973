//! The real server binary as a child process, which tests may kill or confine.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use super::Fixture;

/// Without limits by reader and address.
pub(crate) const UNLIMITED: [&str; 6] =
    ["--reader-limit", "off", "--address-limit", "off", "--new-reader-limit", "off"];

/// A running server process. Dropping it kills the process.
pub(crate) struct ServerProcess {
    child: Child,
    pub(crate) address: SocketAddr,
    /// The operator's listener, if the options ask for one.
    pub(crate) admin: Option<SocketAddr>,
}

impl ServerProcess {
    /// Starts a server without limits on the database of `fixture`, which already holds its
    /// newsroom.
    pub(crate) fn start(fixture: &Fixture) -> Self {
        Self::start_with(fixture, &UNLIMITED)
    }

    /// The same, with these options of `serve`.
    pub(crate) fn start_with(fixture: &Fixture, options: &[&str]) -> Self {
        let command = Command::new(env!("CARGO_BIN_EXE_zaidu-server"));
        Self::start_by(command, fixture, options)
    }

    /// The same, started by `command`, to which the arguments of the server are appended.
    pub(crate) fn start_by(mut command: Command, fixture: &Fixture, options: &[&str]) -> Self {
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--log-level", "off"])
            .args(options)
            .args(["--database", &fixture.database, "--dist"])
            .arg(fixture.dist())
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // `Metrics are at http://…/metrics`, with such a listener, and `Zaidu is ready at http://…/`.
        let (mut lines, mut admin) = (BufReader::new(child.stdout.take().unwrap()).lines(), None);
        let address = loop {
            let line = lines.next().expect("it did not start").unwrap();
            let address = line.rsplit("http://").next().unwrap();
            match address.strip_suffix("/metrics") {
                Some(address) => admin = Some(address.parse().unwrap()),
                None => break address.trim_end_matches('/').parse().unwrap(),
            }
        };
        Self { child, address, admin }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills the process by SIGKILL, at whatever point of its work.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        // The process may have been killed already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Fails unless `zaidu-server check` finds the database of `fixture` consistent.
pub(crate) fn assert_consistent(fixture: &Fixture) {
    let mut check = Command::new(env!("CARGO_BIN_EXE_zaidu-server"));
    let output = check.args(["check", "--database", &fixture.database]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
