//! Integration tests of the export of spans, by the real program and a collector that reads them as
//! the protocol says.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]
// They end the program by a signal.
#![cfg(unix)]

mod common;
#[path = "common/program.rs"]
mod program;

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::routing::{get, post};
use common::{Fixture, client, newsroom};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value;
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode as SpanStatus;
use program::program;
use prost::Message as _;
use tokio::net::TcpListener;

/// A trace and a span of a proxy in front, as W3C Trace Context writes them.
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

/// What a collector has received.
#[derive(Debug, Clone, Default)]
struct Received(Arc<Mutex<Vec<Bytes>>>);

impl Received {
    fn requests(&self) -> Vec<ExportTraceServiceRequest> {
        let bodies = self.0.lock().unwrap();
        bodies.iter().map(|body| ExportTraceServiceRequest::decode(body.clone()).unwrap()).collect()
    }

    fn spans(&self) -> Vec<Span> {
        let resources = self.requests().into_iter().flat_map(|it| it.resource_spans);
        resources.flat_map(|it| it.scope_spans).flat_map(|it| it.spans).collect()
    }

    fn has(&self, text: &str) -> bool {
        let is_in = |body: &Bytes| body.windows(text.len()).any(|it| it == text.as_bytes());
        self.0.lock().unwrap().iter().any(is_in)
    }
}

/// A collector, and beside it a feed that fails. Returns its origin.
async fn start_collector(received: Received) -> String {
    let receive = async move |body: Bytes| {
        received.0.lock().unwrap().push(body);
        StatusCode::OK
    };
    let routes = Router::new()
        .route("/v1/traces", post(receive))
        .route("/feed.json", get(async || StatusCode::BAD_GATEWAY));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(zaidu_server::serve(listener, routes, std::future::pending()));
    origin
}

/// The program, with the newsroom of the tests in its database.
async fn start(fixture: &Fixture, more: &[&str]) -> (Child, SocketAddr) {
    fixture.store().await.import(&newsroom::newsroom()).await.unwrap();
    let serve = ["serve", "--dist", "dist", "--listen", "127.0.0.1:0", "--log-level", "warn"];
    let database = ["--database", &fixture.database];
    let mut command = program(fixture.folder.path(), &[&serve[..], &database, more].concat());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let line = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    let address = line.rsplit("http://").next().unwrap().trim_end_matches('/').parse().unwrap();
    (child, address)
}

/// Ends the program as a service manager does.
async fn stop(child: Child) -> Output {
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    // The collector runs in this thread.
    tokio::task::spawn_blocking(move || child.wait_with_output()).await.unwrap().unwrap()
}

