//! Files of pictures in several widths, at addresses that contain the hash of their content.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use zaidu_model::ProblemCode;

use super::error::ApiError;
use super::response::SHOWN_ANYWHERE;
use super::state::HttpState;
use super::static_files::IMMUTABLE;
use crate::pictures::PATH;

pub(crate) fn router() -> Router<HttpState> {
    Router::new().route(&format!("{PATH}{{file}}"), get(file))
}

/// The file `name`: also one that another server of the same folder has made.
async fn file(
    State(state): State<HttpState>,
    Path(name): Path<String>,
) -> Result<Response, ApiError> {
    let path = state.app.pictures.file(&name).ok_or(ProblemCode::NotFound)?;
    let media_type = match name.rsplit_once('.') {
        Some((_, "webp")) => "image/webp",
        Some((_, "png")) => "image/png",
        Some((_, "gif")) => "image/gif",
        _ => "image/jpeg",
    };
    // They are small: the widest has some hundred kilobytes.
    let bytes = tokio::fs::read(path).await.map_err(|_| ProblemCode::NotFound)?;
    let headers = [(CACHE_CONTROL, IMMUTABLE), SHOWN_ANYWHERE];
    Ok(([(CONTENT_TYPE, media_type)], headers, bytes).into_response())
}
