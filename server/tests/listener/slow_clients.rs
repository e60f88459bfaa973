//! Clients that say nothing, too little or nothing more, in paused time: it passes while all wait.

use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::common::Fixture;
use super::common::newsroom::newsroom;
use super::protocols;

/// A server of one page on a free port, and what stops it.
async fn start() -> (std::net::SocketAddr, oneshot::Sender<()>, JoinHandle<std::io::Result<()>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let routes = Router::new().route("/", get(|| async { "page" }));
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(zaidu_server::serve(listener, routes, async {
        let _ = stopped.await;
    }));
    (address, stop, serving)
}

#[tokio::test(start_paused = true)]
async fn requirement_16_a_client_that_sends_no_request_is_closed() {
    let (address, _stop, _serving) = start().await;
    // Nothing; the begin of HTTP/2's first bytes; the begin of a request of HTTP/1.
    for sent in ["", "PRI * HT", "GET / HTTP/1.1\r\nho"] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(sent.as_bytes()).await.unwrap();
        let before = Instant::now();
        let mut answer = Vec::new();
        // A reset is an end too.
        let _ = stream.read_to_end(&mut answer).await;
        let waited = before.elapsed();
        assert!(waited <= Duration::from_secs(61), "{sent:?} is open for {waited:?}");
        assert!(waited >= Duration::from_secs(29), "{sent:?} is closed after {waited:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_of_http2_is_closed_although_it_answers_pings() {
    let (address, _stop, _serving) = start().await;
    let (mut client, connection) =
        protocols::http2(TcpStream::connect(address).await.unwrap()).await;
    assert_eq!(protocols::get(&mut client, "http://a.example/").await, (200, "page".to_owned()));
    let before = Instant::now();
    // The client asks for nothing more, and holds the connection.
    let _ = connection.await.unwrap();
    assert!(before.elapsed() <= Duration::from_secs(90), "{:?}", before.elapsed());
    drop(client);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_stops_does_not_wait_for_idle_connections() {
    let (address, stop, serving) = start().await;
    let (mut client, connection) =
        protocols::http2(TcpStream::connect(address).await.unwrap()).await;
    protocols::get(&mut client, "http://a.example/").await;
    let silent = TcpStream::connect(address).await.unwrap();
    // Accepted in order, so that the silent one is open too once this one is answered.
    let (mut last, _) = protocols::http2(TcpStream::connect(address).await.unwrap()).await;
    protocols::get(&mut last, "http://a.example/").await;
    let before = Instant::now();
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
    assert!(before.elapsed() < Duration::from_secs(10), "{:?}", before.elapsed());
    let _ = connection.await.unwrap();
    drop((client, silent));
}

/// The time of a request includes that of its body.
#[tokio::test]
async fn requirement_16_a_body_that_does_not_arrive_is_answered_with_a_timeout() {
    let fixture = Fixture::on_sqlite();
    let server = fixture.serve(&newsroom()).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    // The database does not live in tokio's time, which passes only from here on.
    tokio::time::pause();
    let head = "PUT /api/articles/a-1/reaction HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
                content-type: application/json\r\ncontent-length: 15\r\n\r\n{\"mood\"";
    stream.write_all(head.as_bytes()).await.unwrap();
    let before = Instant::now();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    assert!(answer.contains("\"timed-out\""), "{answer}");
    assert!(before.elapsed() <= Duration::from_secs(15), "{:?}", before.elapsed());
}
