//! The real server with the sample newsroom, for what measures its answers.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Stdio},
};

use crate::{
    error::{Error, Result},
    process, test,
    workspace::Workspace,
};

/// How the server is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build {
    /// As the native tests do, so that nothing is compiled twice.
    Tests,
    /// As it is deployed.
    Release,
}

/// Options: a database that goes with its server.
pub(crate) const IN_MEMORY: [&str; 2] = ["--database", "sqlite::memory:"];

impl Build {
    /// Cargo's arguments.
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Tests => &test::NATIVE,
            Self::Release => &["--release", "--package", "zaidu-server"],
        }
    }

    /// The folder below Cargo's target.
    fn folder(self) -> &'static str {
        match self {
            Self::Tests => "debug",
            Self::Release => "release",
        }
    }
}

/// A server of our own on a free port; ends when dropped.
pub(crate) struct SampleServer {
    process: Child,
    address: String,
}

/// What it answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Status line and headers as they came, with the empty line at their end.
    pub(crate) head: Vec<u8>,
    pub(crate) body: Vec<u8>,
}

impl SampleServer {
    /// Builds it and starts it on the artefact in `dist`, with more
    /// of its options.
    pub(crate) fn start(
        workspace: &Workspace,
        build: Build,
        dist: &Path,
        options: &[&str],
    ) -> Result<Self> {
        let mut cargo = workspace.cargo();
        cargo.args(["build", "--quiet", "--bin", "zaidu-server"]).args(build.arguments());
        process::run(&mut cargo)?;
        let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
        let program = workspace.root.join(target).join(build.folder()).join("zaidu-server");
        let mut server = workspace.command(&program.to_string_lossy());
        server
            .args(["serve", "--media", "sample/media", "--dist"])
            .arg(dist)
            .args(["--content", "sample/feed.json"])
            .args(["--listen", "127.0.0.1:0", "--log-level", "error"])
            .args(options)
            .stdout(Stdio::piped());
        let failed = |cause| Error::failed(format!("cannot start the server: {cause}"));
        let mut process = server.spawn().map_err(failed)?;
        let mut line = String::new();
        if let Some(out) = process.stdout.take() {
            BufReader::new(out).read_line(&mut line).map_err(failed)?;
        }
        // `… http://127.0.0.1:40123/`
        let address = line.trim().rsplit("http://").next().unwrap_or_default();
        let address = address.trim_end_matches('/').to_owned();
        // Made first, so that a server that does not say where it is ends too.
        let started = Self { process, address };
        if started.address.is_empty() {
            return Err(Error::failed("the server ended at once; its words are above"));
        }
        Ok(started)
    }

    /// Where it is, such as `http://127.0.0.1:8720`.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The page at `path`, as a browser asks for it, not compressed.
    pub(crate) fn get(&self, path: &str) -> Result<Answer> {
        self.get_as(path, "identity")
    }

    /// The page at `path`, as a browser asks for it that accepts one encoding.
    pub(crate) fn get_as(&self, path: &str, accepts: &str) -> Result<Answer> {
        let failed = |cause| Error::failed(format!("the server does not answer {path}: {cause}"));
        let mut stream = TcpStream::connect(&self.address).map_err(failed)?;
        let ask = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\naccept: text/html\r\n\
             accept-encoding: {accepts}\r\nconnection: close\r\n\r\n",
            self.address
        );
        stream.write_all(ask.as_bytes()).map_err(failed)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).map_err(failed)?;
        parse(bytes).ok_or_else(|| Error::failed(format!("{path} is not answered in HTTP")))
    }
}

impl Drop for SampleServer {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing of ours is left.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn parse(bytes: Vec<u8>) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let (head, body) = bytes.split_at(end);
    let status = std::str::from_utf8(head.get(9..12)?).ok()?.parse().ok()?;
    Some(Answer { status, head: head.to_vec(), body: body.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_have_a_head_and_a_body() {
        let answer = parse(b"HTTP/1.1 404 Not Found\r\na: b\r\n\r\nx\r\n\r\ny".to_vec()).unwrap();
        assert_eq!((answer.status, answer.head.len()), (404, 32));
        assert_eq!(answer.body, b"x\r\n\r\ny");
        assert!(parse(b"HTTP".to_vec()).is_none());
    }
}
