//! What the operator sees of each request: an id, a `tracing` span, a log line, and metrics.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::response::Response;
use tracing::Instrument;

use crate::http::metrics::{HttpMetrics, RouteName};
use crate::http::request_id::{self, RequestId};

/// The response of `handler` to `request`, which gets an id. Logs the response with the latency until
/// the head in milliseconds, and counts it. Error responses carry the id, for the reader who reports
/// one; the others are smaller without it.
///
/// Neither log nor metrics have the query and the headers, which may contain personal data.
pub(crate) async fn observe(
    metrics: &HttpMetrics,
    request: Request,
    handler: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    let start = Instant::now();
    let id = RequestId::of(request.headers());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let span = tracing::info_span!("request", %id, %method, path = request.uri().path());
    let respond = async {
        let mut response = id.clone().scope(handler(request)).await;
        let (status, latency) = (response.status(), start.elapsed());
        tracing::info!(status = status.as_u16(), ms = latency.as_millis(), "answered");
        let route = response.extensions_mut().remove::<RouteName>().or(route.map(RouteName));
        metrics.count_response(route.unwrap_or_default(), &method, status, latency);
        if (status.is_client_error() || status.is_server_error())
            && let Ok(id) = HeaderValue::from_str(&id.to_string())
        {
            response.headers_mut().insert(request_id::HEADER, id);
        }
        response
    };
    respond.instrument(span).await
}