/// The value of an attribute as text.
fn attribute(span: &Span, name: &str) -> Option<String> {
    let value = span.attributes.iter().find(|it| it.key == name)?.value.clone()?.value?;
    Some(match value {
        any_value::Value::StringValue(text) => text,
        any_value::Value::IntValue(number) => number.to_string(),
        other => panic!("{other:?}"),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn requests_votes_imports_and_statements_are_spans() {
    let fixture = Fixture::new().await;
    let received = Received::default();
    let collector = start_collector(received.clone()).await;
    let feed = format!("{collector}/feed.json");
    let follow = ["--content", &feed, "--allow-private-feed", "127.0.0.1"];
    let options = [&["--otlp-endpoint", &collector], &follow[..]].concat();
    let (child, address) = start(&fixture, &options).await;
    let traceparent = format!("00-{TRACE}-{PARENT}-01");
    let headers = [("traceparent", &*traceparent), ("accept", "text/html")];
    assert_eq!(client::send(address, "GET", "/articles/a-1", &headers, "").await.status, 200);
    client::send(address, "GET", "/search?q=a-private-search", &[], "").await;
    client::send(address, "GET", "/an-unknown-address", &[], "").await;
    let url = "/api/articles/a-1/reaction";
    let json = ("content-type", "application/json");
    let vote = r#"{"mood":"like"}"#;
    let first = client::send(address, "PUT", url, &[json], vote).await;
    let cookie = first.cookie().unwrap().to_owned();
    let voted = client::send(address, "PUT", url, &[json, ("cookie", &cookie)], vote).await;
    assert_eq!(voted.status, 200);
    // What is in the queue is sent before the end.
    let output = stop(child).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let spans = received.spans();
    let names: Vec<_> = spans.iter().map(|span| &*span.name).collect();
    let find = |name: &str| {
        spans.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("{name} in {names:?}"))
    };
    let page = find("GET article");
    assert_eq!((hex(&page.trace_id), hex(&page.parent_span_id)), (TRACE.into(), PARENT.into()));
    assert_eq!(attribute(page, "http.response.status_code").as_deref(), Some("200"));
    assert_eq!(attribute(page, "http.route").as_deref(), Some("article"));
    assert!(attribute(page, "zaidu.request.id").is_some());
    // Its statements are within it.
    let statement = spans.iter().find(|it| it.parent_span_id == page.span_id).unwrap();
    assert_eq!(statement.name, "SELECT");
    assert!(attribute(statement, "db.query.text").unwrap().contains("\"articles\""));
    assert!(statement.end_time_unix_nano <= page.end_time_unix_nano);
    find("GET none");
    let batch = find("write votes");
    assert_eq!(attribute(batch, "db.operation.batch.size").as_deref(), Some("1"));
    assert!(spans.iter().any(|it| it.parent_span_id == batch.span_id), "{names:?}");
    let fetch = find("fetch feed");
    assert_eq!(attribute(fetch, "error.type").as_deref(), Some("502"));
    assert_eq!(fetch.status.as_ref().unwrap().code, SpanStatus::Error as i32);
    let requests = received.requests();
    let resource = requests[0].resource_spans[0].resource.as_ref().unwrap();
    assert!(resource.attributes.iter().any(|it| it.key == "service.name"));
    // Nothing of one reader.
    let secret = cookie.split_once('=').unwrap().1;
    for private in ["a-private-search", secret, "an-unknown-address"] {
        assert!(!received.has(private), "{private}");
    }
}

#[tokio::test]
async fn imports_are_spans() {
    let fixture = Fixture::new().await;
    let received = Received::default();
    let collector = start_collector(received.clone()).await;
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"A","items":[
        {"id":"1","title":"T","content_text":"x","date_published":"2026-11-18T06:30:00+08:00"},
        null]}"#;
    std::fs::write(fixture.folder.path().join("feed.json"), feed).unwrap();
    let options = ["--otlp-endpoint", &collector, "--content", "feed.json"];
    let (child, _) = start(&fixture, &options).await;
    stop(child).await;
    let spans = received.spans();
    let import = spans.iter().find(|it| it.name == "import").unwrap();
    assert_eq!(attribute(import, "zaidu.content").as_deref(), Some("feed.json"));
    assert_eq!(attribute(import, "zaidu.items.refused").as_deref(), Some("1"));
    assert!(spans.iter().any(|it| it.parent_span_id == import.span_id));
}

#[tokio::test]
async fn a_collector_that_is_gone_disturbs_nothing() {
    let fixture = Fixture::new().await;
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = format!("http://{}", { closed }.local_addr().unwrap());
    let (child, address) = start(&fixture, &["--otlp-endpoint", &closed]).await;
    for _ in 0..3 {
        assert_eq!(client::send(address, "GET", "/articles/a-1", &[], "").await.status, 200);
    }
    let output = stop(child).await;
    assert!(output.status.success());
    let log = String::from_utf8(output.stderr).unwrap();
    assert_eq!(log.matches("spans do not reach the collector").count(), 1, "{log}");
}

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    let fixture = Fixture::on_sqlite();
    for (wrong, words) in [("127.0.0.1:4318", "not an address"), ("grpc://a:1", "http or https")] {
        let arguments = ["serve", "--otlp-endpoint", wrong];
        let mut command = program(fixture.folder.path(), &arguments);
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        let log = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && log.contains(words), "{log}");
    }
}
