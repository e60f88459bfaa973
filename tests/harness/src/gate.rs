//! A gate before the server: a test decides when an answer comes, and what goes
//! wrong with it.
//!
//! A call is written as `METHOD /path?query`; a `*` at its end stands for
//! whatever follows.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, IF_MODIFIED_SINCE, IF_NONE_MATCH, RETRY_AFTER,
};
use axum::http::response::Parts;
use axum::http::{HeaderName, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use tokio::sync::watch;
use zaidu_model::{Problem, ProblemCode, problem};

/// What goes wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The server says that its store is gone.
    Unavailable,
    /// The server has had too much from this reader, and wants a second's rest.
    TooMany,
    /// The server says that there is no such thing.
    NotFound,
    /// The server says that it never made that cursor.
    CursorForged,
    /// What stands before the server says so, in HTML.
    BadGateway,
    /// 200, but no JSON.
    Garbage,
    /// 200, but JSON of another shape.
    OtherShape,
    /// 200, but the sign-in page of somebody's network.
    SignIn,
    /// The connection ends in the middle of the answer.
    Truncated,
    /// The connection ends before the answer.
    HangUp,
    /// The server does what it was asked, and the connection ends before its answer.
    Lost,
    /// The answer with an empty section more at its end, which WebAssembly allows
    /// anywhere: a module that runs, but not the one that was built.
    Altered,
}

impl Fault {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::Unavailable,
        Self::TooMany,
        Self::BadGateway,
        Self::Garbage,
        Self::OtherShape,
        Self::SignIn,
        Self::Truncated,
        Self::HangUp,
    ];
}

/// The gate of one server; every call passes it.
#[derive(Debug, Clone, Default)]
pub struct Gate(Arc<Mutex<Calls>>);

#[derive(Debug, Default)]
struct Calls {
    /// Every call so far.
    seen: Vec<String>,
    rules: Vec<Rule>,
    /// Rules so far, for their numbers.
    made: usize,
}

#[derive(Debug, Clone)]
struct Rule {
    number: usize,
    call: String,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Fault(Fault),
    Hold(Arc<Doors>),
}

/// Of a held call: how many wait, and what becomes of them.
#[derive(Debug)]
struct Doors {
    waiting: watch::Sender<usize>,
    verdict: watch::Sender<Option<Verdict>>,
}

type Verdict = Result<(), Fault>;

impl Gate {
    /// `routes` behind this gate.
    pub(super) fn before(&self, routes: Router) -> Router {
        routes.layer(middleware::from_fn_with_state(self.clone(), pass))
    }

    /// Lets `call` wait until it is released.
    #[must_use = "a call is held as long as this lives"]
    pub fn hold(&self, call: impl Into<String>) -> Held {
        let call = call.into();
        let doors = Doors { waiting: watch::Sender::new(0), verdict: watch::Sender::new(None) };
        let doors = Arc::new(doors);
        Held { rule: self.rule(call.clone(), What::Hold(Arc::clone(&doors))), call, doors }
    }

    /// Answers `call` by `fault` until it is mended.
    #[must_use = "a fault lasts as long as this lives"]
    pub fn fail(&self, call: impl Into<String>, fault: Fault) -> Failing {
        Failing { _rule: self.rule(call.into(), What::Fault(fault)) }
    }

    /// How often `call` came.
    pub fn count(&self, call: &str) -> usize {
        self.calls().seen.iter().filter(|seen| matches(call, seen)).count()
    }

