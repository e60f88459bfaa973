//! State of the axum router: the application state and what only HTTP handlers need.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRef;
use axum::http::HeaderValue;

use super::middleware::client_ip::TrustedProxies;
use super::middleware::rate_limit::{RateLimitConfig, RateLimits};
use super::page_cache::PageCache;
use super::share_cards::ShareCards;
use super::static_files::StaticFiles;
use crate::state::{AppState, Clock, StateError};
use crate::store::Store;
use crate::wechat::WechatClient;

/// State of the router. Cheap to clone. Handlers and extractors that need only one part extract
/// that part through [`FromRef`].
#[derive(Clone)]
pub struct HttpState {
    pub(crate) app: Arc<AppState>,
    pub(crate) files: Arc<StaticFiles>,
    pub(crate) page_cache: Arc<PageCache>,
    pub(crate) share_cards: Arc<ShareCards>,
    pub(crate) rate_limits: Arc<RateLimits>,
    pub(crate) trusted_proxies: TrustedProxies,
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
        Self {
            app: Arc::new(app),
            files: Arc::new(files),
            page_cache: Arc::default(),
            share_cards: Arc::default(),
            rate_limits: Arc::new(RateLimits::new(&config)),
            trusted_proxies: TrustedProxies(config.trusted_proxies.into()),
        }
    }

    /// Replaces the clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        self.with_app(|app| app.clock = clock)
    }

    /// Replaces the page cache's TTL, which is one second by default; zero disables the cache.
    #[must_use]
    pub fn with_page_ttl(self, ttl: Duration) -> Self {
        Self { page_cache: Arc::new(PageCache::with_ttl(ttl)), ..self }
    }

    /// Replaces the rate limits and the trusted proxies.
    #[must_use]
    pub fn with_rate_limits(self, config: &RateLimitConfig) -> Self {
        Self {
            rate_limits: Arc::new(RateLimits::new(config)),
            trusted_proxies: TrustedProxies(config.trusted_proxies.as_slice().into()),
            ..self
        }
    }

    /// Marks cookies `Secure`: browsers then send them over TLS only.
    #[must_use]
    pub fn with_secure_cookies(self) -> Self {
        self.with_app(|app| app.secure_cookies = true)
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

    fn with_app(mut self, change: impl FnOnce(&mut AppState)) -> Self {
        change(Arc::make_mut(&mut self.app));
        self
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
