//! Every answer in one type.
//!
//! Signals and the code that fills them are generic. With one type of answer
//! they are in the WebAssembly once, and not once for each.

use serde::{Deserialize, Serialize};
use zaidu_model::{Article, FeedPage, Ranking, Reaction, Site};

/// What the backend can answer. Pages see what is inside: see [`Payload`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiResponse {
    /// The newsroom's settings.
    Site(Box<Site>),
    /// An article.
    Article(Box<Article>),
    /// A page of a feed.
    FeedPage(FeedPage),
    /// A ranking.
    Ranking(Ranking),
    /// Counts and a reader's mood.
    Reaction(Reaction),
}

impl ApiResponse {
    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::FeedPage(page) => page.items.is_empty() && page.next.is_none(),
            Self::Ranking(ranking) => ranking.items.is_empty(),
            Self::Site(_) | Self::Article(_) | Self::Reaction(_) => false,
        }
    }

    /// Leaves out what stands on the rendered page already, so that an article's
    /// words travel once. What is left is what hydration reads: it takes over
    /// the nodes of a [`StaticHtml`](crate::ui::StaticHtml) without knowing what is in them.
    pub fn strip_for_hydration(&mut self) {
        match self {
            Self::Article(article) => article.body.clear(),
            Self::Ranking(ranking) => ranking.items.clear(),
            // Every later page needs the one, the other is four numbers; and a list
            // is built again when its reader comes back to it.
            Self::Site(_) | Self::Reaction(_) | Self::FeedPage(_) => {}
        }
    }
}

/// An answer of one kind.
pub trait Payload: Sized + 'static {
    /// The answer as one of all.
    fn into_response(self) -> ApiResponse;

    /// The answer back; nothing when `reply` is of another kind.
    fn from_response(reply: ApiResponse) -> Option<Self>;
}

impl Payload for Site {
    fn into_response(self) -> ApiResponse {
        ApiResponse::Site(Box::new(self))
    }

    fn from_response(reply: ApiResponse) -> Option<Self> {
        if let ApiResponse::Site(site) = reply { Some(*site) } else { None }
    }
}

impl Payload for Article {
    fn into_response(self) -> ApiResponse {
        ApiResponse::Article(Box::new(self))
    }

    fn from_response(reply: ApiResponse) -> Option<Self> {
        if let ApiResponse::Article(article) = reply { Some(*article) } else { None }
    }
}

impl Payload for FeedPage {
    fn into_response(self) -> ApiResponse {
        ApiResponse::FeedPage(self)
    }

    fn from_response(reply: ApiResponse) -> Option<Self> {
        if let ApiResponse::FeedPage(page) = reply { Some(page) } else { None }
    }
}

impl Payload for Ranking {
    fn into_response(self) -> ApiResponse {
        ApiResponse::Ranking(self)
    }

    fn from_response(reply: ApiResponse) -> Option<Self> {
        if let ApiResponse::Ranking(ranking) = reply { Some(ranking) } else { None }
    }
}

impl Payload for Reaction {
    fn into_response(self) -> ApiResponse {
        ApiResponse::Reaction(self)
    }

    fn from_response(reply: ApiResponse) -> Option<Self> {
        if let ApiResponse::Reaction(reaction) = reply { Some(reaction) } else { None }
    }
}
