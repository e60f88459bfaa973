//! `GET /api/rankings`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use zaidu_model::{Mood, Period, api};

use super::answer;
use super::error::ApiError;
use super::extract::Query;
use crate::App;

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route(api::RANKINGS, get(ranking))
}

async fn ranking(
    State(app): State<Arc<App>>,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let mood = query.parse("mood", Mood::Like)?;
    let period = query.parse("period", Period::default())?;
    answer::public(&headers, &app.store.ranking(mood, period, app.now()?).await?)
}
