//! Pictures of shared pages at `/share`, drawn by [`share_card`](crate::share_card).
//!
//! An address contains the hash of what is drawn, so that a picture never changes; an address with
//! another hash is redirected to the current one. Pictures are drawn once, off the async threads,
//! a few at a time.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use moka::future::Cache;
use tokio::sync::Semaphore;
use zaidu_model::{Key, ProblemCode};

use super::error::ApiError;
use super::response::{SHARED, SHOWN_ANYWHERE};
use super::state::HttpState;
use super::static_files::IMMUTABLE;
use crate::share_card::{Shape, ShareCard};

/// Capacity for all pictures, in bytes: several hundred of them.
const CAPACITY: u64 = 16 << 20;

/// How many pictures are drawn at once. Each takes some ten milliseconds and four megabytes.
const CONCURRENCY: usize = 2;

/// The pictures that were drawn.
#[derive(Debug)]
pub(crate) struct ShareCards {
    pictures: Cache<(String, Shape), Bytes>,
    drawing: Semaphore,
}

impl Default for ShareCards {
    fn default() -> Self {
        let weight =
            |_: &(String, Shape), png: &Bytes| u32::try_from(png.len()).unwrap_or(u32::MAX);
        let pictures = Cache::builder().max_capacity(CAPACITY).weigher(weight).build();
        Self { pictures, drawing: Semaphore::new(CONCURRENCY) }
    }
}

impl ShareCards {
    /// The picture of `card`, as a PNG. Concurrent calls for the same one wait for one drawing.
    async fn picture(&self, card: ShareCard, shape: Shape) -> Result<Bytes, Arc<ApiError>> {
        let key = (card.version(), shape);
        let draw = async {
            let _permit = self.drawing.acquire().await;
            let drawn = tokio::task::spawn_blocking(move || card.draw(shape)).await;
            let drawn = drawn.map_err(|error| ApiError::Internal(format!("drawing: {error}")))?;
            drawn.map(Bytes::from).ok_or(ApiError::Code(ProblemCode::NotFound))
        };
        self.pictures.try_get_with(key, draw).await
    }
}

pub(crate) fn router() -> Router<HttpState> {
    Router::new()
        .route("/share/{shape}/{file}", get(of_site))
        .route("/share/{shape}/{version}/{file}", get(of_article))
}

async fn of_site(
    State(state): State<HttpState>,
    Path((shape, file)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let card = ShareCard::of_site(&state.app.site().await?);
    respond(&state, &shape, name(&file)?, card, None).await
}

async fn of_article(
    State(state): State<HttpState>,
    Path((shape, version, file)): Path<(String, String, String)>,
) -> Result<Response, ApiError> {
    let id = Key::new(name(&file)?).map_err(|_| ProblemCode::NotFound)?;
    let article = state.app.store.article(&id).await?.article;
    let card = ShareCard::of_article(&state.app.site().await?, &article);
    respond(&state, &shape, &version, card, Some(&id)).await
}

/// The name of a PNG file, without its extension.
fn name(file: &str) -> Result<&str, ApiError> {
    file.strip_suffix(".png").ok_or(ApiError::Code(ProblemCode::NotFound))
}

async fn respond(
    state: &HttpState,
    shape: &str,
    version: &str,
    card: ShareCard,
    article: Option<&Key>,
) -> Result<Response, ApiError> {
    let shape = Shape::parse(shape).ok_or(ProblemCode::NotFound)?;
    if version != card.version() {
        let current = Redirect::temporary(&card.path(shape, article));
        return Ok(([(CACHE_CONTROL, SHARED), SHOWN_ANYWHERE], current).into_response());
    }
    match state.share_cards.picture(card, shape).await {
        Ok(png) => {
            let headers = [(CACHE_CONTROL, IMMUTABLE), SHOWN_ANYWHERE];
            Ok(([(CONTENT_TYPE, "image/png")], headers, png).into_response())
        }
        Err(error) => Ok(error.response()),
    }
}
