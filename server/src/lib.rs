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
//! let state = HttpState::new(store, StaticFiles::open(Some("dist".as_ref()), None)?).await?;
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! run(listener, state, std::future::pending()).await?;
//! # Ok(())
//! # }
//! ```

mod clock; // the current time

mod embedded; // the app and the sample newsroom inside of the program

mod etag; // content hashes

mod file_path; // paths of files, as URLs name them

mod origin; // an origin: scheme, host and port

mod secret; // text that is never shown

mod telemetry; // spans for OpenTelemetry

mod share_card; // pictures of shared pages

mod store; // SQLite and PostgreSQL: tables, queries, migrations

mod events; // what has changed, for readers who are told while they read

mod content; // what a newsroom publishes: its places, files, settings

mod follow; // feeds and files that are asked again

mod pictures; // pictures of articles in several widths

mod wechat; // client of the WeChat API

mod state; // application state, without HTTP

mod http; // router, middleware, API, pages, static files, accept loop

pub mod cli; // the commands of the program

pub use clock::Clock;
pub use content::{Categories, Content, Embargo, Place, ReadOptions};
pub use events::EventOptions;
pub use follow::{
    Answer, Fetch, FetchError, FetchLimits, Fetched, Fetcher, Follow, FollowStatus, Following,
    Pace, SourceState, SourceStatus, Validators,
};
pub use http::{
    HttpState, RateLimitConfig, StaticFiles, StaticFilesError, Tls, TlsError, api_description,
    headers_for_static_host, router, run, run_admin, run_with, serve,
};
pub use origin::Origin;
pub use pictures::{Making, PictureCounts, PictureOptions, PictureStatus, Pictures, PicturesError};
pub use secret::Secret;
pub use state::StateError;
pub use store::{
    CopyError, Fault, ImportOptions, ImportPlan, ImportSummary, Prune, PruneRefusal, Revision,
    Store, StoreError, StoredArticle, TableRows, Withdrawal,
};
pub use wechat::WechatClient;
