//! Where answers come from. Views see [`Backend`] and nothing below it.

mod failure;
mod http;
#[cfg(feature = "mock")]
pub mod mock;

use leptos::prelude::*;
use zaidu_model::{
    Article, Cursor, Feed, FeedPage, Key, Mood, Period, Ranking, Reaction, Site, api,
};

pub use failure::Failure;
use http::Http;

/// Whoever answers the contract. Server rendering will add a variant that asks
/// the store directly.
#[derive(Clone)]
pub enum Backend {
    /// A server that speaks the contract.
    Http(Http),
    /// A newsroom in this page.
    #[cfg(feature = "mock")]
    Mock(mock::Mock),
}

/// Asks whichever backend it is: one line a call, so that none can differ.
macro_rules! ask {
    ($self:ident, $http:ident => $by_http:expr, $mock:ident => $by_mock:expr) => {
        match $self {
            Self::Http($http) => $by_http.await,
            #[cfg(feature = "mock")]
            Self::Mock($mock) => $by_mock.await,
        }
    };
}

impl Backend {
    /// The backend that the page names, or the one it came from; the mock in a
    /// build that has it and a page that names none.
    #[must_use]
    pub fn from_page() -> Self {
        let named = crate::browser::page::meta("zaidu-backend").filter(|url| !url.is_empty());
        #[cfg(feature = "mock")]
        if let (None, Some(mock)) = (&named, mock::Mock::from_page()) {
            return Self::Mock(mock);
        }
        Self::Http(Http::new(named.unwrap_or_default()))
    }

    /// The newsroom's settings.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn site(self) -> Result<Site, Failure> {
        ask!(self, http => http.get(api::SITE), mock => mock.site())
    }

    /// The article `id`, with its counts.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn article(self, id: Key) -> Result<Article, Failure> {
        ask!(self, http => http.get(&api::article(&id)), mock => mock.article(&id))
    }

    /// The ranking of `mood` in `period`.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn ranking(self, mood: Mood, period: Period) -> Result<Ranking, Failure> {
        ask!(self, http => http.get(&api::rankings(mood, period)), mock => mock.ranking(mood, period))
    }

    /// The page of `feed` after `cursor`.
    ///
    /// # Errors
    /// [`Failure`], of which [`zaidu_model::ProblemCode::CursorForged`] means that
    /// the list must be read from its beginning.
    pub async fn feed(self, feed: Feed, cursor: Option<Cursor>) -> Result<FeedPage, Failure> {
        ask!(self,
            http => http.get(&api::feed(&feed, cursor.as_ref(), None)),
            mock => mock.feed(&feed, cursor.as_ref()))
    }

    /// The counts of article `id` and this reader's mood.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn reaction(self, id: Key) -> Result<Reaction, Failure> {
        ask!(self, http => http.get(&api::reaction(&id)), mock => mock.reaction(&id))
    }

    /// Makes `mood`, or none, this reader's mood on article `id`. Saying it again
    /// is harmless.
    ///
    /// # Errors
    /// [`Failure`]; whether the choice was taken is then unknown.
    pub async fn choose(self, id: Key, mood: Option<Mood>) -> Result<Reaction, Failure> {
        ask!(self,
            http => http.put(&api::reaction(&id), &zaidu_model::Choice { mood }),
            mock => mock.choose(&id, mood))
    }
}

/// The backend that [`crate::app`] provides.
#[must_use]
pub fn backend() -> Backend {
    use_context().unwrap_or_else(Backend::from_page)
}