    fn rule(&self, call: String, what: What) -> Placed {
        let mut calls = self.calls();
        calls.made += 1;
        let number = calls.made;
        calls.rules.push(Rule { number, call, what });
        Placed { gate: self.clone(), number }
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A rule that ends with its owner.
#[derive(Debug)]
struct Placed {
    gate: Gate,
    number: usize,
}

impl Drop for Placed {
    fn drop(&mut self) {
        self.gate.calls().rules.retain(|rule| rule.number != self.number);
    }
}

/// A call that fails.
#[derive(Debug)]
pub struct Failing {
    _rule: Placed,
}

impl Failing {
    /// From now on the server answers.
    pub fn mend(self) {}
}

/// A call that waits.
#[derive(Debug)]
pub struct Held {
    rule: Placed,
    call: String,
    doors: Arc<Doors>,
}

impl Held {
    /// Waits until the browser has made the call.
    pub async fn arrived(&self) {
        let mut waiting = self.doors.waiting.subscribe();
        let arrived = waiting.wait_for(|waiting| *waiting > 0);
        if tokio::time::timeout(super::page::PATIENCE, arrived).await.is_err() {
            let seen = self.rule.gate.calls().seen.clone();
            panic!("{} never came; what did: {seen:#?}", self.call);
        }
    }

    /// Lets the server answer those that wait, and all that follow.
    pub fn release(self) {
        self.doors.verdict.send_replace(Some(Ok(())));
    }

    /// Answers those that wait by `fault`; what follows passes.
    pub fn release_with(self, fault: Fault) {
        self.doors.verdict.send_replace(Some(Err(fault)));
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // A test that failed must not keep its server from ending.
        self.doors.verdict.send_if_modified(|verdict| {
            let open = verdict.is_none();
            verdict.get_or_insert(Ok(()));
            open
        });
    }
}

fn matches(call: &str, seen: &str) -> bool {
    call.strip_suffix('*').map_or(call == seen, |start| seen.starts_with(start))
}

async fn pass(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let asked = request.uri().path_and_query().map_or("", |asked| asked.as_str());
    let seen = format!("{} {asked}", request.method());
    let rule = {
        let mut calls = gate.calls();
        calls.seen.push(seen.clone());
        // The newest rule counts.
        calls.rules.iter().rev().find(|rule| matches(&rule.call, &seen)).cloned()
    };
    let verdict = match rule.map(|rule| rule.what) {
        None => Ok(()),
        Some(What::Fault(fault)) => Err(fault),
        Some(What::Hold(doors)) => {
            doors.waiting.send_modify(|waiting| *waiting += 1);
            let mut verdict = doors.verdict.subscribe();
            let verdict = verdict.wait_for(Option::is_some).await;
            verdict.ok().and_then(|verdict| *verdict).unwrap_or(Ok(()))
        }
    };
    match verdict {
        Ok(()) => next.run(request).await,
        Err(fault) => broken(fault, request, next).await,
    }
}

async fn broken(fault: Fault, request: Request, next: Next) -> Response {
    const JSON: [(HeaderName, &str); 1] = [(CONTENT_TYPE, "application/json")];
    const HTML: [(HeaderName, &str); 1] = [(CONTENT_TYPE, "text/html")];
    match fault {
        Fault::Unavailable => refused(ProblemCode::StoreUnavailable),
        Fault::CursorForged => refused(ProblemCode::CursorForged),
        Fault::NotFound => StatusCode::NOT_FOUND.into_response(),
        Fault::TooMany => (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, "1")]).into_response(),
        Fault::BadGateway => {
            (StatusCode::BAD_GATEWAY, HTML, "<h1>502 Bad Gateway</h1>").into_response()
        }
        Fault::Garbage => (JSON, "{\"id\": \"").into_response(),
        Fault::OtherShape => (JSON, "[{\"items\": 3}]").into_response(),
        Fault::SignIn => (HTML, "<!doctype html><form>Sign in</form>").into_response(),
        Fault::Altered => {
            let (mut head, whole) = plain(request, next).await;
            let altered = [&*whole, b"\x00\x01\x00"].concat();
            head.headers.insert(CONTENT_LENGTH, altered.len().into());
            Response::from_parts(head, altered.into())
        }
        Fault::Truncated => {
            let (head, whole) = plain(request, next).await;
            let mut response = cut_off(whole.slice(..whole.len() / 2)).into_response();
            *response.headers_mut() = head.headers;
            response.headers_mut().insert(CONTENT_LENGTH, whole.len().into());
            response
        }
        Fault::HangUp => cut_off(Bytes::new()).into_response(),
        Fault::Lost => {
            // The browser may ask again by itself; the server answers each time.
            next.run(request).await;
            cut_off(Bytes::new()).into_response()
        }
    }
}

/// What the server itself would say.
fn refused(code: ProblemCode) -> Response {
    let problem = Problem::new(code);
    let status = StatusCode::from_u16(problem.status).unwrap();
    let body = serde_json::to_string(&problem).unwrap();
    (status, [(CONTENT_TYPE, problem::MEDIA_TYPE)], body).into_response()
}

/// The server's answer, neither compressed nor left out.
async fn plain(mut request: Request, next: Next) -> (Parts, Bytes) {
    for header in [ACCEPT_ENCODING, IF_NONE_MATCH, IF_MODIFIED_SINCE] {
        request.headers_mut().remove(header);
    }
    let (head, body) = next.run(request).await.into_parts();
    (head, to_bytes(body, usize::MAX).await.unwrap())
}

/// A body that gives `start` and then breaks. When `start` is empty, the client
/// gets no byte of the answer, not even its head.
fn cut_off(start: Bytes) -> Body {
    let start = Some(start).filter(|start| !start.is_empty());
    let begun = start.is_some();
    let start = stream::iter(start.map(Ok));
    let end = stream::once(async move {
        if begun {
            // The connection gets a turn to send what it has.
            tokio::task::yield_now().await;
        }
        Err(io::Error::other("cut off"))
    });
    Body::from_stream(start.chain(end))
}
