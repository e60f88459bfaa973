//! HTTP server of Zaidu: an axum application that serves the contract of [`zaidu_model::api`],
//! renders the app's pages, and stores everything in SQLite or PostgreSQL.
//!
//! Modules are layers, listed from low to high: each names only modules above it in this file,
//! which `cargo xtask tidy` checks.
//!
//! [`run`] accepts an open listener, so that a test can start a complete server in its own
//! process:
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use zaidu_server::{HttpState, StaticFiles, Store, run};
//!
//! let store = Store::open("sqlite::memory:").await?;
//! let state = HttpState::new(store, StaticFiles::open("dist".as_ref(), None)?).await?;
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! run(listener, state, std::future::pending()).await?;
//! # Ok(())
//! # }
//! ```

mod etag; // content hashes

mod origin; // an origin: scheme, host and port

mod secret; // text that is never shown

mod share_card; // pictures of shared pages

mod store; // SQLite and PostgreSQL: tables, queries, migrations

mod wechat; // client of the WeChat API

mod state; // application state, without HTTP

mod http; // router, middleware, API, pages, static files, accept loop

pub mod cli; // the commands of the program

pub use http::{
    HttpState, RateLimitConfig, StaticFiles, StaticFilesError, headers_for_static_host, router,
    run, serve,
};
pub use origin::Origin;
pub use secret::Secret;
pub use state::{Clock, StateError};
pub use store::{CopyError, Fault, ImportSummary, Store, StoreError, StoredArticle, TableRows};
pub use wechat::WechatClient;
