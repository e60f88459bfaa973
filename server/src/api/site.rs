//! `GET /api/site`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use zaidu_model::api;

use super::answer;
use super::error::ApiError;
use crate::App;

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route(api::SITE, get(site))
}

async fn site(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, ApiError> {
    answer::public(&headers, &app.site().await?)
}
