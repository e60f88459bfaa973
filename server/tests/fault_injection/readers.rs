//! Load clients: readers who retry each vote until it is acknowledged, and keep a journal.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use zaidu_model::{Choice, Key, Mood, Reaction, api};

use crate::common::newsroom::newsroom;
use crate::journal::{Ballot, Journal};

/// How long a wait may take before the test fails.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A response with its whole body.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: hyper::HeaderMap,
    pub(crate) body: Bytes,
}

/// A keep-alive connection, opened when first needed and reopened after it broke.
#[derive(Default)]
pub(crate) struct Connection {
    open: Option<(SocketAddr, SendRequest<Full<Bytes>>)>,
}

impl Connection {
    /// Fetches the reader's reaction; `None` when no response came.
    pub(crate) async fn get(
        &mut self,
        to: SocketAddr,
        path: &str,
        cookie: &str,
    ) -> Option<Response> {
        let request = Request::builder().uri(path).header("host", to.to_string());
        let request = request.header("cookie", cookie).body(Full::default()).unwrap();
        let response = self.send(to, request).await;
        if response.is_none() {
            self.open = None;
        }
        response
    }

    /// Sends a choice; `None` when no response came.
    pub(crate) async fn put(
        &mut self,
        to: SocketAddr,
        path: &str,
        cookie: &str,
        mood: Option<Mood>,
    ) -> Option<Response> {
        let body = serde_json::to_vec(&Choice { mood }).unwrap();
        let request = Request::builder()
            .method("PUT")
            .uri(path)
            .header("host", to.to_string())
            .header("content-type", "application/json")
            .header("cookie", cookie)
            .body(Full::new(Bytes::from(body)))
            .unwrap();
        let response = self.send(to, request).await;
        if response.is_none() {
            self.open = None;
        }
        response
    }

    async fn send(&mut self, to: SocketAddr, request: Request<Full<Bytes>>) -> Option<Response> {
        let is_reusable = |(address, sender): &(SocketAddr, SendRequest<_>)| {
            *address == to && !sender.is_closed()
        };
        if !self.open.as_ref().is_some_and(is_reusable) {
            let stream = TcpStream::connect(to).await.ok()?;
            stream.set_nodelay(true).ok()?;
            let (sender, connection) = handshake(TokioIo::new(stream)).await.ok()?;
            tokio::spawn(connection);
            self.open = Some((to, sender));
        }
        let (_, sender) = self.open.as_mut()?;
        sender.ready().await.ok()?;
        let response = sender.send_request(request).await.ok()?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.ok()?.to_bytes();
        Some(Response { status: parts.status.as_u16(), headers: parts.headers, body })
    }
}

