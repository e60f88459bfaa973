//! Endpoint of an article: `GET /api/articles/{id}`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use zaidu_model::{Mood, api};

use super::extract::ArticleId;
use crate::http::error::ApiError;
use crate::http::response;
use crate::http::state::HttpState;
use crate::state::AppState;
use crate::store::StoredArticle;

pub(crate) fn router() -> Router<HttpState> {
    Router::new().route(api::ARTICLE, get(article))
}

async fn article(
    State(app): State<Arc<AppState>>,
    ArticleId(id): ArticleId,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let StoredArticle { article, digest } = app.store.article(&id).await?;
    let counts = Mood::ALL.map(|mood| article.counts.get(mood).to_string());
    let etag = format!("{digest}-{}", counts.join("."));
    response::public_with_etag(&headers, &etag, &article)
}
