//! Application state: what every request handler can reach, below the `http` layer.

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::HeaderValue;
use axum_extra::extract::cookie::Key;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zaidu_model::timestamp::TimestampError;
use zaidu_model::{Site, Timestamp};

use crate::store::{Store, StoreError};
use crate::wechat::WechatClient;

/// Returns the current time in seconds since 1970-01-01T00:00:00Z.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Minimum length of a cookie key, in bytes.
const COOKIE_KEY_MIN: usize = 64;

/// The store, the WeChat client and the settings of one server.
#[derive(Clone)]
pub(crate) struct AppState {
    pub(crate) store: Store,
    /// Signs the readers' cookies.
    pub(crate) cookie_key: Key,
    /// Whether readers reach the site by https only.
    pub(crate) secure_cookies: bool,
    /// The public origin of the site (`https://host[:port]`), where it is configured.
    pub(crate) origin: Option<String>,
    /// Other origins whose pages may use the API.
    pub(crate) allow_origins: Vec<HeaderValue>,
    /// The client of the newsroom's WeChat account, if it has one.
    pub(crate) wechat: Option<WechatClient>,
    pub(crate) clock: Clock,
}

/// Why the application state cannot be built.
#[derive(Debug)]
pub enum StateError {
    /// The store cannot read or write the server's own settings.
    Settings(StoreError),
    /// The cookie key is too short.
    CookieKey,
    /// The system provides no random bytes.
    Random(getrandom::Error),
}

impl AppState {
    /// The state of a server on `store`, with default settings. Cookies are signed with the key
    /// in the store; the first server of a store generates it.
    ///
    /// # Errors
    /// [`StateError`].
    pub(crate) async fn new(store: Store) -> Result<Self, StateError> {
        let mut fresh = [0; COOKIE_KEY_MIN];
        getrandom::fill(&mut fresh).map_err(StateError::Random)?;
        let stored = store.cookie_key(STANDARD.encode(fresh)).await;
        Ok(Self {
            cookie_key: parse_cookie_key(&stored.map_err(StateError::Settings)?)?,
            store,
            secure_cookies: false,
            origin: None,
            allow_origins: Vec::new(),
            wechat: None,
            clock: Arc::new(system_clock),
        })
    }

    /// Every configured origin from which readers may load the site's pages.
    pub(crate) fn page_origins(&self) -> impl Iterator<Item = &str> {
        let allowed = self.allow_origins.iter().filter_map(|origin| origin.to_str().ok());
        self.origin.as_deref().into_iter().chain(allowed)
    }

    /// The newsroom's site settings, completed with what only this server knows.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn site(&self) -> Result<Site, StoreError> {
        Ok(Site { wechat: self.wechat.is_some(), ..self.store.site().await? })
    }

    /// The current time.
    ///
    /// # Errors
    /// [`TimestampError`] when the clock is outside the years 1 to 9999.
    pub(crate) fn now(&self) -> Result<Timestamp, TimestampError> {
        Timestamp::from_unix((self.clock)())
    }
}

/// Seconds since 1970-01-01T00:00:00Z.
pub(crate) fn system_clock() -> i64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_epoch.as_secs()).unwrap_or(i64::MAX)
}

/// Parses a cookie key: at least 64 bytes, in base64 or as they are.
///
/// # Errors
/// [`StateError::CookieKey`] when it is shorter.
pub(crate) fn parse_cookie_key(text: &str) -> Result<Key, StateError> {
    let decoded = STANDARD.decode(text).ok().filter(|bytes| bytes.len() >= COOKIE_KEY_MIN);
    let bytes = decoded.unwrap_or_else(|| text.as_bytes().to_vec());
    Key::try_from(bytes.as_slice()).map_err(|_| StateError::CookieKey)
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Settings(reason) => write!(f, "the database does not keep settings: {reason}"),
            Self::CookieKey => {
                write!(f, "the cookie key is shorter than {COOKIE_KEY_MIN} bytes")
            }
            Self::Random(error) => write!(f, "the system gives no random bytes: {error}"),
        }
    }
}

impl std::error::Error for StateError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_base64_or_plain_but_never_short() {
        assert!(parse_cookie_key(&STANDARD.encode([7; 64])).is_ok());
        assert!(parse_cookie_key(&"长".repeat(22)).is_ok());
        assert!(matches!(parse_cookie_key(&"k".repeat(63)), Err(StateError::CookieKey)));
    }
}
