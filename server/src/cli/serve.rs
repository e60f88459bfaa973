//! `zaidu-server serve`: builds the state from the options and serves until a signal.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::OptionFuture;
use tokio::net::TcpListener;
use zaidu_import::{Hints, import_with_hints};
use zaidu_model::Timestamp;

use super::database::open_store;
use super::error::StartError;
use super::logging;
use super::options::{DATABASE, ServeOptions};
use super::otlp;
use super::output::{Failure, print_line};
use super::signals::{notify_ready, reload_signal, shutdown_signal};
use crate::clock::system_clock;
use crate::content::Content;
use crate::embedded::{self, Sample};
use crate::follow::{FetchLimits, Fetcher, Follow, Following, Pace};
use crate::http::{HttpState, MAX_CONNECTIONS, StaticFiles, Tls, run_admin, run_with};
use crate::pictures::{Making, Pictures};
use crate::state::{AppState, parse_cookie_key};
use crate::store::Store;
use crate::wechat::WechatClient;

/// Open files beside the connections of clients: the database's, those that are being read.
const OTHER_FILES: u64 = 256;

/// A database that ends with the program.
const IN_MEMORY: &str = "sqlite::memory:";

pub(super) async fn serve(options: &ServeOptions) -> Result<(), Failure> {
    logging::init(options);
    let export =
        options.otlp_endpoint.as_ref().and_then(Option::as_ref).map(otlp::start).transpose()?;
    raise_open_files(options.limits.event_streams);
    let listener = listen(options.listen, "--listen").await?;
    let admin = match options.admin_listen {
        Some(address) => Some(listen(address, "--admin-listen").await?),
        None => None,
    };
    let tls = open_tls(options)?;
    let (state, following, making) = build_state(options).await?;
    let (shutdown, reload) = (shutdown_signal()?, reload_signal()?);
    if let Some(admin) = &admin {
        print_line(&format!("Metrics are at http://{}/metrics", admin.local_addr()?))?;
    }
    let scheme = if tls.is_some() { "https" } else { "http" };
    print_line(&format!("Zaidu is ready at {scheme}://{}/", listener.local_addr()?))?;
    notify_ready();
    let shutdown = shutdown.shared();
    let run_admin =
        OptionFuture::from(admin.map(|admin| run_admin(admin, state.clone(), shutdown.clone())));
    let shutdown = async {
        shutdown.await;
        // Before the store closes, so that no import is cut off by that.
        drop((following, making));
    };
    let served = run_with(listener, state, tls.clone(), |routes| routes, shutdown);
    let served = async { tokio::join!(served, run_admin) };
    let certificate = async {
        match &tls {
            Some(tls) => tls.follow(reload).await,
            None => std::future::pending().await,
        }
    };
    let (served, admin) = tokio::select! {
        served = served => served,
        never = certificate => match never {},
    };
    if let Some(export) = export {
        export.stop().await;
    }
    served?;
    Ok(admin.transpose().map(|_| ())?)
}

/// Raises the limit of open files as far as the system allows, and says so if there may be fewer than
/// connections.
fn raise_open_files(streams: usize) {
    let wanted = u64::from(MAX_CONNECTIONS) + streams as u64 + OTHER_FILES;
    match rlimit::increase_nofile_limit(wanted) {
        Ok(limit) if limit >= wanted => {}
        Ok(limit) => tracing::warn!(
            limit,
            wanted,
            "fewer files may be open than there may be connections: see ulimit -n, LimitNOFILE="
        ),
        Err(error) => tracing::warn!(%error, "the limit of open files cannot be raised"),
    }
}

/// The certificate and its key, where they are given.
fn open_tls(options: &ServeOptions) -> Result<Option<Tls>, StartError> {
    let (Some(chain), Some(key)) = (&options.tls_certificate, &options.tls_key) else {
        return Ok(None);
    };
    Tls::open(chain, key).map(Some).map_err(StartError::Certificate)
}

/// A listener at `address`, which `option` names.
async fn listen(address: SocketAddr, option: &str) -> Result<TcpListener, Failure> {
    let listener = TcpListener::bind(address).await;
    let failure = |error| format!("cannot listen at {address}: {error}; see {option}").into();
    listener.map_err(failure)
}

