//! Integration tests of events over HTTP: streams with replay and heartbeats, asking instead, limits,
//! shutdown, and what becomes an event.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::Duration;

use common::newsroom::{article, key, newsroom, site};
use common::{Fixture, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use zaidu_model::event::Placed;
use zaidu_model::{Article, Event, EventBatch, Newsroom, ProblemCode, Timestamp};
use zaidu_server::EventOptions;

const LIKE: &str = r#"{"mood":"like"}"#;
const STREAM: (&str, &str) = ("accept", "text/event-stream");

/// Looks for changes often, so that no test waits long.
fn options() -> EventOptions {
    EventOptions { interval: Duration::from_millis(5), ..EventOptions::default() }
}

async fn start(options: EventOptions) -> (Fixture, Server) {
    let fixture = Fixture::new().await;
    let app = fixture.app().await.with_events(options);
    app.store().import(&newsroom()).await.unwrap();
    (fixture, Server::start(app).await)
}

/// An open stream, whose response head has been read.
struct Stream {
    socket: TcpStream,
    head: String,
    text: String,
}

impl Stream {
    async fn open(server: &Server, path: &str, headers: &str) -> Self {
        let mut socket = TcpStream::connect(server.address).await.unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: a\r\naccept-encoding: br, gzip\r\n\
             accept: text/event-stream\r\n{headers}\r\n"
        );
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut stream = Self { socket, head: String::new(), text: String::new() };
        stream.head = stream.until("\r\n\r\n").await.to_lowercase();
        stream
    }

    /// Waits for `end` and returns what comes before it.
    async fn until(&mut self, end: &str) -> String {
        loop {
            if let Some((before, after)) = self.text.split_once(end) {
                let (before, after) = (before.to_owned(), after.to_owned());
                self.text = after;
                return before;
            }
            let mut bytes = [0; 4096];
            let length = self.socket.read(&mut bytes).await.unwrap();
            assert_ne!(length, 0, "closed after {:?}", self.text);
            self.text.push_str(std::str::from_utf8(&bytes[..length]).unwrap());
        }
    }

    /// The data of the next message.
    async fn batch(&mut self) -> EventBatch {
        self.until("data: ").await;
        serde_json::from_str(&self.until("\n\n").await).unwrap()
    }

    /// The next events; messages without any are passed over.
    async fn events(&mut self) -> Vec<Event> {
        loop {
            let events = self.batch().await.events;
            if !events.is_empty() {
                return events;
            }
        }
    }
}

/// A stream of this server from now on, and its first id.
async fn listen(server: &Server, articles: &str) -> (Stream, String) {
    // Until the server has looked for the first time, events may be missing.
    loop {
        let path = format!("/api/events?age=0&articles={articles}");
        let mut stream = Stream::open(server, &path, "").await;
        let EventBatch { id, events } = stream.batch().await;
        if events.is_empty() {
            return (stream, id);
        }
    }
}

fn placed(id: &str) -> Placed {
    Placed { article: key(id), channel: None, column: None }
}

fn added(ids: &[&str]) -> Event {
    Event::Articles { added: ids.iter().map(|id| placed(id)).collect(), withdrawn: vec![] }
}

/// An article without a section.
fn text(id: &str) -> Article {
    article(id, "桥", "2026-11-18T10:00:00+08:00", None)
}

#[tokio::test]
async fn a_stream_is_not_stored_compressed_or_collected() {
    let (_fixture, server) = start(options()).await;
    let mut stream = Stream::open(&server, "/api/events", "").await;
    for line in [
        "http/1.1 200",
        "content-type: text/event-stream\r",
        "cache-control: no-store\r",
        "x-accel-buffering: no\r",
    ] {
        assert!(stream.head.contains(line), "{line} in {}", stream.head);
    }
    assert!(!stream.head.contains("content-encoding"), "{}", stream.head);
    let retry = stream.until("data: ").await;
    assert!(retry.contains("retry: ") && retry.contains("\nid: "), "{retry}");
}

#[tokio::test]
async fn a_vote_becomes_counts_of_the_article_that_was_asked_for() {
    let (_fixture, server) = start(options()).await;
    let (mut stream, _) = listen(&server, "a-1").await;
    let (mut lists, id) = listen(&server, "").await;
    server.put("/api/articles/a-1/reaction", &[], LIKE).await;
    let events = stream.events().await;
    let [Event::Counts { article, counts }] = &events[..] else { panic!("{events:?}") };
    assert_eq!((article, counts.like), (&key("a-1"), 1));
    let json = serde_json::to_string(&events).unwrap();
    assert_eq!(json.matches(':').count(), 7, "nothing of the reader: {json}");
    server.store.import(&Newsroom::new(site(), vec![text("n")])).await.unwrap();
    assert_eq!(lists.events().await, [added(&["n"])], "lists are told of no counts");
    let after = format!("/api/events?after={id}&articles=a-1");
    let asked: EventBatch = server.get(&after).await.json();
    assert_eq!(asked.events.len(), 2, "{asked:?}");
}

