//! Endpoints of feeds and search: `GET /api/feeds/…` and `GET /api/search`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use zaidu_model::url::SEARCH_PARAM;
use zaidu_model::{Cursor, Feed, Key, Limit, ProblemCode, api};

use super::extract::{ChannelKeys, Query};
use crate::http::error::ApiError;
use crate::http::response;
use crate::http::state::HttpState;
use crate::state::AppState;

pub(crate) fn router() -> Router<HttpState> {
    Router::new()
        .route(api::LATEST, get(latest))
        .route(api::CHANNEL, get(channel))
        .route(api::COLUMN, get(channel))
        .route(api::HEADLINES, get(headlines))
        .route(api::FRONT_CHANNELS, get(front_channels))
        .route(api::FRONT_LATEST, get(front_latest))
        .route(api::RECOMMENDED, get(recommended))
        .route(api::SEARCH, get(search))
}

async fn latest(
    State(app): State<Arc<AppState>>,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    feed_page(&app, &Feed::Latest, &query, &headers).await
}

async fn channel(
    State(app): State<Arc<AppState>>,
    ChannelKeys(channel, column): ChannelKeys,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    feed_page(&app, &Feed::Channel { channel, column }, &query, &headers).await
}

async fn headlines(
    State(app): State<Arc<AppState>>,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    feed_page(&app, &Feed::Headlines, &query, &headers).await
}

async fn front_channels(
    State(app): State<Arc<AppState>>,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    feed_page(&app, &Feed::FrontChannels, &query, &headers).await
}

async fn front_latest(
    State(app): State<Arc<AppState>>,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    feed_page(&app, &Feed::FrontLatest, &query, &headers).await
}

async fn recommended(
    State(app): State<Arc<AppState>>,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let article = query.get("article")?;
    let article = article.ok_or(ApiError::Query { parameter: "article", reason: "missing" })?;
    let article = Key::new(article).map_err(|_| ProblemCode::ArticleNotFound)?;
    feed_page(&app, &Feed::Recommended { article }, &query, &headers).await
}

async fn search(
    State(app): State<Arc<AppState>>,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let text = query.get(SEARCH_PARAM)?;
    let text = text.ok_or(ApiError::Query { parameter: SEARCH_PARAM, reason: "missing" })?;
    feed_page(&app, &Feed::Search { query: text }, &query, &headers).await
}

async fn feed_page(
    app: &AppState,
    feed: &Feed,
    query: &Query,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let cursor = query.get("cursor")?.map(Cursor::from_wire);
    let limit = query.parse("limit", Limit::default())?;
    response::public(headers, &app.store.feed(feed, cursor.as_ref(), limit).await?)
}
