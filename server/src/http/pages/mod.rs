//! Server-side rendered pages: the router's fallback for every path without a route of its own.
//!
//! A path is a page, a static file, or neither. In the last case, content negotiation by `Accept`
//! decides: browsers get the rendered "not found" page, other clients a plain 404.

mod markup_hash;
pub(crate) mod meta;
pub(crate) mod reaction_form;
mod render;
pub(crate) mod settings_form;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, ALLOW, CACHE_CONTROL, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use zaidu::pictures::SaveData;
use zaidu::router::Location;
use zaidu_model::{Comfort, ProblemCode, Route};

use super::api::reader_cookie;
use super::comfort_cookie;
use super::error::ApiError;
use super::page_cache::CacheKey;
use super::public_origin::public_origin;
use super::response::SAVE_DATA;
use super::state::HttpState;

/// Fallback handler: responds to requests that match no route.
pub(crate) async fn fallback(State(state): State<HttpState>, request: Request) -> Response {
    let (request, _body) = request.into_parts();
    let path = request.uri.path();
    if path == "/api" || path.starts_with("/api/") {
        return ApiError::Code(ProblemCode::NotFound).into_response();
    }
    if !matches!(request.method, Method::GET | Method::HEAD) {
        let problem = ApiError::Code(ProblemCode::MethodNotAllowed);
        return ([(ALLOW, "GET, HEAD")], problem).into_response();
    }
    if let Some(route) = Route::parse(path) {
        return page_response(&state, Some(route), &request).await;
    }
    let file = match path.strip_prefix("/media/") {
        Some(_) => state.files.media_file(&path["/media".len()..], &request).await,
        None => state.files.asset(path, &request).await,
    };
    match file {
        Some(file) => file,
        None if accepts_html(&request.headers) => page_response(&state, None, &request).await,
        None => {
            (StatusCode::NOT_FOUND, [(CACHE_CONTROL, "no-store")], "not found\n").into_response()
        }
    }
}

/// The page at the requested path and query: from the page cache, except for a reader with a
/// reaction, and for the page of settings, which shows those of the reader. The reading comfort is
/// added to the response, never to a page in the cache.
async fn page_response(state: &HttpState, route: Option<Route>, request: &Parts) -> Response {
    let headers = &request.headers;
    let address = request.uri.path_and_query().map_or("/", |uri| uri.as_str()).to_owned();
    let comfort = comfort_cookie::comfort(headers);
    if let Some((target, value)) = comfort_cookie::care_redirect(route.as_ref(), &address, headers)
    {
        return settings_form::redirect(state, comfort.with_care(&value), &target);
    }
    let (reader, origin) =
        (reader_cookie::reader_id(&state.app, headers), public_origin(&state.app, headers));
    let has_settings = route == Some(Route::Settings);
    let is_shared = reader.is_none() && !has_settings;
    let is_private = !is_shared || comfort != Comfort::default();
    let save_data = save_data(headers);
    let page = render::render_page(
        state,
        route,
        Location(address.clone()),
        origin.clone(),
        save_data,
        comfort,
        reader,
    );
    let page = if is_shared {
        match state.page_cache.page(CacheKey { origin, address, save_data }, page).await {
            Ok(page) => page,
            Err(error) => return error.response(),
        }
    } else {
        match page.await {
            Ok(page) => Arc::new(page),
            Err(error) => return error.into_response(),
        }
    };
    if !is_private {
        return page.shared_response(headers).await;
    }
    let mut response = page.private_response(headers, comfort, has_settings);
    if comfort != Comfort::default()
        && let Some(cookie) = comfort_cookie::set_cookie(&state.app, comfort)
    {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// Whether the client sends the `Save-Data: on` client hint.
fn save_data(headers: &HeaderMap) -> SaveData {
    let value = headers.get(SAVE_DATA);
    SaveData(value.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"on")))
}

/// Whether the `Accept` header names HTML: browsers send it for navigations, not for subresources.
fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}
