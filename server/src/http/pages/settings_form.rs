//! Reading settings without JavaScript: an HTML form whose POST sets the cookie and redirects back
//! to the page of settings (303).

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use zaidu_model::{Comfort, ProblemCode, Route};

use crate::http::api::csrf::CsrfGuard;
use crate::http::comfort_cookie;
use crate::http::error::ApiError;
use crate::http::state::HttpState;

/// Longest body of the form, in bytes.
const MAX_BODY: usize = 512;

pub(crate) fn router() -> Router<HttpState> {
    let path = Route::Settings.to_string();
    let form = post(submit_settings).layer(DefaultBodyLimit::max(MAX_BODY));
    // The page itself is rendered as every other one.
    Router::new().route(&path, form.get(super::fallback))
}

async fn submit_settings(
    State(state): State<HttpState>,
    _: CsrfGuard,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, ApiError> {
    let body = body.map_err(|_| ProblemCode::BodyTooLarge)?;
    let body = std::str::from_utf8(&body).map_err(|_| ProblemCode::BodyMalformed)?;
    Ok(redirect(&state, Comfort::from_form(body), &Route::Settings.to_string()))
}

/// A redirect to `target` that keeps `comfort`.
pub(super) fn redirect(state: &HttpState, comfort: Comfort, target: &str) -> Response {
    let mut response = ([(CACHE_CONTROL, "no-store")], Redirect::to(target)).into_response();
    if let Some(cookie) = comfort_cookie::set_cookie(&state.app, comfort) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
