//! State of the axum router: the application state and what only HTTP handlers need.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRef;
use axum::http::HeaderValue;

use super::icons::DrawnIcons;
use super::metrics::HttpMetrics;
use super::middleware::client_ip::TrustedProxies;
use super::middleware::rate_limit::{RateLimitConfig, RateLimits};
use super::page_cache::PageCache;
use super::share_cards::ShareCards;
use super::static_files::StaticFiles;
use crate::clock::Clock;
use crate::events::{EventOptions, Hub, StreamLimits};
use crate::follow::FollowStatus;
use crate::pictures::Pictures;
use crate::state::{AppState, StateError};
use crate::store::Store;
use crate::wechat::WechatClient;

/// State of the router. Handlers and extractors that need only one part extract that part through
/// [`FromRef`]. Each layer of the router clones it for each request, so a clone costs one counter.
#[derive(Clone)]
pub struct HttpState(Arc<HttpParts>);

/// The parts of [`HttpState`].
#[derive(Clone)]
pub struct HttpParts {
    pub(crate) app: Arc<AppState>,
    pub(crate) files: Arc<StaticFiles>,
    pub(crate) page_cache: PageCache,
    pub(crate) share_cards: Arc<ShareCards>,
    pub(crate) drawn_icons: Arc<DrawnIcons>,
    pub(crate) rate_limits: Arc<RateLimits>,
    pub(crate) trusted_proxies: TrustedProxies,
    pub(crate) metrics: HttpMetrics,
    /// What readers are told while they read.
    pub(crate) events: Hub,
    pub(crate) event_options: EventOptions,
    /// The open streams of events.
    pub(crate) streams: StreamLimits,
    /// Whether browsers get the service worker, and not the one that removes it.
    pub(crate) has_service_worker: bool,
}

impl HttpState {
    /// State on `store` that serves `files`, with default settings.
    ///
    /// # Errors
    /// As [`StateError`] lists; the store may be unable to keep the cookie key.
    pub async fn new(store: Store, files: StaticFiles) -> Result<Self, StateError> {
        Ok(Self::from_app(AppState::new(store).await?, files))
    }

    /// State around `app`, with default rate limits and cache TTL.
    pub(crate) fn from_app(app: AppState, files: StaticFiles) -> Self {
        let config = RateLimitConfig::default();
        let events = EventOptions::default();
        Self(Arc::new(HttpParts {
            app: Arc::new(app),
            files: Arc::new(files),
            page_cache: PageCache::default(),
            share_cards: Arc::default(),
            drawn_icons: Arc::default(),
            rate_limits: Arc::new(RateLimits::new(&config)),
            trusted_proxies: TrustedProxies(config.trusted_proxies.into()),
            metrics: HttpMetrics::default(),
            events: Hub::default(),
            event_options: events,
            streams: StreamLimits::new(events.streams, events.streams_per_address),
            has_service_worker: true,
        }))
    }

    /// Replaces the clock, that of the store too.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        self.with_app(|app| {
            app.store = app.store.clone().with_clock(Clock::clone(&clock));
            app.clock = clock;
        })
    }

    /// Replaces the page cache's TTL, which is one second by default; zero disables the cache.
    #[must_use]
    pub fn with_page_ttl(self, ttl: Duration) -> Self {
        self.with(|parts| parts.page_cache = PageCache::with_ttl(ttl))
    }

    /// Replaces the rate limits and the trusted proxies.
    #[must_use]
    pub fn with_rate_limits(self, config: &RateLimitConfig) -> Self {
        self.with(|parts| {
            parts.rate_limits = Arc::new(RateLimits::new(config));
            parts.trusted_proxies = TrustedProxies(config.trusted_proxies.as_slice().into());
        })
    }

    /// Marks cookies `Secure`: browsers then send them over TLS only.
    #[must_use]
    pub fn with_secure_cookies(self) -> Self {
        self.with_app(|app| app.secure_cookies = true)
    }

    /// Ends offline reading: browsers that have the service worker remove it and what it keeps.
    #[must_use]
    pub fn without_service_worker(self) -> Self {
        self.with(|parts| parts.has_service_worker = false)
    }

    /// Replaces how events are made and sent.
    #[must_use]
    pub fn with_events(self, options: EventOptions) -> Self {
        let streams = StreamLimits::new(options.streams, options.streams_per_address);
        self.with(|parts| (parts.event_options, parts.streams) = (options, streams))
    }

    /// Sets the public origin of the site (`https://host[:port]`).
    #[must_use]
    pub fn with_origin(self, origin: &str) -> Self {
        self.with_app(|app| app.origin = Some(origin.to_owned()))
    }

    /// Sets the client of the WeChat account that signs pages.
    #[must_use]
    pub fn with_wechat(self, wechat: WechatClient) -> Self {
        self.with_app(|app| app.wechat = Some(wechat))
    }

    /// Sets the registry of the content that is followed, whose failures `/readyz` tells.
    #[must_use]
    pub fn with_follow(self, status: FollowStatus) -> Self {
        self.with_app(|app| app.follow = status)
    }

    /// Sets the pictures that are made in several widths.
    #[must_use]
    pub fn with_pictures(self, pictures: Pictures) -> Self {
        self.with_app(|app| app.pictures = pictures)
    }

    /// Lets pages of these origins (`https://host[:port]`) use the API.
    #[must_use]
    pub fn with_allowed_origins(self, allow_origins: Vec<HeaderValue>) -> Self {
        self.with_app(|app| app.allow_origins = allow_origins)
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.app.store
    }

    fn with_app(self, change: impl FnOnce(&mut AppState)) -> Self {
        self.with(|parts| change(Arc::make_mut(&mut parts.app)))
    }

    fn with(mut self, change: impl FnOnce(&mut HttpParts)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }
}

impl Deref for HttpState {
    type Target = HttpParts;

    fn deref(&self) -> &HttpParts {
        &self.0
    }
}

impl FromRef<HttpState> for Arc<AppState> {
    fn from_ref(state: &HttpState) -> Self {
        Self::clone(&state.app)
    }
}

impl FromRef<HttpState> for TrustedProxies {
    fn from_ref(state: &HttpState) -> Self {
        state.trusted_proxies.clone()
    }
}
