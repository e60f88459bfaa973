//! `GET /api/articles/{id}`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use zaidu_model::{Mood, api};

use super::answer;
use super::error::ApiError;
use super::extract::ArticleId;
use crate::App;
use crate::store::Stored;

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route(api::ARTICLE, get(article))
}

async fn article(
    State(app): State<Arc<App>>,
    ArticleId(id): ArticleId,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let Stored { article, digest } = app.store.article(&id).await?;
    let counts = Mood::ALL.map(|mood| article.counts.get(mood).to_string());
    let tag = format!("{digest}-{}", counts.join("."));
    answer::public_as(&headers, &tag, &article)
}