/// Builds the server's state from `options`: opens the store, imports the content and follows it.
///
/// # Errors
/// The first [`StartError`].
async fn build_state(options: &ServeOptions) -> Result<(HttpState, Following, Making), StartError> {
    // Cheap checks come first.
    let mut files = StaticFiles::open(options.dist.as_deref(), options.media.as_deref())?;
    let sample = sample(options);
    let database = match &sample {
        Some(sample) => {
            tracing::warn!(
                "this is the sample newsroom, in memory: reactions end with the program; see \
                 --content and --database"
            );
            files = files.with_embedded_media(&sample.media);
            IN_MEMORY
        }
        None => &*options.database,
    };
    let cookie_key = options.cookie_key.as_deref().map(parse_cookie_key).transpose()?;
    let wechat = match (&options.wechat_app_id, &options.wechat_secret) {
        // An environment variable with an empty value counts as unset.
        (Some(id), Some(secret)) if !id.is_empty() && !secret.0.is_empty() => {
            let client = WechatClient::new(id, secret.clone(), &options.wechat_api);
            Some(client.map_err(StartError::Tls)?)
        }
        _ => None,
    };
    if let Some(unknown) = options.content.unknown_prune() {
        let reason = "it is none of --content; see --prune-content".to_owned();
        return Err(StartError::content(unknown, reason));
    }
    let allowed = &options.content.allow_private_feed;
    let fetcher = Fetcher::new(allowed, FetchLimits::default()).map_err(StartError::Tls)?;
    let store = open_store(database).await?;
    let pictures = open_pictures(options, database)?;
    if let Some(sample) = &sample {
        import_sample(&store, &sample.feed).await?;
    }
    let content = &options.content;
    let contents = content.contents();
    let files = files.with_content(contents.iter().filter_map(Content::path));
    let pace = Pace { feeds: content.poll_feeds, files: content.poll_files };
    let follow = Follow::new(store.clone(), fetcher, &contents, pace)
        .with_prune(|it| content.is_pruned(it))
        .with_options(content.read.clone());
    let status = follow.status();
    let following = follow.start().await;
    let following = following.map_err(|reason| StartError::database(database, reason))?;
    let making = pictures.start(store.clone()).await;
    let mut app = AppState::new(store).await?;
    app.pictures = pictures;
    if let Some(key) = cookie_key {
        app.cookie_key = key;
    }
    app.wechat = wechat;
    app.follow = status;
    app.secure_cookies = options.secure_cookies || options.tls_certificate.is_some();
    let origin = options.origin.as_ref().and_then(|origin| origin.0.to_str().ok());
    app.origin = origin.map(ToOwned::to_owned);
    app.allow_origins = options.allow_origin.iter().map(|origin| origin.0.clone()).collect();
    let state = HttpState::from_app(app, files)
        .with_rate_limits(&options.limits.to_config())
        .with_events(options.limits.to_event_options())
        .with_page_ttl(Duration::from_millis(options.keep_pages));
    let state = if options.no_service_worker { state.without_service_worker() } else { state };
    Ok((state, following, making))
}

/// Opens the folder of pictures, unless none are made.
fn open_pictures(options: &ServeOptions, database: &str) -> Result<Pictures, StartError> {
    let has_other_origins = !options.allow_origin.is_empty();
    match options.pictures.resolve(database, options.media.clone(), has_other_origins) {
        Ok(resolved) => match Pictures::open(&resolved) {
            Err(error) if !options.pictures.is_asked() => {
                tracing::warn!(%error, "pictures are shown as they are; see --picture-store");
                Ok(Pictures::default())
            }
            opened => Ok(opened?),
        },
        Err(reason) if options.pictures.is_asked() => Err(StartError::NoPictures(reason)),
        Err(reason) => {
            tracing::info!(reason, "pictures are shown as they are");
            Ok(Pictures::default())
        }
    }
}

/// The sample newsroom, for an operator who names neither content nor a database that exists: a
/// first look at a packaged program. It is kept out of every database that a newsroom will use.
fn sample(options: &ServeOptions) -> Option<Sample> {
    let database =
        options.database.strip_prefix("sqlite:").filter(|_| options.database == DATABASE)?;
    let is_first_look = options.content.contents().is_empty() && !Path::new(database).exists();
    embedded::sample().filter(|_| is_first_look)
}

/// Imports the sample newsroom.
///
/// # Errors
/// When the feed or the database is at fault.
async fn import_sample(store: &Store, feed: &[u8]) -> Result<(), StartError> {
    let error =
        |reason: String| StartError::Content { place: "the sample newsroom".into(), reason };
    let now = Timestamp::from_unix(system_clock()).map_err(|reason| error(reason.to_string()))?;
    let import = import_with_hints(feed, now, &Hints::default());
    let import = import.map_err(|reason| error(reason.to_string()))?;
    let imported = store.import(&import.newsroom).await;
    imported.map(|_| ()).map_err(|reason| StartError::database(IN_MEMORY, reason))
}
