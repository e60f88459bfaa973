//! The real server with the sample newsroom, for checks and benchmarks of its responses.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::{
    error::{Error, Result},
    native::NATIVE,
    process,
    workspace::Workspace,
};

/// Build profile of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build {
    /// The profile of the native tests, so that nothing is compiled twice.
    Tests,
    /// The release profile, as deployed.
    Release,
}

/// The path of the sample's longest article; its page has every section.
pub(crate) const SAMPLE_ARTICLE: &str = "/articles/tide-gauge-keeper";

/// Server options for an in-memory database.
pub(crate) const IN_MEMORY: [&str; 2] = ["--database", "sqlite::memory:"];

impl Build {
    /// Arguments for `cargo build`.
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Tests => &NATIVE,
            Self::Release => &["--release", "--package", "zaidu-server"],
        }
    }

    /// The profile's folder in Cargo's target folder.
    fn folder(self) -> &'static str {
        match self {
            Self::Tests => "debug",
            Self::Release => "release",
        }
    }
}

/// A server process on a free port; killed on drop.
pub(crate) struct SampleServer {
    process: Child,
    address: String,
}

/// An HTTP response.
pub(crate) struct Response {
    pub(crate) status: u16,
    /// Status line and headers as received, including the empty line at their end.
    pub(crate) head: Vec<u8>,
    pub(crate) body: Vec<u8>,
}

impl SampleServer {
    /// Builds the server and starts it on the bundle in `dist`, with additional options.
    pub(crate) fn start(
        workspace: &Workspace,
        build: Build,
        dist: &Path,
        options: &[&str],
    ) -> Result<Self> {
        Self::launch(Self::command(workspace, build, dist, options)?)
    }

    /// Builds the server. Returns the command that starts it.
    pub(crate) fn command(
        workspace: &Workspace,
        build: Build,
        dist: &Path,
        options: &[&str],
    ) -> Result<Command> {
        let mut cargo = workspace.cargo();
        cargo.args(["build", "--quiet", "--bin", "zaidu-server"]).args(build.arguments());
        process::run(&mut cargo)?;
        let program = workspace.target().join(build.folder()).join("zaidu-server");
        let mut server = workspace.command(&program.to_string_lossy());
        server
            .args(["serve", "--media", "sample/media", "--dist"])
            .arg(dist)
            .args(["--content", "sample/feed.json"])
            .args(["--listen", "127.0.0.1:0", "--log-level", "error"])
            .args(options);
        Ok(server)
    }

    /// Starts `server`, which must print its address as its first line.
    pub(crate) fn launch(mut server: Command) -> Result<Self> {
        server.stdout(Stdio::piped());
        let failed = |cause| Error::failed(format!("cannot start the server: {cause}"));
        let mut process = server.spawn().map_err(failed)?;
        let mut line = String::new();
        if let Some(out) = process.stdout.take() {
            BufReader::new(out).read_line(&mut line).map_err(failed)?;
        }
        // `… http://127.0.0.1:40123/`
        let address = line.trim().rsplit("http://").next().unwrap_or_default();
        let address = address.trim_end_matches('/').to_owned();
        // Constructed before the check, so that `Drop` also ends a server that prints no address.
        let started = Self { process, address };
        if started.address.is_empty() {
            return Err(Error::failed("the server ended at once; its output is above"));
        }
        Ok(started)
    }

    /// The origin, such as `http://127.0.0.1:8720`.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A line of Linux's account of its memory, such as `VmRSS`, in MB.
    pub(crate) fn memory(&self, line: &str) -> Result<f64> {
        let account = format!("/proc/{}/status", self.process.id());
        let text = std::fs::read_to_string(&account)
            .map_err(|cause| Error::failed(format!("cannot read {account}: {cause}")))?;
        let kilobytes = text.lines().find_map(|it| {
            it.strip_prefix(line)?.strip_prefix(':')?.trim().strip_suffix(" kB")?.parse().ok()
        });
        let kilobytes: f64 =
            kilobytes.ok_or_else(|| Error::failed(format!("{account} has no {line}")))?;
        Ok(kilobytes / 1024.0)
    }

    /// Requests the page at `path` as a browser does, uncompressed.
    pub(crate) fn get(&self, path: &str) -> Result<Response> {
        self.get_encoded(path, "identity")
    }

    /// Requests the page at `path` as a browser that accepts only one content encoding.
    pub(crate) fn get_encoded(&self, path: &str, encoding: &str) -> Result<Response> {
        self.send("GET", path, &[("accept", "text/html"), ("accept-encoding", encoding)], "")
    }

    /// Sends a request with additional headers.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Response> {
        let failed = |cause| Error::failed(format!("the server does not answer {path}: {cause}"));
        let mut stream = TcpStream::connect(&self.address).map_err(failed)?;
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\n{headers}content-length: {}\r\n\
             connection: close\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).map_err(failed)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).map_err(failed)?;
        parse(bytes).ok_or_else(|| Error::failed(format!("{path} is not answered in HTTP")))
    }
}

impl Response {
    /// The headers, with names in lower case.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (String, &str)> {
        let head = std::str::from_utf8(&self.head).unwrap_or_default();
        let lines = head.split("\r\n").skip(1).filter_map(|line| line.split_once(": "));
        lines.map(|(name, value)| (name.to_ascii_lowercase(), value))
    }

    /// The value of a header.
    pub(crate) fn header(&self, wanted: &str) -> Option<&str> {
        self.headers().find(|(name, _)| name == wanted).map(|(_, value)| value)
    }
}

impl Drop for SampleServer {
    fn drop(&mut self) {
        // The process may have exited by itself; errors are ignored.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn parse(bytes: Vec<u8>) -> Option<Response> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let (head, body) = bytes.split_at(end);
    let status = std::str::from_utf8(head.get(9..12)?).ok()?.parse().ok()?;
    Some(Response { status, head: head.to_vec(), body: body.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_have_a_head_and_a_body() {
        let response = parse(b"HTTP/1.1 404 Not Found\r\na: b\r\n\r\nx\r\n\r\ny".to_vec()).unwrap();
        assert_eq!((response.status, response.head.len()), (404, 32));
        assert_eq!(response.body, b"x\r\n\r\ny");
        assert!(parse(b"HTTP".to_vec()).is_none());
    }
}
