//! HTTP/2 with prior knowledge, as proxies speak it to servers behind them.

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper::{Request, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use super::common::newsroom::newsroom;
use super::common::{Fixture, Server};

/// A client of HTTP/2 on `stream`; the task ends with the connection.
pub(super) async fn http2(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
) -> (SendRequest<Empty<Bytes>>, JoinHandle<hyper::Result<()>>) {
    let (client, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    (client, tokio::spawn(connection))
}

/// The status and the text at `url`.
pub(super) async fn get(client: &mut SendRequest<Empty<Bytes>>, url: &str) -> (u16, String) {
    let request = Request::get(url).body(Empty::new()).unwrap();
    let response = client.send_request(request).await.unwrap();
    assert_eq!(response.version(), Version::HTTP_2);
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn one_port_speaks_both_versions() {
    let fixture = Fixture::on_sqlite();
    let server = fixture.serve(&newsroom()).await;
    let (mut client, connection) = http2(TcpStream::connect(server.address).await.unwrap()).await;
    // The host of the address takes the place of the header `Host`.
    let (status, feed) = get(&mut client, "http://news.example/feeds/latest.xml").await;
    assert!(status == 200 && feed.contains("http://news.example/articles/a-1"), "{feed}");
    let one = client.clone().send_request(request("http://news.example/articles/a-1"));
    let other = client.send_request(request("http://news.example/articles/nothing"));
    let (one, other) = tokio::join!(one, other);
    assert_eq!(
        (one.unwrap().status(), other.unwrap().status().as_u16()),
        (hyper::StatusCode::OK, 404)
    );
    assert_eq!(server.get("/articles/a-1").await.status, 200, "HTTP/1.1");
    server.stop().await;
    connection.await.unwrap().unwrap();
}

fn request(url: &str) -> Request<Empty<Bytes>> {
    Request::get(url).body(Empty::new()).unwrap()
}

/// `Origin` is compared with the host also where the client names it as `:authority`.
#[tokio::test]
async fn requirement_06_votes_of_other_sites_are_refused_in_http2_too() {
    let fixture = Fixture::on_sqlite();
    let server: Server = fixture.serve(&newsroom()).await;
    let (mut client, _connection) = http2(TcpStream::connect(server.address).await.unwrap()).await;
    let url = "http://news.example/api/articles/a-1/reaction";
    let mut statuses = Vec::new();
    for origin in ["http://news.example", "http://evil.example"] {
        let vote = Request::put(url).header("origin", origin).body(Empty::new()).unwrap();
        statuses.push(client.send_request(vote).await.unwrap().status().as_u16());
    }
    assert_ne!(statuses[0], 403, "it only lacks a body");
    assert_eq!(statuses[1], 403);
}
