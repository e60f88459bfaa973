//! HTTP layer: an axum router with its middleware, the JSON API, rendered pages, static files
//! and feeds, and the accept loop that serves them.

mod api;
mod comfort_cookie;
mod error;
mod icons;
mod listener;
mod middleware;
pub(crate) mod page_cache;
mod page_template;
mod pages;
mod public_origin;
mod response;
mod router;
mod share_cards;
mod state;
mod static_files;
mod syndication;
mod visible_text;

use std::io;

use tokio::net::TcpListener;

pub use listener::serve;
pub(crate) use middleware::rate_limit;
pub use middleware::rate_limit::RateLimitConfig;
pub use middleware::security_headers::headers_for_static_host;
pub use router::router;
pub use state::HttpState;
pub use static_files::{StaticFiles, StaticFilesError};

/// Serves requests with `state` until `shutdown` completes, then closes its store.
///
/// # Errors
/// As [`serve`].
pub async fn run(
    listener: TcpListener,
    state: HttpState,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let store = state.store().clone();
    let served = serve(listener, router(state), shutdown).await;
    store.close().await;
    served
}
