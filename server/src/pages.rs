//! Addresses that are no endpoint: pages, files, and what is neither.
//!
//! Every page is rendered; what has no page is rendered as that.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use zaidu_model::{ProblemCode, Route};

use crate::api::answer;
use crate::api::error::ApiError;
use crate::render::{self, Page};
use crate::{App, policy};

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

async fn rendered(app: &Arc<App>, route: Option<Route>, asked: &Parts) -> Response {
    let Page { status, html, is_private } =
        match render::page(app, route, &asked.uri, &asked.headers).await {
            Ok(page) => page,
            Err(error) => return error.into_response(),
        };
    let headers = HeaderMap::from_iter([
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, policy::of_page(&html, app.wechat.is_some())),
    ]);
    if status == StatusCode::OK {
        return answer::page(&asked.headers, is_private, headers, html);
    }
    // What is missing now may be there in a minute.
    (status, [(CACHE_CONTROL, "no-store")], headers, html).into_response()
}

/// Whether the client is a browser that goes to an address, and not a page that
/// loads a file.
fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}
