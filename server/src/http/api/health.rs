//! Health checks: `GET /healthz` (liveness) and `GET /readyz` (readiness: the store, and in detail the
//! content that is followed and the pictures that are made).

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::follow::{SourceState, SourceStatus};
use crate::http::error::ApiError;
use crate::http::state::HttpState;
use crate::pictures::PictureCounts;
use crate::state::AppState;

pub(crate) fn router() -> Router<HttpState> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready))
}

async fn alive() -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], "ok")
}

async fn ready(State(app): State<Arc<AppState>>) -> Result<impl IntoResponse, ApiError> {
    app.store.ready().await?;
    let mut text = detail(&app.follow.sources());
    push_pictures(&app.pictures.status().counts(), &mut text);
    Ok(([(CACHE_CONTROL, "no-store")], text))
}

/// `ok`, and a line for each content that cannot be read: what it published before is served, so
/// that the server is ready all the same.
fn detail(sources: &[SourceStatus]) -> String {
    let mut text = "ok".to_owned();
    for SourceStatus { name, state, .. } in sources {
        let problem = match state {
            SourceState::Waiting | SourceState::Current => continue,
            SourceState::Failing { reason, times } => format!("failing ({times}): {reason}"),
            SourceState::Stopped { reason } => format!("stopped: {reason}"),
        };
        let words: Vec<&str> = problem.split_whitespace().collect();
        text.push_str(&format!("\ncontent {name}: {}", words.join(" ")));
    }
    text
}

/// How many failed pictures are told.
const MAX_FAILED: usize = 20;

/// A line if pictures wait or have failed, and one for each of those that have failed. Articles are
/// shown with their pictures as they are, so that the server is ready all the same.
fn push_pictures(counts: &PictureCounts, text: &mut String) {
    let PictureCounts { waiting, made, failed, .. } = counts;
    if *waiting > 0 || !failed.is_empty() {
        let failures = failed.len();
        text.push_str(&format!("\npictures: {made} made, {waiting} waiting, {failures} failed"));
    }
    for (picture, reason) in failed.iter().take(MAX_FAILED) {
        text.push_str(&format!("\npicture {picture}: {reason}"));
    }
}
