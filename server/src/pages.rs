//! Addresses that are no endpoint: pages, files, and what is neither.
//!
//! Every page is rendered; what has no page is rendered as that.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, ALLOW, CACHE_CONTROL};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use zaidu::pictures::SaveData;
use zaidu::router::Location;
use zaidu_model::{ProblemCode, Route};

use crate::api::answer::SAVE_DATA;
use crate::api::error::ApiError;
use crate::api::reader;
use crate::kept::Asked;
use crate::{App, render};

/// Answers what no endpoint answers.
pub(crate) async fn fallback(State(app): State<Arc<App>>, request: Request) -> Response {
    let (asked, _) = request.into_parts();
    let path = asked.uri.path();
    if path == "/api" || path.starts_with("/api/") {
        return ApiError::Code(ProblemCode::NotFound).into_response();
    }
    if !matches!(asked.method, Method::GET | Method::HEAD) {
        let problem = ApiError::Code(ProblemCode::MethodNotAllowed);
        return ([(ALLOW, "GET, HEAD")], problem).into_response();
    }
    if let Some(route) = Route::parse(path) {
        return rendered(&app, Some(route), &asked).await;
    }
    let file = match path.strip_prefix("/media/") {
        Some(_) => app.files.medium(&path["/media".len()..], &asked).await,
        None => app.files.asset(path, &asked).await,
    };
    match file {
        Some(file) => file,
        None if wants_page(&asked.headers) => rendered(&app, None, &asked).await,
        None => {
            (StatusCode::NOT_FOUND, [(CACHE_CONTROL, "no-store")], "not found\n").into_response()
        }
    }
}

/// The page at an address: everyone's, or that of a reader who has reacted.
async fn rendered(app: &Arc<App>, route: Option<Route>, asked: &Parts) -> Response {
    let headers = &asked.headers;
    let address = asked.uri.path_and_query().map_or("/", |address| address.as_str()).to_owned();
    let (reader, origin) = (reader::known(app, headers), app.origin(headers));
    let is_shared = reader.is_none();
    let saving = saving(headers);
    let page = render::page(app, route, Location(address.clone()), origin.clone(), saving, reader);
    if is_shared {
        match app.kept.page(Asked { origin, address, saving }, page).await {
            Ok(page) => page.shared(headers).await,
            Err(error) => error.response(),
        }
    } else {
        match page.await {
            Ok(page) => page.own(headers),
            Err(error) => error.into_response(),
        }
    }
}

/// Whether the reader wants to save data.
fn saving(headers: &HeaderMap) -> SaveData {
    let said = headers.get(SAVE_DATA);
    SaveData(said.is_some_and(|said| said.as_bytes().eq_ignore_ascii_case(b"on")))
}

/// Whether the client is a browser that goes to an address, and not a page that
/// loads a file.
fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}
