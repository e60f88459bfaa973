//! Requests of the API contract that read.

use zaidu_model::live::LiveView;
use zaidu_model::{Cursor, Feed, Key, Mood, Period, api};

/// A read request of the API contract; it changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiRequest {
    /// The newsroom's settings.
    Site,
    /// An article, with its counts.
    Article(Key),
    /// The page of a feed after a cursor, or its first page.
    Feed(Feed, Option<Cursor>),
    /// An article with a page of its entries other than the first, if it is a live one.
    LiveArticle(Key, LiveView),
    /// A ranking.
    Ranking(Mood, Period),
    /// The counts of an article and this reader's mood.
    Reaction(Key),
}

impl ApiRequest {
    /// The request for an article with the page of its entries at `view`, if it is a live one.
    #[must_use]
    pub fn article(id: Key, view: LiveView) -> Self {
        if view == LiveView::default() { Self::Article(id) } else { Self::LiveArticle(id, view) }
    }

    /// The path and query of the request at a server.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Site => api::SITE.to_owned(),
            Self::Article(id) => api::article(id),
            Self::LiveArticle(id, view) => api::article_at(id, view),
            Self::Feed(feed, cursor) => api::feed(feed, cursor.as_ref(), None),
            Self::Ranking(mood, period) => api::rankings(*mood, *period),
            Self::Reaction(id) => api::reaction(id),
        }
    }
}
