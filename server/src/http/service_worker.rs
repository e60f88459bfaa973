//! The service worker at `/sw.js`, the page that it shows without a network, `/index.html`, and the
//! kill switch (decision 030).

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use zaidu_model::ProblemCode;

use super::error::ApiError;
use super::state::HttpState;

/// The worker that takes the place of the other one where offline reading is turned off: it removes
/// what was kept, and itself.
const OFF: &str = include_str!("../../../public/sw-off.js");

/// What the worker may load: whatever is of this origin.
const CSP: HeaderValue = HeaderValue::from_static("default-src 'none'; connect-src 'self'");

pub(crate) fn router() -> Router<HttpState> {
    Router::new().route("/sw.js", get(worker)).route("/index.html", get(shell))
}

async fn worker(State(state): State<HttpState>, request: Request) -> Result<Response, ApiError> {
    let (request, _body) = request.into_parts();
    let mut response = if state.has_service_worker {
        let file = state.files.asset("/sw.js", &request).await;
        file.ok_or(ApiError::Code(ProblemCode::NotFound))?
    } else {
        let headers =
            [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
        (headers, OFF).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, CSP);
    let whole_site = HeaderValue::from_static("/");
    headers.insert(HeaderName::from_static("service-worker-allowed"), whole_site);
    Ok(response)
}

/// The page as it was built, with the policy of a page.
async fn shell(State(state): State<HttpState>, request: Request) -> Result<Response, ApiError> {
    let (request, _body) = request.into_parts();
    let template = state.files.template().await?;
    let file = state.files.asset("/index.html", &request).await;
    let mut response = file.ok_or(ApiError::Code(ProblemCode::NotFound))?;
    let csp = template.shell_csp(state.app.wechat.is_some());
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, csp);
    Ok(response)
}
