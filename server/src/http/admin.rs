//! The operator's own listener: metrics for Prometheus, and the health checks. Readers do not reach
//! it, so that nothing here is limited or kept from caches by more than its address.

use std::io;

use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;

use super::api::health;
use super::error::ApiError;
use super::listener::serve;
use super::metrics;
use super::state::HttpState;

/// Serves `/metrics`, `/healthz` and `/readyz` of `state` on `listener` until `shutdown` completes.
///
/// # Errors
/// As [`serve`].
pub async fn run_admin(
    listener: TcpListener,
    state: HttpState,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let routes = Router::new().route("/metrics", get(exposition)).merge(health::router());
    serve(listener, routes.with_state(state), shutdown).await
}

async fn exposition(State(state): State<HttpState>) -> Result<impl IntoResponse, ApiError> {
    let text =
        metrics::exposition(&state).map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok(([(CONTENT_TYPE, metrics::MEDIA_TYPE), (CACHE_CONTROL, "no-store")], text))
}
