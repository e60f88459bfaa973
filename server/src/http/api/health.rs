//! Health checks: `GET /healthz` (liveness) and `GET /readyz` (readiness, which includes the store).

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::http::error::ApiError;
use crate::http::state::HttpState;
use crate::state::AppState;

pub(crate) fn router() -> Router<HttpState> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready))
}

async fn alive() -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], "ok")
}

async fn ready(State(app): State<Arc<AppState>>) -> Result<impl IntoResponse, ApiError> {
    app.store.ready().await?;
    Ok(([(CACHE_CONTROL, "no-store")], "ok"))
}
