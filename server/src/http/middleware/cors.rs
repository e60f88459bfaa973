//! CORS: lets pages of configured origins use the API with credentials.

use std::time::Duration;

use axum::http::header::{CONTENT_TYPE, IF_NONE_MATCH, RETRY_AFTER};
use axum::http::{HeaderValue, Method};
use tower_http::cors::CorsLayer;

/// How long browsers may cache the result of a preflight request.
const PREFLIGHT_MAX_AGE: Duration = Duration::from_secs(600);

/// The layer that lets pages of the `allowed_origins` send cookies and read responses; `None` when
/// no origin is allowed.
pub(crate) fn cors_layer(allowed_origins: &[HeaderValue]) -> Option<CorsLayer> {
    let layer = CorsLayer::new()
        .allow_origin(allowed_origins.to_vec())
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::PUT])
        .allow_headers([CONTENT_TYPE, IF_NONE_MATCH])
        .expose_headers([RETRY_AFTER])
        .max_age(PREFLIGHT_MAX_AGE);
    (!allowed_origins.is_empty()).then_some(layer)
}
