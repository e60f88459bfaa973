//! Endpoint of events: `GET /api/events`, a stream of server-sent events for clients that accept one,
//! else those up to now as JSON.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderName};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream::unfold;
use zaidu_model::api::{self, AGE_PARAM, ARTICLES_PARAM, EVENTS_AFTER_PARAM, MAX_EVENT_ARTICLES};
use zaidu_model::{Key, ProblemCode};

use super::extract::Query;
use crate::events::{Resume, StreamPermit, Subscription};
use crate::http::error::ApiError;
use crate::http::middleware::client_ip::ClientNetwork;
use crate::http::state::HttpState;

/// Media type of a stream. Browsers name it when they ask for one.
const EVENT_STREAM: &str = "text/event-stream";

/// How long a client should wait that is sent no stream, in seconds.
const RETRY_AFTER: u64 = 60;

/// The shortest time after which a browser connects again by itself, in milliseconds; the longest is
/// three times that.
const RECONNECT: u64 = 2_000;

/// Caches may answer clients that ask at the same time. Events are the same for everyone.
const ASKED: &str = "public, max-age=5";

/// Tells nginx not to collect the stream in a buffer.
const UNBUFFERED: (HeaderName, &str) = (HeaderName::from_static("x-accel-buffering"), "no");

pub(crate) fn router() -> Router<HttpState> {
    Router::new().route(api::EVENTS, get(events))
}

async fn events(
    State(state): State<HttpState>,
    query: Query,
    client: ClientNetwork,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let articles = articles(&query)?;
    let resume = resume(&query, &headers)?;
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !accept.contains(EVENT_STREAM) {
        let (_, json) = state.events.subscribe(&resume, articles).missed();
        let kind = (CONTENT_TYPE, "application/json");
        return Ok(([kind, (CACHE_CONTROL, ASKED), (VARY, "accept")], json).into_response());
    }
    let Some(permit) = state.streams.acquire(client.address()) else {
        return Err(ApiError::Later(ProblemCode::TooManyStreams, RETRY_AFTER));
    };
    let heartbeat = state.event_options.heartbeat;
    let heartbeat = heartbeat + heartbeat.mul_f64(jitter() * 2.0 / 3.0);
    let subscription = state.events.subscribe(&resume, articles);
    let stream = Stream { subscription, heartbeat, has_begun: false, _permit: permit };
    let headers =
        [(CONTENT_TYPE, EVENT_STREAM), (CACHE_CONTROL, "no-store"), (VARY, "accept"), UNBUFFERED];
    let body = unfold(stream, async |mut stream| {
        let text = stream.next().await?;
        Some((Ok::<_, std::convert::Infallible>(Bytes::from(text)), stream))
    });
    Ok((headers, Body::from_stream(body)).into_response())
}

/// The articles in the query, each once.
fn articles(query: &Query) -> Result<Vec<Key>, ApiError> {
    let malformed = |reason| ApiError::Query { parameter: ARTICLES_PARAM, reason };
    let mut articles = Vec::new();
    for id in query.get(ARTICLES_PARAM)?.unwrap_or_default().split(' ').filter(|id| !id.is_empty())
    {
        let id = Key::new(id).map_err(|_| malformed("not ids of articles"))?;
        if !articles.contains(&id) {
            articles.push(id);
        }
    }
    if articles.len() > MAX_EVENT_ARTICLES {
        return Err(malformed("too many"));
    }
    Ok(articles)
}

/// After which events the client wants to begin. A browser that connects again says it in a header.
fn resume(query: &Query, headers: &HeaderMap) -> Result<Resume, ApiError> {
    if let Some(id) = headers.get("last-event-id") {
        return Ok(Resume::After(id.to_str().unwrap_or_default().to_owned()));
    }
    if let Some(id) = query.get(EVENTS_AFTER_PARAM)? {
        return Ok(Resume::After(id));
    }
    let malformed = ApiError::Query { parameter: AGE_PARAM, reason: "not a number of seconds" };
    let age = query.get(AGE_PARAM)?.map_or(Ok(0), |age| age.parse().map_err(|_| malformed))?;
    Ok(Resume::Age(Duration::from_secs(age)))
}

/// A number from 0 to 1, so that clients do not act at once.
fn jitter() -> f64 {
    let mut random = [0; 2];
    // Without random bytes all act alike.
    let _ = getrandom::fill(&mut random);
    f64::from(u16::from_le_bytes(random)) / f64::from(u16::MAX)
}

/// An open stream.
struct Stream {
    subscription: Subscription,
    heartbeat: Duration,
    has_begun: bool,
    _permit: StreamPermit,
}

impl Stream {
    /// The next text to send; none at the end.
    async fn next(&mut self) -> Option<String> {
        if !std::mem::replace(&mut self.has_begun, true) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small")]
            let retry = RECONNECT + (jitter() * 2.0 * RECONNECT as f64) as u64;
            let begin = message(self.subscription.missed());
            return Some(format!("retry: {retry}\n{begin}"));
        }
        match tokio::time::timeout(self.heartbeat, self.subscription.next()).await {
            Ok(events) => events.map(message),
            // A comment: it keeps proxies from closing the connection, and finds a dead one.
            Err(_) => Some(":\n\n".to_owned()),
        }
    }
}

/// A message with this id; its data are one line.
fn message((id, json): (String, String)) -> String {
    format!("id: {id}\ndata: {json}\n\n")
}
