//! What every request can reach.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::header::HOST;
use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::cookie::Key;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zaidu_model::{Site, Timestamp};

use crate::api::error::ApiError;
use crate::config::ServeOptions;
use crate::files::Files;
use crate::kept::Kept;
use crate::limits::{Allowed, Limits};
use crate::start::{StartError, content, import, open_store};
use crate::store::{Store, StoreError};
use crate::wechat::Wechat;

/// Seconds since 1970-01-01T00:00:00Z, now.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Bytes of a cookie key.
pub(crate) const KEY: usize = 64;

/// The store, the files and the rules of one server.
#[derive(Clone)]
pub struct App {
    pub(crate) store: Store,
    pub(crate) files: Files,
    pub(crate) key: Key,
    pub(crate) secure_cookies: bool,
    /// Where readers find the site, if that is known.
    origin: Option<String>,
    pub(crate) allow_origins: Vec<HeaderValue>,
    /// The account that vouches for pages, if there is one.
    pub(crate) wechat: Option<Wechat>,
    clock: Clock,
    pub(crate) kept: Kept,
    pub(crate) limits: Arc<Limits>,
}

impl App {
    /// An app on `store` that serves `files`. Cookies are signed with the key
    /// that the store keeps, which is made now if there is none.
    ///
    /// # Errors
    /// [`StartError::Settings`] or [`StartError::Random`].
    pub async fn new(store: Store, files: Files) -> Result<Self, StartError> {
        let mut fresh = [0; KEY];
        getrandom::fill(&mut fresh).map_err(StartError::Random)?;
        let kept = store.cookie_key(STANDARD.encode(fresh)).await.map_err(StartError::Settings)?;
        Ok(Self {
            store,
            files,
            key: cookie_key(&kept)?,
            secure_cookies: false,
            origin: None,
            allow_origins: Vec::new(),
            wechat: None,
            clock: Arc::new(system_clock),
            kept: Kept::default(),
            limits: Arc::new(Limits::new(&Allowed::default())),
        })
    }

    /// An app as the options say: opens the store, imports the content.
    ///
    /// # Errors
    /// [`StartError`]; the first that stands in the way.
    pub async fn open(options: &ServeOptions) -> Result<Self, StartError> {
        // What is cheap to check comes first.
        let files = Files::open(&options.dist, options.media.as_deref())?;
        let key = options.cookie_key.as_deref().map(cookie_key).transpose()?;
        let wechat = match (&options.wechat_app_id, &options.wechat_secret) {
            // A variable that is set to nothing is not set.
            (Some(id), Some(secret)) if !id.is_empty() && !secret.0.is_empty() => {
                Some(Wechat::new(id, secret.clone(), &options.wechat_api)?)
            }
            _ => None,
        };
        let newsroom = options.content.as_deref().map(content).transpose()?;
        let store = open_store(&options.database).await?;
        if let Some(newsroom) = newsroom {
            let imported = import(&store, &options.database, &newsroom).await?;
            tracing::info!(%imported, "content");
        }
        let mut app = Self::new(store, files).await?;
        if let Some(key) = key {
            app.key = key;
        }
        app.wechat = wechat;
        app.limits = Arc::new(Limits::new(&options.limits.allowed()));
        app.secure_cookies = options.secure_cookies;
        app.kept = Kept::for_a(Duration::from_millis(options.keep_pages));
        let origin = options.origin.as_ref().and_then(|origin| origin.0.to_str().ok());
        app.origin = origin.map(ToOwned::to_owned);
        app.allow_origins = options.allow_origin.iter().map(|origin| origin.0.clone()).collect();
        Ok(app)
    }

    /// The same app by another clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The same app, which keeps pages and answers that are everyone's for
    /// `moment` instead of a second.
    #[must_use]
    pub fn keeping_pages_for(self, moment: Duration) -> Self {
        Self { kept: Kept::for_a(moment), ..self }
    }

    /// The same app with other limits.
    #[must_use]
    pub fn with_limits(self, allowed: &Allowed) -> Self {
        Self { limits: Arc::new(Limits::new(allowed)), ..self }
    }

    /// The same app with cookies for TLS only.
    #[must_use]
    pub fn with_secure_cookies(self) -> Self {
        Self { secure_cookies: true, ..self }
    }

    /// The same app, found by readers at `origin` (`https://host[:port]`).
    #[must_use]
    pub fn with_origin(self, origin: &str) -> Self {
        Self { origin: Some(origin.to_owned()), ..self }
    }

    /// The same app with a WeChat account that vouches for its pages.
    #[must_use]
    pub fn with_wechat(self, wechat: Wechat) -> Self {
        Self { wechat: Some(wechat), ..self }
    }

    /// Where readers find the site, if that is configured.
    pub(crate) fn named_origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Where readers find the site: as configured, else by the host that
    /// `headers` name. Empty where that is no plain host: what anyone may send
    /// must not end up in a page that a cache keeps.
    pub(crate) fn origin(&self, headers: &HeaderMap) -> String {
        if let Some(origin) = &self.origin {
            return origin.clone();
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        let scheme = if self.secure_cookies { "https" } else { "http" };
        match host.filter(|host| !host.is_empty() && host.chars().all(plain)) {
            Some(host) => format!("{scheme}://{host}"),
            None => String::new(),
        }
    }

    /// The same app, open to pages of these origins (`https://host[:port]`).
    #[must_use]
    pub fn with_allowed_origins(self, allow_origins: Vec<HeaderValue>) -> Self {
        Self { allow_origins, ..self }
    }

    /// The newsroom's settings, with what only this server knows of them.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn site(&self) -> Result<Site, StoreError> {
        Ok(Site { wechat: self.wechat.is_some(), ..self.store.site().await? })
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The time.
    ///
    /// # Errors
    /// [`ApiError::Internal`] when the clock is outside the years 1 to 9999.
    pub(crate) fn now(&self) -> Result<Timestamp, ApiError> {
        Timestamp::from_unix((self.clock)()).map_err(|error| ApiError::Internal(error.to_string()))
    }
}

fn system_clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// The key that `text` is: at least 64 bytes, in base64 or as they are.
fn cookie_key(text: &str) -> Result<Key, StartError> {
    let decoded = STANDARD.decode(text).ok().filter(|bytes| bytes.len() >= KEY);
    let bytes = decoded.unwrap_or_else(|| text.as_bytes().to_vec());
    Key::try_from(bytes.as_slice()).map_err(|_| StartError::CookieKey)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_base64_or_plain_but_never_short() {
        assert!(cookie_key(&STANDARD.encode([7; 64])).is_ok());
        assert!(cookie_key(&"长".repeat(22)).is_ok());
        assert!(matches!(cookie_key(&"k".repeat(63)), Err(StartError::CookieKey)));
    }
}
