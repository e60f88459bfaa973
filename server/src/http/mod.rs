//! HTTP layer: an axum router with its middleware, the JSON API, rendered pages, static files
//! and feeds, and the accept loop that serves them.

mod admin;
mod api;
mod comfort_cookie;
mod error;
mod icons;
mod listener;
mod manifest;
mod metrics;
mod middleware;
pub(crate) mod page_cache;
mod page_template;
mod pages;
mod pictures;
mod public_origin;
mod render_pool;
mod request_id;
mod response;
mod router;
mod service_worker;
mod share_cards;
mod shared_revision;
mod state;
mod static_file;
mod static_files;
mod static_folder;
mod syndication;
mod visible_text;

use std::io;

use axum::Router;
use tokio::net::TcpListener;

use crate::events::watch;

pub use admin::run_admin;
pub use api::description::document as api_description;
pub(crate) use listener::MAX_CONNECTIONS;
use listener::serve_with;
pub use listener::{Tls, TlsError, serve};
pub(crate) use middleware::rate_limit;
pub use middleware::rate_limit::RateLimitConfig;
pub use middleware::security_headers::headers_for_static_host;
pub use router::router;
pub use state::HttpState;
pub use static_files::{StaticFiles, StaticFilesError};
pub(crate) use syndication::export_feed;

/// Serves requests with `state` until `shutdown` completes, then closes its store.
///
/// # Errors
/// As [`serve`].
pub async fn run(
    listener: TcpListener,
    state: HttpState,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    run_with(listener, state, None, |routes| routes, shutdown).await
}

/// As [`run`], with TLS if `tls` is given, and with the routes that `wrap` makes of those of the server.
///
/// # Errors
/// As [`serve`].
pub async fn run_with(
    listener: TcpListener,
    state: HttpState,
    tls: Option<Tls>,
    wrap: impl FnOnce(Router) -> Router,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let (store, events) = (state.store().clone(), state.events.clone());
    let watching = tokio::spawn(watch(store.clone(), events.clone(), state.event_options.interval));
    // Streams have no end of their own.
    let shutdown = async {
        shutdown.await;
        events.close();
    };
    let streams = u32::try_from(state.streams.total()).unwrap_or(u32::MAX);
    let connections = MAX_CONNECTIONS.saturating_add(streams);
    let served = serve_with(listener, wrap(router(state)), tls, connections, shutdown).await;
    if let Err(error) = watching.await {
        tracing::error!(%error, "the watch for changes ended");
    }
    store.close().await;
    served
}
