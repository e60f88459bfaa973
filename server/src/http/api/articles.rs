//! Endpoints of an article: `GET /api/articles/{id}`, and of the entries of a live one: `GET
//! /api/articles/{id}/live`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use zaidu_model::live::{AFTER_PARAM, ENTRIES_PARAM, LiveOrder, LiveView, ORDER_PARAM};
use zaidu_model::{Live, Mood, api};

use super::extract::{ArticleId, Query};
use crate::etag::content_hash;
use crate::http::error::ApiError;
use crate::http::response;
use crate::http::state::HttpState;
use crate::state::AppState;
use crate::store::StoredArticle;

pub(crate) fn router() -> Router<HttpState> {
    Router::new().route(api::ARTICLE, get(article)).route(api::LIVE, get(live))
}

async fn article(
    State(app): State<Arc<AppState>>,
    ArticleId(id): ArticleId,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let StoredArticle { article, digest } = app.article_at(&id, &view(&query)?).await?;
    let counts = Mood::ALL.map(|mood| article.counts.get(mood).to_string());
    let mut etag = format!("{digest}-{}", counts.join("."));
    if !article.adjacent.is_empty() {
        let adjacent = serde_json::to_vec(&article.adjacent)
            .map_err(|error| ApiError::Internal(format!("an answer: {error}")))?;
        etag = format!("{etag}-{}", content_hash(&adjacent));
    }
    response::public_with_etag(&headers, &etag, &article)
}

/// Readers who follow a live article ask again and again: while nothing has changed, the answer costs
/// one read of an indexed row.
async fn live(
    State(app): State<Arc<AppState>>,
    ArticleId(id): ArticleId,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let invalid = ApiError::Query { parameter: AFTER_PARAM, reason: "not a whole number" };
    let after = query.get(AFTER_PARAM)?.map(|after| after.parse::<u64>());
    let after = after.transpose().map_err(|_| invalid)?;
    let view = view(&query)?;
    let digest = app.store.digest(&id).await?;
    if let Some(known) = response::if_known(&headers, &digest) {
        return Ok(known);
    }
    let part = |live: &Live| match after {
        Some(revision) => Ok(live.changes(revision)),
        None => live.page(&view),
    };
    let live = app.live(&id, digest.clone(), part).await?;
    response::public_with_etag(&headers, &digest, &live)
}

/// The page of the entries that `query` names.
fn view(query: &Query) -> Result<LiveView, ApiError> {
    let order = match query.get(ORDER_PARAM)? {
        None => LiveOrder::default(),
        Some(key) => {
            let order = LiveOrder::of_key(&key);
            if order.key() != key {
                let reason = "neither newest nor oldest";
                return Err(ApiError::Query { parameter: ORDER_PARAM, reason });
            }
            order
        }
    };
    Ok(LiveView { order, cursor: query.get(ENTRIES_PARAM)? })
}
