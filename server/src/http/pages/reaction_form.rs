//! Reactions without JavaScript: an HTML form whose POST redirects back to the article (303).

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

use crate::http::api::csrf::CsrfGuard;
use crate::http::api::extract::ArticleId;
use crate::http::api::reactions::{VoteOutcome, VoteRequest};
use crate::http::error::ApiError;
use crate::http::middleware::client_ip::ClientNetwork;
use crate::http::state::HttpState;
use crate::store::StoreError;

pub(crate) fn router() -> Router<HttpState> {
    let form = post(submit_reaction).layer(DefaultBodyLimit::max(MAX_CHOICE_BYTES));
    Router::new().route("/articles/{id}/reaction", form)
}

async fn submit_reaction(
    State(state): State<HttpState>,
    _: CsrfGuard,
    ArticleId(id): ArticleId,
    client: ClientNetwork,
    headers: HeaderMap,
    uri: Uri,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, ApiError> {
    let body = body.map_err(|_| ProblemCode::BodyTooLarge)?;
    let mood = parse_mood(&headers, &body)?;
    let request = VoteRequest { state: &state, client, headers: &headers, uri: &uri };
    match request.vote(&id, mood, &Route::reaction(&id)).await {
        Ok(VoteOutcome::Stored(_)) => Ok(redirect_to_article(&id, "")),
        Ok(VoteOutcome::Redirect(response)) => Ok(response),
        // The page says that the article is gone.
        Err(ApiError::Store(StoreError::Refused(ProblemCode::ArticleWithdrawn))) => {
            Ok(redirect_to_article(&id, ""))
        }
        // A browser would show a problem document as it is, so the article page shows the error.
        Err(
            error @ (ApiError::Code(ProblemCode::CookieRequired)
            | ApiError::Later(ProblemCode::TooManyRequests, _)
            | ApiError::Store(StoreError::Database(_) | StoreError::Busy)),
        ) => {
            tracing::warn!(?error, "a choice by form was not taken");
            Ok(redirect_to_article(&id, FAILED_QUERY))
        }
        Err(error) => Err(error),
    }
}

/// A redirect to the moods section of article `id`, with `query` in the URL.
fn redirect_to_article(id: &Key, query: &str) -> Response {
    let article = Route::Article(id.clone());
    let url = format!("{article}{query}#moods");
    ([(CACHE_CONTROL, "no-store")], Redirect::to(&url)).into_response()
}

/// The mood in the body of a form; `None` withdraws the reaction.
fn parse_mood(headers: &HeaderMap, body: &[u8]) -> Result<Option<Mood>, ApiError> {
    let content_type =
        headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type.starts_with("application/x-www-form-urlencoded") {
        return Err(ProblemCode::UnsupportedMediaType.into());
    }
    let body = std::str::from_utf8(body).map_err(|_| ProblemCode::BodyMalformed)?;
    let choice = query_parameter(body, "mood").ok_or(ProblemCode::BodyMalformed)?;
    Ok(choice.parse::<Choice>()?.mood)
}
