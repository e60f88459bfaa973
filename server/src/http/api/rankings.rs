//! Endpoint of rankings: `GET /api/rankings`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use zaidu_model::{Mood, Period, api};

use super::extract::Query;
use crate::http::error::ApiError;
use crate::http::response;
use crate::http::state::HttpState;
use crate::state::AppState;

pub(crate) fn router() -> Router<HttpState> {
    Router::new().route(api::RANKINGS, get(ranking))
}

async fn ranking(
    State(app): State<Arc<AppState>>,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let mood = query.parse("mood", Mood::Like)?;
    let period = query.parse("period", Period::default())?;
    response::public(&headers, &app.ranking(mood, period, app.now()?).await?)
}
