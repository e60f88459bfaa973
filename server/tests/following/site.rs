//! Stand-in for the servers of newsrooms: an RSSHub, a WordPress, and whatever goes wrong on the
//! way to them.

use std::collections::HashMap;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, Uri};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// What is answered at an address.
#[derive(Clone)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Payload,
}

#[derive(Clone)]
enum Payload {
    Whole(Vec<u8>),
    /// The same chunk for ever.
    Endless,
    /// The beginning, and then nothing.
    Stuck(Vec<u8>),
    /// The beginning, and then the end of the connection.
    Broken(Vec<u8>),
}

impl Reply {
    pub(crate) fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Payload::Whole(Vec::new()) }
    }

    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self { body: Payload::Whole(body.into()), ..Self::status(200) }
    }

    pub(crate) fn redirect(status: u16, to: &str) -> Self {
        Self::status(status).with("location", to)
    }

    pub(crate) fn endless() -> Self {
        Self { body: Payload::Endless, ..Self::status(200) }
    }

    pub(crate) fn stuck(body: &str) -> Self {
        Self { body: Payload::Stuck(body.into()), ..Self::status(200) }
    }

    /// A body that is shorter than it is said to be.
    pub(crate) fn broken(body: &str) -> Self {
        let length = (body.len() + 100).to_string();
        Self { body: Payload::Broken(body.into()), ..Self::status(200) }
            .with("content-length", &length)
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(crate) fn gzip(body: &[u8]) -> Self {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(body).unwrap();
        Self::ok(encoder.finish().unwrap()).with("content-encoding", "gzip")
    }

    /// Whether a request that has this ETag or date has it already.
    fn is_known(&self, request: &HeaderMap) -> bool {
        [("etag", "if-none-match"), ("last-modified", "if-modified-since")].iter().any(
            |(own, asked)| {
                let own = self.headers.iter().find(|(name, _)| name == own);
                let asked = request.get(*asked).and_then(|value| value.to_str().ok());
                own.is_some_and(|(_, value)| Some(&**value) == asked)
            },
        )
    }

    fn respond(&self) -> Response<Body> {
        let mut response = Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(*name, value);
        }
        type Chunk = Result<Bytes, std::io::Error>;
        let body = match &self.body {
            Payload::Whole(bytes) => Body::from(bytes.clone()),
            Payload::Endless => {
                let chunk = || Some((Chunk::Ok(Bytes::from_static(&[b' '; 4096])), ()));
                Body::from_stream(stream::unfold((), move |()| async move { chunk() }))
            }
            Payload::Stuck(bytes) => {
                let parts = [Some(bytes.clone()), None];
                Body::from_stream(stream::unfold(0, move |n| {
                    let part: Option<Vec<u8>> = parts.get(n).cloned().flatten();
                    async move {
                        match part {
                            Some(bytes) => Some((Chunk::Ok(bytes.into()), n + 1)),
                            None => std::future::pending().await,
                        }
                    }
                }))
            }
            Payload::Broken(bytes) => {
                let parts = [Ok(Bytes::from(bytes.clone())), Err(std::io::Error::other("cut off"))];
                Body::from_stream(stream::iter(parts))
            }
        };
        response.body(body).unwrap()
    }
}

/// A running stand-in. Its name is `localhost`.
#[derive(Clone)]
pub(crate) struct Site {
    address: SocketAddr,
    replies: Arc<Mutex<HashMap<String, Reply>>>,
    requests: watch::Sender<Vec<(String, HeaderMap)>>,
}

impl Site {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let site = Self { address, replies: Arc::default(), requests: watch::Sender::default() };
        let routes = Router::new().fallback(answer).with_state(site.clone());
        tokio::spawn(zaidu_server::serve(listener, routes, std::future::pending()));
        site
    }

    /// The address of `path`, which is allowed by name in the tests.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }

    /// The same by number, which is not allowed.
    pub(crate) fn numeric_url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Sets what is answered at `path`, which may have a query.
    pub(crate) fn set(&self, path: &str, reply: Reply) {
        self.replies().insert(path.to_owned(), reply);
    }

    /// The headers of all requests for `path`.
    pub(crate) fn requests(&self, path: &str) -> Vec<HeaderMap> {
        let requests = self.requests.borrow();
        let of_path = requests.iter().filter(|(asked, _)| asked == path);
        of_path.map(|(_, headers)| headers.clone()).collect()
    }

    /// Waits until `path` was asked so often.
    pub(crate) async fn asked(&self, path: &str, times: usize) {
        let mut requests = self.requests.subscribe();
        let count = |all: &Vec<(String, HeaderMap)>| {
            all.iter().filter(|(asked, _)| asked == path).count() >= times
        };
        let _ = requests.wait_for(count).await;
    }

    fn replies(&self) -> MutexGuard<'_, HashMap<String, Reply>> {
        self.replies.lock().unwrap()
    }
}

async fn answer(State(site): State<Site>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let reply = site.replies().get(&path).cloned().unwrap_or_else(|| Reply::status(404));
    let is_known = reply.is_known(&headers);
    site.requests.send_modify(|requests| requests.push((path, headers)));
    if is_known {
        Reply { body: Payload::Whole(Vec::new()), status: 304, ..reply }.respond()
    } else {
        reply.respond()
    }
}

/// A feed of RSS as RSSHub writes it, of items with these ids.
pub(crate) fn rsshub(ids: &[&str]) -> String {
    let item = |id: &&str| {
        format!(
            "<item><title>{id}号渡轮停航</title><description><![CDATA[<p>江潮将至，{id}号渡轮停航。</p>]]>\
             </description><link>https://ferry.example/{id}</link><guid isPermaLink=\"false\">{id}</guid>\
             <pubDate>Wed, 18 Nov 2020 04:00:00 GMT</pubDate></item>"
        )
    };
    let items: String = ids.iter().map(item).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" \
         xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>渡轮</title>\
         <link>https://ferry.example/</link><atom:link href=\"https://rsshub.example/ferry\" \
         rel=\"self\" type=\"application/rss+xml\"/><description>渡轮 - Powered by RSSHub</description>\
         <generator>RSSHub</generator>{items}</channel></rss>"
    )
}

/// The front page of a WordPress, which names its feed.
pub(crate) const WORDPRESS_PAGE: &str = "<!DOCTYPE html>\n<html lang=\"zh-Hans\"><head>\
    <link rel=\"alternate\" type=\"application/rss+xml\" title=\"Feed\" href=\"/feed/\" /></head>\
    <body>江畔</body></html>";
