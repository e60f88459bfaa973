//! Endpoints of feeds and search: `GET /api/feeds/…` and `GET /api/search`.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use zaidu_model::url::SEARCH_PARAM;
use zaidu_model::{Cursor, FacetKind, Feed, Key, Limit, ProblemCode, api};

use super::extract::{ChannelKeys, FacetName, Query};
use crate::http::error::ApiError;
use crate::http::middleware::client_ip::ClientNetwork;
use crate::http::response;
use crate::http::state::HttpState;
use crate::state::AppState;

pub(crate) fn router() -> Router<HttpState> {
    Router::new()
        .route(api::LATEST, get_feed(Feed::Latest))
        .route(api::CHANNEL, get(channel))
        .route(api::COLUMN, get(channel))
        .route(api::TAG, get_facet(FacetKind::Tag))
        .route(api::AUTHOR, get_facet(FacetKind::Author))
        .route(api::HEADLINES, get_feed(Feed::Headlines))
        .route(api::FRONT_CHANNELS, get_feed(Feed::FrontChannels))
        .route(api::FRONT_LATEST, get_feed(Feed::FrontLatest))
        .route(api::RECOMMENDED, get(recommended))
        .route(api::SEARCH, get(search))
}

/// Answers with a feed that depends on nothing in the request but cursor and limit.
fn get_feed(feed: Feed) -> MethodRouter<HttpState> {
    get(async move |State(app): State<Arc<AppState>>, query: Query, headers: HeaderMap| {
        feed_page(&app, &feed, &query, &headers).await
    })
}

/// Answers with the articles of the facet of this kind that the path names.
fn get_facet(kind: FacetKind) -> MethodRouter<HttpState> {
    get(
        async move |State(app): State<Arc<AppState>>,
                    name: FacetName,
                    query: Query,
                    headers: HeaderMap| {
            let facet = name.facet(kind).ok_or(ProblemCode::FacetNotFound)?;
            feed_page(&app, &Feed::Facet(facet), &query, &headers).await
        },
    )
}

async fn channel(
    State(app): State<Arc<AppState>>,
    ChannelKeys(channel, column): ChannelKeys,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    feed_page(&app, &Feed::Channel { channel, column }, &query, &headers).await
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
    State(state): State<HttpState>,
    client: ClientNetwork,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let text = query.get(SEARCH_PARAM)?;
    let text = text.ok_or(ApiError::Query { parameter: SEARCH_PARAM, reason: "missing" })?;
    state.rate_limits.check_uncached(client)?;
    feed_page(&state.app, &Feed::Search { query: text }, &query, &headers).await
}

async fn feed_page(
    app: &AppState,
    feed: &Feed,
    query: &Query,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let cursor = query.get("cursor")?.map(Cursor::from_wire);
    let limit = query.parse("limit", Limit::default())?;
    response::public(headers, &app.feed(feed, cursor.as_ref(), limit).await?)
}
