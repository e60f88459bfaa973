//! Application state: what every request handler can reach, below the `http` layer.

use std::fmt;
use std::sync::Arc;

use axum::http::HeaderValue;
use axum_extra::extract::cookie::Key;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use moka::future::Cache;
use zaidu_model::live::LiveView;
use zaidu_model::timestamp::TimestampError;
use zaidu_model::{
    Cursor, Feed, FeedPage, Key as ArticleKey, Limit, Live, Mood, Period, ProblemCode, Ranking,
    Site, Timestamp,
};

use crate::clock::{Clock, system_clock};
use crate::follow::FollowStatus;
use crate::pictures::Pictures;
use crate::store::{Store, StoreError, StoredArticle};
use crate::wechat::WechatClient;

/// Minimum length of a cookie key, in bytes.
const COOKIE_KEY_MIN: usize = 64;

/// Capacity for live articles that have been read. A newsroom has a few at a time.
const LIVES_CAPACITY: u64 = 32;

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
    /// State and counters of the content that is followed.
    pub(crate) follow: FollowStatus,
    /// The pictures that are made in several widths.
    pub(crate) pictures: Pictures,
    pub(crate) clock: Clock,
    /// Live articles by id and digest: who follows one asks again and again.
    lives: Cache<(String, String), Option<Arc<Live>>>,
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
            follow: FollowStatus::default(),
            pictures: Pictures::default(),
            clock: Arc::new(system_clock),
            lives: Cache::new(LIVES_CAPACITY),
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
        let mut site = Site { wechat: self.wechat.is_some(), ..self.store.site().await? };
        self.pictures.apply_to_site(&mut site);
        Ok(site)
    }

    /// The article `id` with its counts, as readers see it: its pictures in several widths. Its
    /// digest tells these too.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn article(&self, id: &ArticleKey) -> Result<StoredArticle, StoreError> {
        self.article_at(id, &LiveView::default()).await
    }

    /// As [`Self::article`], with the page of its entries at `view`, if it is a live one.
    ///
    /// # Errors
    /// The store's, and [`ProblemCode::CursorForged`].
    pub(crate) async fn article_at(
        &self,
        id: &ArticleKey,
        view: &LiveView,
    ) -> Result<StoredArticle, StoreError> {
        let StoredArticle { mut article, mut digest } = self.store.article(id).await?;
        if let Some(live) = &mut article.live {
            **live = live.page(view)?;
        }
        digest.push_str(&self.pictures.apply_to_article(&mut article));
        Ok(StoredArticle { article, digest })
    }

    /// What `part` takes of the live article `id`, which has this `digest`; as readers see it.
    ///
    /// # Errors
    /// The store's, those of `part`, and [`ProblemCode::NotFound`] for any other article.
    pub(crate) async fn live(
        &self,
        id: &ArticleKey,
        digest: String,
        part: impl FnOnce(&Live) -> Result<Live, ProblemCode>,
    ) -> Result<Live, StoreError> {
        let load = async {
            let article = self.store.article(id).await?.article;
            Ok::<_, StoreError>(article.live.map(Arc::from))
        };
        let all = self.lives.try_get_with((id.to_string(), digest), load).await;
        let all: Option<Arc<Live>> = all.map_err(|error| (*error).clone())?;
        let mut live = part(&*all.ok_or(ProblemCode::NotFound)?)?;
        self.pictures.apply_to_live(&mut live);
        Ok(live)
    }

    /// The page of `feed` after `cursor`, as readers see it.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn feed(
        &self,
        feed: &Feed,
        cursor: Option<&Cursor>,
        limit: Limit,
    ) -> Result<FeedPage, StoreError> {
        let mut page = self.store.feed(feed, cursor, limit).await?;
        page.items.iter_mut().for_each(|preview| self.pictures.apply_to_preview(preview));
        Ok(page)
    }

    /// The ranking by `mood` in `period`, as readers see it.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn ranking(
        &self,
        mood: Mood,
        period: Period,
        now: Timestamp,
    ) -> Result<Ranking, StoreError> {
        let mut ranking = self.store.ranking(mood, period, now).await?;
        let previews = ranking.items.iter_mut().map(|entry| &mut entry.preview);
        previews.for_each(|preview| self.pictures.apply_to_preview(preview));
        Ok(ranking)
    }

    /// The current time.
    ///
    /// # Errors
    /// [`TimestampError`] when the clock is outside the years 1 to 9999.
    pub(crate) fn now(&self) -> Result<Timestamp, TimestampError> {
        Timestamp::from_unix((self.clock)())
    }
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