/// Registers a new reader: the cookie, as a browser sends it back.
pub(crate) async fn register_reader(to: SocketAddr) -> String {
    let response = Connection::default()
        .put(to, &api::reaction(&article_id()), "", Some(Mood::Like))
        .await
        .unwrap();
    assert_eq!(response.status, 307, "{:?}", response.body);
    let cookie = response.headers["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

/// The reader id in a signed cookie: its last 32 characters.
pub(crate) fn reader_id(cookie: &str) -> String {
    cookie[cookie.len() - 32..].to_owned()
}

/// The article that tests of a single vote use.
pub(crate) fn article_id() -> Key {
    crate::common::newsroom::key("a-1")
}

/// Running tasks, one per reader.
pub(crate) struct Readers {
    tasks: JoinSet<Journal>,
    shared: Arc<Shared>,
    addresses: watch::Sender<Vec<SocketAddr>>,
}

#[derive(Debug, Default)]
struct Shared {
    acknowledged: AtomicUsize,
    refused: AtomicUsize,
    verified: AtomicUsize,
    stop: AtomicBool,
}

impl Readers {
    /// Starts `number` readers. Each votes on random articles, each time at one of `addresses`.
    pub(crate) async fn start(number: usize, addresses: Vec<SocketAddr>) -> Self {
        let mut cookies = Vec::new();
        for _ in 0..number {
            cookies.push(register_reader(addresses[0]).await);
        }
        let (addresses, current) = watch::channel(addresses);
        let shared = Arc::new(Shared::default());
        let mut tasks = JoinSet::new();
        for (seed, cookie) in (1..).zip(cookies) {
            tasks.spawn(vote_until_stopped(seed, cookie, current.clone(), Arc::clone(&shared)));
        }
        Self { tasks, shared, addresses }
    }

    /// Changes the server addresses that readers use from now on.
    pub(crate) fn set_addresses(&self, addresses: Vec<SocketAddr>) {
        self.addresses.send_replace(addresses);
    }

    /// Waits until `more` further votes are acknowledged.
    pub(crate) async fn wait_for_acknowledged(&self, more: usize) {
        wait_for_increase(&self.shared.acknowledged, more).await;
    }

    /// Waits until a vote is refused by a server that cannot write.
    pub(crate) async fn wait_for_refused(&self) {
        wait_for_increase(&self.shared.refused, 1).await;
    }

    /// Stops all readers and merges their journals.
    pub(crate) async fn stop(mut self) -> Journal {
        self.shared.stop.store(true, Ordering::SeqCst);
        let mut journal = Journal::default();
        while let Some(one) = self.tasks.join_next().await {
            journal.0.extend(one.unwrap().0);
        }
        assert!(self.shared.verified.load(Ordering::SeqCst) > 0, "nobody looked");
        journal
    }
}

/// Waits until `counter` has increased by `more`.
async fn wait_for_increase(counter: &AtomicUsize, more: usize) {
    let goal = counter.load(Ordering::SeqCst) + more;
    let deadline = Instant::now() + TIMEOUT;
    while counter.load(Ordering::SeqCst) < goal {
        assert!(Instant::now() < deadline, "{more} votes more did not come in {TIMEOUT:?}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Linear congruential generator: the same sequence for the same seed.
struct Rng(u64);

impl Rng {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % bound
    }
}

/// The task of one reader: each vote is retried until it is acknowledged.
async fn vote_until_stopped(
    seed: u64,
    cookie: String,
    addresses: watch::Receiver<Vec<SocketAddr>>,
    shared: Arc<Shared>,
) -> Journal {
    let (mut journal, mut connection) = (Journal::default(), Connection::default());
    let mut rng = Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let articles = newsroom();
    let articles = articles.articles();
    while !shared.stop.load(Ordering::SeqCst) {
        let article = articles[rng.below(articles.len())].id.clone();
        let mood = Mood::ALL.get(rng.below(5)).copied();
        let path = api::reaction(&article);
        let ballot: Ballot = (article, reader_id(&cookie));
        // The next vote overwrites the previous one, so that one is verified first.
        if let Some(expected) = journal.acknowledged(&ballot) {
            let to = addresses.borrow()[0];
            if let Some(response) =
                connection.get(to, &path, &cookie).await.filter(|it| it.status == 200)
            {
                let reaction: Reaction = serde_json::from_slice(&response.body).unwrap();
                assert_eq!(reaction.mine, expected, "lost: {ballot:?}");
                shared.verified.fetch_add(1, Ordering::SeqCst);
            }
        }
        journal.record_request(&ballot, mood);
        while !shared.stop.load(Ordering::SeqCst) {
            let to = {
                let addresses = addresses.borrow();
                addresses[rng.below(addresses.len())]
            };
            match connection.put(to, &path, &cookie, mood).await {
                Some(response) if response.status == 200 => {
                    let reaction: Reaction = serde_json::from_slice(&response.body).unwrap();
                    assert_eq!(reaction.mine, mood, "the answer is what was asked for");
                    journal.record_acknowledgement(&ballot);
                    shared.acknowledged.fetch_add(1, Ordering::SeqCst);
                    break;
                }
                Some(response) => {
                    assert!(
                        matches!(response.status, 503 | 504),
                        "{} {:?}",
                        response.status,
                        response.body
                    );
                    shared.refused.fetch_add(1, Ordering::SeqCst);
                    // A short backoff, as a page has.
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                None => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    }
    journal
}
