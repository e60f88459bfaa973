//! Every answer in one type.
//!
//! The framework's resource, its futures and its `Suspense` are generic. With one
//! type of answer they are in the WebAssembly once, and not once for each.

use serde::{Deserialize, Serialize};
use zaidu_model::{Article, FeedPage, Ranking, Site};

/// What the backend can answer. Pages see what is inside: see [`Answer`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// The newsroom's settings.
    Site(Box<Site>),
    /// An article.
    Article(Box<Article>),
    /// A page of a feed.
    FeedPage(FeedPage),
    /// A ranking.
    Ranking(Ranking),
}

/// An answer of one kind, which may hold nothing.
pub trait Answer: Sized + 'static {
    /// The answer as one of all.
    fn into_reply(self) -> Reply;

    /// The answer back; nothing when `reply` is of another kind.
    fn from_reply(reply: Reply) -> Option<Self>;

    /// Whether there is nothing to show.
    fn is_empty(&self) -> bool {
        false
    }
}

impl Answer for Site {
    fn into_reply(self) -> Reply {
        Reply::Site(Box::new(self))
    }

    fn from_reply(reply: Reply) -> Option<Self> {
        if let Reply::Site(site) = reply { Some(*site) } else { None }
    }
}

impl Answer for Article {
    fn into_reply(self) -> Reply {
        Reply::Article(Box::new(self))
    }

    fn from_reply(reply: Reply) -> Option<Self> {
        if let Reply::Article(article) = reply { Some(*article) } else { None }
    }
}

impl Answer for FeedPage {
    fn into_reply(self) -> Reply {
        Reply::FeedPage(self)
    }

    fn from_reply(reply: Reply) -> Option<Self> {
        if let Reply::FeedPage(page) = reply { Some(page) } else { None }
    }

    fn is_empty(&self) -> bool {
        self.items.is_empty() && self.next.is_none()
    }
}

impl Answer for Ranking {
    fn into_reply(self) -> Reply {
        Reply::Ranking(self)
    }

    fn from_reply(reply: Reply) -> Option<Self> {
        if let Reply::Ranking(ranking) = reply { Some(ranking) } else { None }
    }

    fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}
