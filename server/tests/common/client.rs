//! Raw HTTP/1.1 test client: one request per connection, its path sent unnormalised.

use std::net::SocketAddr;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{HeaderMap, Request};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;
use zaidu_model::{Problem, ProblemCode, problem};

/// A response with its whole body.
#[derive(Debug)]
pub(crate) struct ApiResponse {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl ApiResponse {
    /// The header `name`; empty when it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        assert_eq!((self.status, self.header("content-type")), (200, "application/json"));
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The problem of the body (RFC 9457). Fails unless it agrees with the HTTP status.
    pub(crate) fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), problem::MEDIA_TYPE, "{self:?}");
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!((problem.status, problem.code.status()), (self.status, self.status));
        problem
    }

    pub(crate) fn code(&self) -> ProblemCode {
        self.problem().code
    }

    /// The decoded value, or the problem's code.
    pub(crate) fn outcome<T: DeserializeOwned>(&self) -> Result<T, ProblemCode> {
        if self.status == 200 { Ok(self.json()) } else { Err(self.code()) }
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The `name=value` of `set-cookie`, as a client sends it back.
    pub(crate) fn cookie(&self) -> Option<&str> {
        let cookie = self.headers.get("set-cookie")?.to_str().unwrap();
        Some(cookie.split(';').next().unwrap())
    }
}

pub(crate) async fn send(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> ApiResponse {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", address.to_string());
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Full::new(Bytes::copy_from_slice(body.as_bytes()))).unwrap();
    let response = sender.send_request(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    ApiResponse { status: parts.status.as_u16(), headers: parts.headers, body }
}