#[tokio::test]
async fn imports_changes_and_withdrawals_of_any_program_are_told() {
    let (_fixture, server) = start(options()).await;
    let (mut stream, _) = listen(&server, "n").await;
    let import = async |articles| {
        server.store.import(&Newsroom::new(site(), articles)).await.unwrap();
    };
    import(vec![text("n"), text("o")]).await;
    assert_eq!(stream.events().await, [added(&["n", "o"])]);
    import(vec![Article { title: Some("又".into()), ..text("n") }]).await;
    let events = stream.events().await;
    let [Event::Article { article, revision }] = &events[..] else { panic!("{events:?}") };
    assert_eq!(*article, key("n"));
    assert!(revision.len() <= 64 && revision.chars().all(|c| c.is_ascii_alphanumeric()));
    server.store.withdraw(&[key("n")]).await.unwrap();
    let withdrawn = Event::Articles { added: vec![], withdrawn: vec![key("n")] };
    assert_eq!(stream.events().await, [withdrawn]);
    server.store.restore(&[key("n")]).await.unwrap();
    assert_eq!(stream.events().await, [added(&["n"])]);
}

#[tokio::test]
async fn an_embargoed_article_is_told_when_its_time_comes() {
    let (_fixture, server) = start(options()).await;
    let (mut stream, _) = listen(&server, "").await;
    let later = article("later", "桥", "2026-11-18T13:00:00+08:00", None);
    let held = [key("later")].into();
    let newsroom = Newsroom::new(site(), vec![text("n"), later]).with_held(&held);
    server.store.import(&newsroom).await.unwrap();
    assert_eq!(stream.events().await, [added(&["n"])]);
    server.set_clock(Timestamp::parse("2026-11-18T13:00:00+08:00").unwrap());
    assert_eq!(stream.events().await, [added(&["later"])]);
}

#[tokio::test]
async fn one_who_comes_back_misses_nothing_and_gets_nothing_twice() {
    let (_fixture, server) = start(options()).await;
    let (mut stream, _) = listen(&server, "").await;
    server.store.import(&Newsroom::new(site(), vec![text("n")])).await.unwrap();
    let first = stream.batch().await;
    drop(stream);
    server.store.import(&Newsroom::new(site(), vec![text("o")])).await.unwrap();
    let header = format!("last-event-id: {}\r\n", first.id);
    let mut again = Stream::open(&server, "/api/events", &header).await;
    assert_eq!(again.events().await, [added(&["o"])]);
    let mut unknown = Stream::open(&server, "/api/events", "last-event-id: x-1\r\n").await;
    assert_eq!(unknown.events().await, [Event::Reset {}]);
}

#[tokio::test]
async fn a_silent_stream_has_comments() {
    let heartbeat = Duration::from_millis(1);
    let (_fixture, server) = start(EventOptions { heartbeat, ..options() }).await;
    let (mut stream, _) = listen(&server, "").await;
    stream.until(":\n\n").await;
    stream.until(":\n\n").await;
}

#[tokio::test]
async fn beyond_the_limit_readers_ask() {
    let (_fixture, server) = start(EventOptions { streams: 1, ..options() }).await;
    let (stream, id) = listen(&server, "").await;
    let refused = server.get_with("/api/events", &[STREAM]).await;
    assert_eq!((refused.status, refused.code()), (503, ProblemCode::TooManyStreams));
    assert_eq!(refused.header("retry-after"), "60");
    let path = format!("/api/events?after={id}");
    let asked = server.get(&path).await;
    assert_eq!(asked.header("cache-control"), "public, max-age=5");
    assert_eq!(asked.json::<EventBatch>(), EventBatch { id, events: vec![] });
    drop(stream);
    // The server notices the end of the connection in its own time.
    loop {
        let again = Stream::open(&server, "/api/events", "").await;
        if again.head.starts_with("http/1.1 200") {
            break;
        }
    }
}

#[tokio::test]
async fn open_streams_do_not_hold_up_a_shutdown() {
    let (_fixture, server) = start(options()).await;
    let (mut stream, _) = listen(&server, "").await;
    server.stop().await;
    let mut rest = Vec::new();
    stream.socket.read_to_end(&mut rest).await.unwrap();
}

#[tokio::test]
async fn malformed_parameters_are_refused() {
    let (_fixture, server) = start(options()).await;
    let many: Vec<String> = (0..17).map(|number| number.to_string()).collect();
    let many = format!("articles={}", many.join("+"));
    for query in ["age=-1", "age=x", "articles=a%2Fb", "after=1&after=2", &many] {
        let response = server.get(&format!("/api/events?{query}")).await;
        assert_eq!(response.code(), ProblemCode::QueryMalformed, "{query}");
    }
}

#[tokio::test]
async fn servers_of_one_database_tell_each_other() {
    let (fixture, server) = start(options()).await;
    let app = fixture.app().await.with_events(options());
    let other = Server::start(app).await;
    let (mut stream, _) = listen(&other, "a-1").await;
    server.store.import(&Newsroom::new(site(), vec![text("n")])).await.unwrap();
    assert_eq!(stream.events().await, [added(&["n"])]);
    if fixture.database.starts_with("postgres:") {
        server.put("/api/articles/a-1/reaction", &[], LIKE).await;
        let events = stream.events().await;
        assert!(matches!(&events[..], [Event::Counts { counts, .. }] if counts.like == 1));
    }
}
