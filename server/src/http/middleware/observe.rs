//! What the operator sees of each request: an id, a log line, metrics, and a span.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::Response;
use opentelemetry_http::HeaderExtractor;
use tracing::Instrument;

use crate::http::metrics::{HttpMetrics, RouteName, known_method};
use crate::http::request_id::{self, RequestId};
use crate::telemetry::{Span, SpanKind};

/// The response of `handler` to `request`, which gets an id. Logs the response with the latency until
/// the head in milliseconds, and counts it. Error responses carry the id, for the reader who reports
/// one; the others are smaller without it.
///
/// Neither log, metrics nor spans have the query and the headers, which may contain personal data.
pub(crate) async fn observe(
    metrics: &HttpMetrics,
    request: Request,
    handler: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    let start = Instant::now();
    let id = RequestId::of(request.headers());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let carrier = HeaderExtractor(request.headers());
    let trace = Span::begin_within(&carrier, "request", SpanKind::Server);
    let span = tracing::info_span!("request", %id, %method, path = request.uri().path());
    let respond = async {
        let mut response = id.clone().scope(trace.scope(handler(request))).await;
        let (status, latency) = (response.status(), start.elapsed());
        tracing::info!(status = status.as_u16(), ms = latency.as_millis(), "answered");
        let route = response.extensions_mut().remove::<RouteName>().or(route.map(RouteName));
        let route = route.unwrap_or_default();
        end(trace, &id, &method, &route, status);
        metrics.count_response(route, &method, status, latency);
        if (status.is_client_error() || status.is_server_error())
            && let Ok(id) = HeaderValue::from_str(&id.to_string())
        {
            response.headers_mut().insert(request_id::HEADER, id);
        }
        response
    };
    respond.instrument(span).await
}

/// Ends the span of a request, by OpenTelemetry's semantic conventions for HTTP servers.
fn end(
    span: Span,
    id: &RequestId,
    method: &Method,
    RouteName(route): &RouteName,
    status: StatusCode,
) {
    if span.is_recorded() {
        let method = known_method(method);
        span.rename(format!("{method} {route}"));
        span.set("http.request.method", method);
        span.set("http.route", route.clone());
        span.set("http.response.status_code", i64::from(status.as_u16()));
        // That of log lines and problems.
        span.set("zaidu.request.id", id.to_string());
        if status.is_server_error() {
            span.fail(status.as_u16().to_string());
        }
    }
    span.end();
}
