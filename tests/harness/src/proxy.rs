//! Intercepting proxy in front of the server: records requests, and lets a test hold, fail or
//! alter responses (fault injection). It is an axum middleware, not a separate process.
//!
//! A request pattern is written as `METHOD /path?query`; a `*` at its end matches any suffix.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, IF_MODIFIED_SINCE, IF_NONE_MATCH, RETRY_AFTER,
};
use axum::http::response::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use tokio::sync::watch;
use zaidu_model::{Problem, ProblemCode, problem};

use super::inject;

/// How long a test waits for an expected state before it fails with the state it saw last.
pub(super) const TIMEOUT: Duration = Duration::from_secs(15);

/// How the proxy breaks a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A problem response: the store is unavailable.
    Unavailable,
    /// 429 Too Many Requests with `Retry-After: 1` (seconds).
    TooManyRequests,
    /// 404 Not Found.
    NotFound,
    /// A problem response: the cursor is not one that the server issued.
    CursorForged,
    /// 502 Bad Gateway with an HTML body, as from a reverse proxy.
    BadGateway,
    /// 200 with invalid JSON.
    InvalidJson,
    /// 200 with JSON of another schema.
    WrongSchema,
    /// 200 with the HTML sign-in page of a captive portal.
    CaptivePortal,
    /// The connection is closed in the middle of the body.
    Truncated,
    /// The connection is closed before the response; the server does not see the request.
    Disconnected,
    /// The server processes the request, but the connection is closed before its response.
    ResponseLost,
    /// The response with an empty custom section appended, which WebAssembly allows anywhere: a
    /// valid module, but not the one that was built.
    Altered,
}

impl Fault {
    /// The faults of API responses after which a retry succeeds.
    pub const RETRYABLE: [Self; 8] = [
        Self::Unavailable,
        Self::TooManyRequests,
        Self::BadGateway,
        Self::InvalidJson,
        Self::WrongSchema,
        Self::CaptivePortal,
        Self::Truncated,
        Self::Disconnected,
    ];
}

/// The proxy of one server; every request passes through it.
#[derive(Debug, Clone, Default)]
pub struct Proxy(Arc<Mutex<Log>>);

#[derive(Debug, Default)]
struct Log {
    /// All requests so far.
    requests: Vec<String>,
    rules: Vec<Rule>,
    /// The number of the newest rule.
    last_rule: usize,
    /// Scripts that pages begin with.
    scripts: Vec<String>,
    /// Whether requests get the header of a data saver.
    saves_data: bool,
}

#[derive(Debug, Clone)]
struct Rule {
    number: usize,
    pattern: String,
    action: Action,
}

#[derive(Debug, Clone)]
enum Action {
    Fail(Fault),
    Hold(Arc<Hold>),
}

/// State of a held request pattern.
#[derive(Debug)]
struct Hold {
    /// How many requests have arrived.
    waiting: watch::Sender<usize>,
    /// How waiting requests proceed; `None` while they are held.
    outcome: watch::Sender<Option<Outcome>>,
}

type Outcome = Result<(), Fault>;

impl Proxy {
    /// Adds this proxy as a middleware to `routes`.
    pub(super) fn layer(&self, routes: Router) -> Router {
        routes.layer(middleware::from_fn_with_state(self.clone(), intercept))
    }

    /// Holds requests that match `pattern` until they are released.
    #[must_use = "a request is held as long as this lives"]
    pub fn hold(&self, pattern: impl Into<String>) -> HeldRequest {
        let pattern = pattern.into();
        let hold = Hold { waiting: watch::Sender::new(0), outcome: watch::Sender::new(None) };
        let hold = Arc::new(hold);
        let rule = self.add_rule(pattern.clone(), Action::Hold(Arc::clone(&hold)));
        HeldRequest { rule, pattern, hold }
    }

    /// Responds to requests that match `pattern` with `fault` until the fault is cleared.
    #[must_use = "a fault lasts as long as this lives"]
    pub fn fail(&self, pattern: impl Into<String>, fault: Fault) -> FailingRequest {
        FailingRequest { _rule: self.add_rule(pattern.into(), Action::Fail(fault)) }
    }

    /// How many requests so far match `pattern`.
    pub fn count(&self, pattern: &str) -> usize {
        self.log().requests.iter().filter(|request| matches(pattern, request)).count()
    }

    /// Begins each page from now on with `script`.
    pub(super) fn add_script(&self, script: &str) {
        self.log().scripts.push(script.to_owned());
    }

    /// Gives each request from now on the header of a data saver.
    pub(super) fn save_data(&self) {
        self.log().saves_data = true;
    }

