//! The backend of Zaidu: the contract of [`zaidu_model::api`] over HTTP, the
//! store behind it, and the files of the app.
//!
//! [`run`] takes its listener from outside, so a test starts a whole server in
//! its own process:
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use zaidu_server::{App, Files, Store, run};
//!
//! let store = Store::open("sqlite::memory:").await?;
//! let app = App::new(store, Files::open("dist".as_ref(), None)?).await?;
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! run(listener, app, std::future::pending()).await?;
//! # Ok(())
//! # }
//! ```

mod api;
mod app;
pub mod config;
mod digest;
mod encoding;
mod files;
mod form;
mod head;
mod kept;
pub mod limits;
mod pages;
mod policy;
mod render;
mod router;
mod serve;
pub mod start;
mod store;
mod syndication;
mod wechat;

use std::io;

pub use app::{App, Clock};
pub use files::Files;
pub use policy::for_static_host;
pub use router::router;
pub use serve::serve;
pub use start::StartError;
pub use store::{CopyError, Fault, Imported, Rows, Store, StoreError, Stored};
use tokio::net::TcpListener;
pub use wechat::Wechat;

/// Serves `app` until `shutdown` is done, then closes its store.
///
/// # Errors
/// As [`serve`].
pub async fn run(
    listener: TcpListener,
    app: App,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let store = app.store().clone();
    let served = serve(listener, router(app), shutdown).await;
    store.close().await;
    served
}
