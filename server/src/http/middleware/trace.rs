//! Request logging: one `tracing` span per request and one log line per response.

use std::time::Duration;

use axum::extract::Request;
use axum::response::Response;
use tracing::Span;

/// The span of a request. It omits the query and the headers, which may contain personal data.
pub(crate) fn request_span(request: &Request) -> Span {
    tracing::info_span!("request", method = %request.method(), path = request.uri().path())
}

/// Logs the status of a response and the latency until its head, in milliseconds.
pub(crate) fn log_response(response: &Response, latency: Duration, _: &Span) {
    tracing::info!(status = response.status().as_u16(), ms = latency.as_millis(), "answered");
}