    fn add_rule(&self, pattern: String, action: Action) -> RuleGuard {
        let mut log = self.log();
        log.last_rule += 1;
        let number = log.last_rule;
        log.rules.push(Rule { number, pattern, action });
        RuleGuard { proxy: self.clone(), number }
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Removes its rule when dropped.
#[derive(Debug)]
struct RuleGuard {
    proxy: Proxy,
    number: usize,
}

impl Drop for RuleGuard {
    fn drop(&mut self) {
        self.proxy.log().rules.retain(|rule| rule.number != self.number);
    }
}

/// Requests of a pattern that fail.
#[derive(Debug)]
pub struct FailingRequest {
    _rule: RuleGuard,
}

impl FailingRequest {
    /// Ends the fault: from now on requests reach the server.
    pub fn clear(self) {}
}

/// Requests of a pattern that are held back.
#[derive(Debug)]
pub struct HeldRequest {
    rule: RuleGuard,
    pattern: String,
    hold: Arc<Hold>,
}

impl HeldRequest {
    /// Waits until the browser has sent the request.
    ///
    /// # Panics
    /// When the request does not arrive within the tests' timeout.
    pub async fn arrived(&self) {
        let mut waiting = self.hold.waiting.subscribe();
        let arrived = waiting.wait_for(|waiting| *waiting > 0);
        if tokio::time::timeout(TIMEOUT, arrived).await.is_err() {
            let requests = self.rule.proxy.log().requests.clone();
            panic!("{} never came; what did: {requests:#?}", self.pattern);
        }
    }

    /// Passes the held requests, and all later ones, to the server.
    pub fn release(self) {
        self.hold.outcome.send_replace(Some(Ok(())));
    }

    /// Responds to the held requests with `fault`; later requests reach the server.
    pub fn release_with(self, fault: Fault) {
        self.hold.outcome.send_replace(Some(Err(fault)));
    }
}

impl Drop for HeldRequest {
    fn drop(&mut self) {
        // A request that stays held after a failed test would block the server's shutdown.
        self.hold.outcome.send_if_modified(|outcome| {
            let is_held = outcome.is_none();
            outcome.get_or_insert(Ok(()));
            is_held
        });
    }
}

fn matches(pattern: &str, request: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == request, |prefix| request.starts_with(prefix))
}

async fn intercept(State(proxy): State<Proxy>, mut request: Request, next: Next) -> Response {
    let uri = request.uri().path_and_query().map_or("", |uri| uri.as_str());
    let line = format!("{} {uri}", request.method());
    let rule = {
        let mut log = proxy.log();
        if log.saves_data {
            request.headers_mut().insert("save-data", HeaderValue::from_static("on"));
        }
        log.requests.push(line.clone());
        // The newest matching rule applies.
        log.rules.iter().rev().find(|rule| matches(&rule.pattern, &line)).cloned()
    };
    let outcome = match rule.map(|rule| rule.action) {
        None => Ok(()),
        Some(Action::Fail(fault)) => Err(fault),
        Some(Action::Hold(hold)) => {
            hold.waiting.send_modify(|waiting| *waiting += 1);
            let mut outcome = hold.outcome.subscribe();
            let outcome = outcome.wait_for(Option::is_some).await;
            outcome.ok().and_then(|outcome| *outcome).unwrap_or(Ok(()))
        }
    };
    match outcome {
        Ok(()) => {
            let scripts = proxy.log().scripts.clone();
            if scripts.is_empty() {
                next.run(request).await
            } else {
                inject::respond(&scripts, request, next).await
            }
        }
        Err(fault) => faulty_response(fault, request, next).await,
    }
}

async fn faulty_response(fault: Fault, request: Request, next: Next) -> Response {
    const JSON: [(HeaderName, &str); 1] = [(CONTENT_TYPE, "application/json")];
    const HTML: [(HeaderName, &str); 1] = [(CONTENT_TYPE, "text/html")];
    match fault {
        Fault::Unavailable => problem_response(ProblemCode::StoreUnavailable),
        Fault::CursorForged => problem_response(ProblemCode::CursorForged),
        Fault::NotFound => StatusCode::NOT_FOUND.into_response(),
        Fault::TooManyRequests => {
            (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, "1")]).into_response()
        }
        Fault::BadGateway => {
            (StatusCode::BAD_GATEWAY, HTML, "<h1>502 Bad Gateway</h1>").into_response()
        }
        Fault::InvalidJson => (JSON, "{\"id\": \"").into_response(),
        Fault::WrongSchema => (JSON, "[{\"items\": 3}]").into_response(),
        Fault::CaptivePortal => (HTML, "<!doctype html><form>Sign in</form>").into_response(),
        Fault::Altered => {
            let (mut head, body) = uncompressed(request, next).await;
            let altered = [&*body, b"\x00\x01\x00"].concat();
            head.headers.insert(CONTENT_LENGTH, altered.len().into());
            Response::from_parts(head, altered.into())
        }
        Fault::Truncated => {
            let (head, body) = uncompressed(request, next).await;
            let mut response = aborted_body(body.slice(..body.len() / 2)).into_response();
            *response.headers_mut() = head.headers;
            response.headers_mut().insert(CONTENT_LENGTH, body.len().into());
            response
        }
        Fault::Disconnected => aborted_body(Bytes::new()).into_response(),
        Fault::ResponseLost => {
            // The browser may repeat the request by itself; the server processes each one.
            next.run(request).await;
            aborted_body(Bytes::new()).into_response()
        }
    }
}

/// The problem response of the server itself (RFC 9457).
fn problem_response(code: ProblemCode) -> Response {
    let problem = Problem::new(code);
    let status = StatusCode::from_u16(problem.status).unwrap();
    let body = serde_json::to_string(&problem).unwrap();
    (status, [(CONTENT_TYPE, problem::MEDIA_TYPE)], body).into_response()
}

/// The server's response, uncompressed and never 304 Not Modified.
async fn uncompressed(mut request: Request, next: Next) -> (Parts, Bytes) {
    for header in [ACCEPT_ENCODING, IF_NONE_MATCH, IF_MODIFIED_SINCE] {
        request.headers_mut().remove(header);
    }
    let (head, body) = next.run(request).await.into_parts();
    (head, to_bytes(body, usize::MAX).await.unwrap())
}

/// A body that sends `start` and then fails, which closes the connection. When `start` is
/// empty, the client receives no byte of the response, not even its head.
fn aborted_body(start: Bytes) -> Body {
    let start = Some(start).filter(|start| !start.is_empty());
    let has_start = start.is_some();
    let start = stream::iter(start.map(Ok));
    let end = stream::once(async move {
        if has_start {
            // Let the connection flush what it has before the error.
            tokio::task::yield_now().await;
        }
        Err(io::Error::other("cut off"))
    });
    Body::from_stream(start.chain(end))
}
