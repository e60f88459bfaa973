//! Addresses that are no endpoint: pages, files, and what is neither.
//!
//! Every page is the app's index.html; the status says whether there is such a
//! page, for those who do not run it.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use zaidu_model::{ProblemCode, Route};

use crate::App;
use crate::api::error::ApiError;
use crate::store::StoreError;

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
        return index(&app, status(&app, &route).await).await;
    }
    let file = match path.strip_prefix("/media/") {
        Some(_) => app.files.medium(&path["/media".len()..], &asked).await,
        None => app.files.asset(path, &asked).await,
    };
    match file {
        Some(file) => file,
        None if wants_page(&asked.headers) => index(&app, StatusCode::NOT_FOUND).await,
        None => {
            (StatusCode::NOT_FOUND, [(CACHE_CONTROL, "no-store")], "not found\n").into_response()
        }
    }
}

/// The status of a page.
async fn status(app: &App, route: &Route) -> StatusCode {
    let found = match route {
        Route::Home | Route::Ranking => Ok(true),
        // Only builds with the mock have it.
        Route::Gallery => Ok(false),
        Route::Article(id) => app.store.has_article(id).await,
        Route::Channel { channel, column } => {
            let site = app.store.site().await;
            site.map(|site| site.section(channel, column.as_ref()).is_some())
        }
    };
    match found {
        Ok(true) => StatusCode::OK,
        Ok(false) | Err(StoreError::Refused(_)) => StatusCode::NOT_FOUND,
        Err(error) => {
            tracing::error!(%error, "the store failed");
            // The app still starts and offers a retry; search engines and
            // caches must not take what it shows for the page.
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

async fn index(app: &App, status: StatusCode) -> Response {
    match app.files.index().await {
        Ok(page) => {
            let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
            (status, headers, page).into_response()
        }
        Err(error) => ApiError::Internal(format!("index.html: {error}")).into_response(),
    }
}

/// Whether the client is a browser that goes to an address, and not a page that
/// loads a file.
fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}
