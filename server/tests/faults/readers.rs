//! Readers who vote and do not give up, and keep a journal of what they were told.

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

/// The longest that anything may take, which is a failure then.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a server said: nothing when the connection ended first.
pub(crate) struct Told {
    pub(crate) status: u16,
    pub(crate) headers: hyper::HeaderMap,
    pub(crate) body: Bytes,
}

/// One connection, opened when it is needed and again when it broke.
#[derive(Default)]
pub(crate) struct Line {
    open: Option<(SocketAddr, SendRequest<Full<Bytes>>)>,
}

impl Line {
    /// What the server has of the reader; nothing when no answer came.
    pub(crate) async fn get(&mut self, to: SocketAddr, path: &str, cookie: &str) -> Option<Told> {
        let request = Request::builder().uri(path).header("host", to.to_string());
        let request = request.header("cookie", cookie).body(Full::default()).unwrap();
        let told = self.send(to, request).await;
        if told.is_none() {
            self.open = None;
        }
        told
    }

    /// Sends a choice; nothing when no answer came.
    pub(crate) async fn put(
        &mut self,
        to: SocketAddr,
        path: &str,
        cookie: &str,
        mood: Option<Mood>,
    ) -> Option<Told> {
        let body = serde_json::to_vec(&Choice { mood }).unwrap();
        let request = Request::builder()
            .method("PUT")
            .uri(path)
            .header("host", to.to_string())
            .header("content-type", "application/json")
            .header("cookie", cookie)
            .body(Full::new(Bytes::from(body)))
            .unwrap();
        let told = self.send(to, request).await;
        if told.is_none() {
            self.open = None;
        }
        told
    }

    async fn send(&mut self, to: SocketAddr, request: Request<Full<Bytes>>) -> Option<Told> {
        let is_there = |(address, sender): &(SocketAddr, SendRequest<_>)| {
            *address == to && !sender.is_closed()
        };
        if !self.open.as_ref().is_some_and(is_there) {
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
        Some(Told { status: parts.status.as_u16(), headers: parts.headers, body })
    }
}

/// A new reader's cookie, as a browser sends it.
pub(crate) async fn introduce(to: SocketAddr) -> String {
    let told = Line::default().put(to, &api::reaction(&key()), "", Some(Mood::Like)).await.unwrap();
    assert_eq!(told.status, 307, "{:?}", told.body);
    let cookie = told.headers["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

/// The reader that a cookie names: its last 32 characters.
pub(crate) fn id(cookie: &str) -> String {
    cookie[cookie.len() - 32..].to_owned()
}

/// An article.
pub(crate) fn key() -> Key {
    crate::common::newsroom::key("a-1")
}

/// Readers at work.
pub(crate) struct Readers {
    tasks: JoinSet<Journal>,
    shared: Arc<Shared>,
    addresses: watch::Sender<Vec<SocketAddr>>,
}

#[derive(Debug, Default)]
struct Shared {
    acknowledged: AtomicUsize,
    refused: AtomicUsize,
    looked: AtomicUsize,
    stop: AtomicBool,
}

impl Readers {
    /// `number` readers, each of whom votes on all articles, at one of `addresses`
    /// each time.
    pub(crate) async fn start(number: usize, addresses: Vec<SocketAddr>) -> Self {
        let mut cookies = Vec::new();
        for _ in 0..number {
            cookies.push(introduce(addresses[0]).await);
        }
        let (addresses, current) = watch::channel(addresses);
        let shared = Arc::new(Shared::default());
        let mut tasks = JoinSet::new();
        for (seed, cookie) in (1..).zip(cookies) {
            tasks.spawn(read(seed, cookie, current.clone(), Arc::clone(&shared)));
        }
        Self { tasks, shared, addresses }
    }

    /// Tells them where the servers are now.
    pub(crate) fn move_to(&self, addresses: Vec<SocketAddr>) {
        self.addresses.send_replace(addresses);
    }

    /// Waits until `more` votes were acknowledged.
    pub(crate) async fn until(&self, more: usize) {
        wait(&self.shared.acknowledged, more).await;
    }

    /// Waits until a vote is refused by a server that cannot write.
    pub(crate) async fn until_refused(&self) {
        wait(&self.shared.refused, 1).await;
    }

    /// Stops them: what all were told.
    pub(crate) async fn stop(mut self) -> Journal {
        self.shared.stop.store(true, Ordering::SeqCst);
        let mut journal = Journal::default();
        while let Some(one) = self.tasks.join_next().await {
            journal.0.extend(one.unwrap().0);
        }
        assert!(self.shared.looked.load(Ordering::SeqCst) > 0, "nobody looked");
        journal
    }
}

/// Waits until `counter` has counted `more`.
async fn wait(counter: &AtomicUsize, more: usize) {
    let goal = counter.load(Ordering::SeqCst) + more;
    let deadline = Instant::now() + PATIENCE;
    while counter.load(Ordering::SeqCst) < goal {
        assert!(Instant::now() < deadline, "{more} votes more did not come in {PATIENCE:?}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// The same always, for one seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % sides
    }
}

/// A reader: each wish is repeated until it is acknowledged.
async fn read(
    seed: u64,
    cookie: String,
    addresses: watch::Receiver<Vec<SocketAddr>>,
    shared: Arc<Shared>,
) -> Journal {
    let (mut journal, mut line) = (Journal::default(), Line::default());
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let articles = newsroom();
    let articles = articles.articles();
    while !shared.stop.load(Ordering::SeqCst) {
        let article = articles[dice.roll(articles.len())].id.clone();
        let mood = Mood::ALL.get(dice.roll(5)).copied();
        let path = api::reaction(&article);
        let ballot: Ballot = (article, id(&cookie));
        // The next vote hides what became of the one before: it is looked for first.
        if let Some(kept) = journal.acknowledged(&ballot) {
            let to = addresses.borrow()[0];
            if let Some(told) = line.get(to, &path, &cookie).await.filter(|it| it.status == 200) {
                let reaction: Reaction = serde_json::from_slice(&told.body).unwrap();
                assert_eq!(reaction.mine, kept, "lost: {ballot:?}");
                shared.looked.fetch_add(1, Ordering::SeqCst);
            }
        }
        journal.ask(&ballot, mood);
        while !shared.stop.load(Ordering::SeqCst) {
            let to = {
                let addresses = addresses.borrow();
                addresses[dice.roll(addresses.len())]
            };
            match line.put(to, &path, &cookie, mood).await {
                Some(told) if told.status == 200 => {
                    let reaction: Reaction = serde_json::from_slice(&told.body).unwrap();
                    assert_eq!(reaction.mine, mood, "the answer is what was asked for");
                    journal.acknowledge(&ballot);
                    shared.acknowledged.fetch_add(1, Ordering::SeqCst);
                    break;
                }
                Some(told) => {
                    assert!(matches!(told.status, 503 | 504), "{} {:?}", told.status, told.body);
                    shared.refused.fetch_add(1, Ordering::SeqCst);
                    // As a page does: not at once.
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                None => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    }
    journal
}
