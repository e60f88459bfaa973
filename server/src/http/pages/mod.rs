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

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use unicode_normalization::UnicodeNormalization;
use zaidu::backend::BackendError;
use zaidu::pictures::SaveData;
use zaidu::strings;
use zaidu_model::{Comfort, Facet, ProblemCode, Route};

use super::api::reader_cookie;
use super::comfort_cookie;
use super::error::ApiError;
use super::metrics::RouteName;
use super::middleware::client_ip::ClientNetwork;
use super::page_cache::CacheKey;
use super::public_origin::public_origin;
use super::response::{Audience, SAVE_DATA};
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
        if let Some(target) = composed_address(&route, request.uri.query()) {
            return Redirect::permanent(&target).into_response();
        }
        let name = RouteName(route_name(&route).to_owned());
        return (Extension(name), page_response(&state, Some(route), &request).await)
            .into_response();
    }
    let (name, file) = match path.strip_prefix("/media/") {
        Some(_) => ("media", state.files.media_file(&path["/media".len()..], &request).await),
        None => ("app file", state.files.asset(path, &request).await),
    };
    let file = file.map(|file| (Extension(RouteName(name.to_owned())), file).into_response());
    match file {
        Some(file) => file,
        None if accepts_html(&request.headers) => page_response(&state, None, &request).await,
        None => {
            (StatusCode::NOT_FOUND, [(CACHE_CONTROL, "no-store")], "not found\n").into_response()
        }
    }
}

/// The page at the requested path and query, from the page cache. Only what the response says to
/// caches, and a renewed cookie, are the reader's own.
async fn page_response(state: &HttpState, route: Option<Route>, request: &Parts) -> Response {
    let headers = &request.headers;
    let address = request.uri.path_and_query().map_or("/", |uri| uri.as_str()).to_owned();
    let comfort = comfort_cookie::comfort(headers);
    if let Some((target, value)) = comfort_cookie::care_redirect(route.as_ref(), &address, headers)
    {
        return settings_form::redirect(state, comfort.with_care(&value), &target);
    }
    let pages = &state.page_cache.at_revision_of(&state.app.store).await;
    let reader = reader_cookie::reader_id(&state.app, headers);
    let has_settings = route == Some(Route::Settings);
    let audience = match reader.is_some() || has_settings || comfort != Comfort::default() {
        true => Audience::OneReader,
        false => Audience::Everyone,
    };
    let reaction = match (&route, &reader) {
        (Some(Route::Article(id)), Some(reader)) => Some(render::reaction(state, id, reader).await),
        _ => None,
    };
    let key = CacheKey {
        origin: public_origin(&state.app, headers),
        address,
        save_data: save_data(headers),
        comfort,
        reaction: reaction.as_ref().and_then(|reaction| reaction.as_ref().ok()).copied(),
    };
    let is_cacheable = !matches!(reaction, Some(Err(_)));
    let render = async {
        let client = ClientNetwork::of(request, &state.trusted_proxies);
        state.rate_limits.check_uncached(client)?;
        let page = render::render_page(state, pages, route, &key, reaction).await?;
        let has_comfort = has_settings || comfort != Comfort::default();
        Ok(if has_comfort { page.with_comfort(comfort) } else { page })
    };
    let page = if is_cacheable {
        let mut is_hit = true;
        let render = async {
            is_hit = false;
            render.await
        };
        let page = pages.page(key.clone(), render).await;
        state.metrics.count_page(is_hit);
        match page {
            Ok(page) => page,
            Err(error) => return error_response(&error),
        }
    } else {
        match render.await {
            Ok(page) => Arc::new(page),
            Err(error) => return error_response(&error),
        }
    };
    let mut response = page.response(headers, audience).await;
    if comfort != Comfort::default()
        && let Some(cookie) = comfort_cookie::set_cookie(&state.app, comfort)
    {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// The response in place of a page that could not be rendered. Where it was not rendered because of
/// the rate limit, which a reader behind a shared address can meet, it is a page in words: a small
/// one, because many may be asked for.
fn error_response(error: &ApiError) -> Response {
    let ApiError::Later(ProblemCode::TooManyRequests, seconds) = error else {
        return error.response();
    };
    let words = strings::error_message(&BackendError::RateLimited(1));
    let html = format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{words}</title></head>\
         <body><main><h1>{words}</h1></main></body></html>"
    );
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (RETRY_AFTER, HeaderValue::from(*seconds)),
    ];
    (StatusCode::TOO_MANY_REQUESTS, headers, html).into_response()
}

/// The name of a page in metrics.
fn route_name(route: &Route) -> &'static str {
    match route {
        Route::Home => "home",
        Route::Channel { .. } => "channel",
        Route::Article(_) => "article",
        Route::Facet(facet) => facet.kind.key(),
        Route::Ranking => "ranking",
        Route::Search => "search",
        Route::Settings => "settings",
        Route::Offline => "offline",
        Route::Saved => "saved",
        Route::History => "history",
        Route::Gallery => "gallery",
    }
}

/// The address of the page of a tag or author whose name in the path is not composed (Unicode NFC),
/// as the keyboards and files of some systems have it.
fn composed_address(route: &Route, query: Option<&str>) -> Option<String> {
    let Route::Facet(facet) = route else { return None };
    let name: String = facet.name.nfc().collect();
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    (name != facet.name).then(|| format!("{}{query}", Facet { kind: facet.kind, name }))
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
