//! What can be asked of a backend.

use zaidu_model::{Cursor, Feed, Key, Mood, Period, api};

/// A question of the contract that changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiRequest {
    /// The newsroom's settings.
    Site,
    /// An article, with its counts.
    Article(Key),
    /// The page of a feed after a cursor, or its first.
    Feed(Feed, Option<Cursor>),
    /// A ranking.
    Ranking(Mood, Period),
    /// The counts of an article and this reader's mood.
    Reaction(Key),
}

impl ApiRequest {
    /// Where a server answers it.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Site => api::SITE.to_owned(),
            Self::Article(id) => api::article(id),
            Self::Feed(feed, cursor) => api::feed(feed, cursor.as_ref(), None),
            Self::Ranking(mood, period) => api::rankings(*mood, *period),
            Self::Reaction(id) => api::reaction(id),
        }
    }
}
