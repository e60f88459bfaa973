//! A reaction without a program: a form, and the way back to its article.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use zaidu::features::reactions::FAILED_QUERY;
use zaidu_model::api::MAX_CHOICE_BYTES;
use zaidu_model::url::query_parameter;
use zaidu_model::{Choice, Key, Mood, ProblemCode, Route};

use crate::App;
use crate::api::error::ApiError;
use crate::api::extract::ArticleId;
use crate::api::origin::OwnSite;
use crate::api::reactions::{Chosen, Reader};
use crate::limits::Address;
use crate::store::StoreError;

pub(crate) fn router() -> Router<Arc<App>> {
    let form = post(choose).layer(DefaultBodyLimit::max(MAX_CHOICE_BYTES));
    Router::new().route("/articles/{id}/reaction", form)
}

async fn choose(
    State(app): State<Arc<App>>,
    _: OwnSite,
    ArticleId(id): ArticleId,
    address: Address,
    headers: HeaderMap,
    uri: Uri,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, ApiError> {
    let body = body.map_err(|_| ProblemCode::BodyTooLarge)?;
    let mood = mood(&headers, &body)?;
    let reader = Reader { app: &app, address, headers: &headers, uri: &uri };
    match reader.choose(&id, mood, &Route::reaction(&id)).await {
        Ok(Chosen::Taken(_)) => Ok(back(&id, "")),
        Ok(Chosen::Introduced(response)) => Ok(response),
        // A person waits for this answer: the article says it in words.
        Err(
            error @ (ApiError::Code(ProblemCode::CookieRequired)
            | ApiError::Later(ProblemCode::TooManyRequests, _)
            | ApiError::Store(StoreError::Database(_) | StoreError::Busy)),
        ) => {
            tracing::warn!(?error, "a choice by form was not taken");
            Ok(back(&id, FAILED_QUERY))
        }
        Err(error) => Err(error),
    }
}

/// Back to the moods of article `id`, whose address then has `query`.
fn back(id: &Key, query: &str) -> Response {
    let article = Route::Article(id.clone());
    let address = format!("{article}{query}#moods");
    ([(CACHE_CONTROL, "no-store")], Redirect::to(&address)).into_response()
}

/// The mood in a form's body.
fn mood(headers: &HeaderMap, body: &[u8]) -> Result<Option<Mood>, ApiError> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(ProblemCode::UnsupportedMediaType.into());
    }
    let body = std::str::from_utf8(body).map_err(|_| ProblemCode::BodyMalformed)?;
    let chosen = query_parameter(body, "mood").ok_or(ProblemCode::BodyMalformed)?;
    Ok(chosen.parse::<Choice>()?.mood)
}
