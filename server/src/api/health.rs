//! `GET /healthz`: the process lives. `GET /readyz`: it can answer.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use axum::routing::get;

use super::error::ApiError;
use crate::App;

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready))
}

async fn alive() -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], "ok")
}

async fn ready(State(app): State<Arc<App>>) -> Result<impl IntoResponse, ApiError> {
    app.store.ready().await?;
    Ok(([(CACHE_CONTROL, "no-store")], "ok"))
}
