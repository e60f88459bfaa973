//! Endpoint of the site settings: `GET /api/site`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use zaidu_model::api;

use crate::http::error::ApiError;
use crate::http::response;
use crate::http::state::HttpState;
use crate::state::AppState;

pub(crate) fn router() -> Router<HttpState> {
    Router::new().route(api::SITE, get(site))
}

async fn site(State(app): State<Arc<AppState>>, headers: HeaderMap) -> Result<Response, ApiError> {
    response::public(&headers, &app.site().await?)
}
