//! `zaidu-server serve`: builds the state from the options and serves until a signal.

use std::path::Path;
use std::time::Duration;

use tokio::net::TcpListener;

use super::database::{import_newsroom, open_store, read_feed};
use super::error::StartError;
use super::logging;
use super::options::ServeOptions;
use super::output::{Failure, print_line};
use super::signals::shutdown_signal;
use crate::http::{HttpState, StaticFiles, run};
use crate::state::{AppState, parse_cookie_key};
use crate::store::Store;
use crate::wechat::WechatClient;

pub(super) async fn serve(options: &ServeOptions) -> Result<(), Failure> {
    logging::init(options);
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|error| format!("cannot listen at {}: {error}; see --listen", options.listen))?;
    let state = build_state(options).await?;
    let shutdown = shutdown_signal()?;
    print_line(&format!("Zaidu is ready at http://{}/", listener.local_addr()?))?;
    Ok(run(listener, state, shutdown).await?)
}

/// Imports the feed in `file`. What cannot be read is logged: a site is not taken down by one bad
/// feed.
///
/// # Errors
/// [`StartError::Database`].
async fn import_content(store: &Store, url: &str, file: &Path) -> Result<(), StartError> {
    let import = match read_feed(file) {
        Ok(import) => import,
        Err(error) => {
            tracing::error!(%error, "serving what the database has; see --content");
            return Ok(());
        }
    };
    for refused in &import.refused {
        tracing::warn!(%refused, "content");
    }
    let imported = import_newsroom(store, url, &import.newsroom).await?;
    tracing::info!(%imported, refused = import.refused.len(), "content");
    Ok(())
}

/// Builds the server's state from `options`: opens the store and imports the content.
///
/// # Errors
/// The first [`StartError`].
async fn build_state(options: &ServeOptions) -> Result<HttpState, StartError> {
    // Cheap checks come first.
    let files = StaticFiles::open(&options.dist, options.media.as_deref())?;
    let cookie_key = options.cookie_key.as_deref().map(parse_cookie_key).transpose()?;
    let wechat = match (&options.wechat_app_id, &options.wechat_secret) {
        // An environment variable with an empty value counts as unset.
        (Some(id), Some(secret)) if !id.is_empty() && !secret.0.is_empty() => {
            let client = WechatClient::new(id, secret.clone(), &options.wechat_api);
            Some(client.map_err(StartError::Tls)?)
        }
        _ => None,
    };
    let store = open_store(&options.database).await?;
    if let Some(file) = &options.content {
        import_content(&store, &options.database, file).await?;
    }
    let mut app = AppState::new(store).await?;
    if let Some(key) = cookie_key {
        app.cookie_key = key;
    }
    app.wechat = wechat;
    app.secure_cookies = options.secure_cookies;
    let origin = options.origin.as_ref().and_then(|origin| origin.0.to_str().ok());
    app.origin = origin.map(ToOwned::to_owned);
    app.allow_origins = options.allow_origin.iter().map(|origin| origin.0.clone()).collect();
    Ok(HttpState::from_app(app, files)
        .with_rate_limits(&options.limits.to_config())
        .with_page_ttl(Duration::from_millis(options.keep_pages)))
}
