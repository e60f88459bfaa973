//! Responses of the API contract, as one enum.
//!
//! Signals and the code that writes them are generic. With one response type that code is
//! in the WebAssembly once, and not once per type of response.

use serde::Serialize;
use zaidu_model::json::{Errors, FromJson, Node, WithoutText};
use zaidu_model::{Adjacent, Article, FeedPage, Ranking, Reaction, Site};

/// A response of the backend. Views get its content by type, through [`Payload`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum ApiResponse {
    /// The newsroom's settings.
    Site(Box<Site>),
    /// An article.
    Article(Box<Article>),
    /// A page of a feed.
    FeedPage(FeedPage),
    /// A ranking.
    Ranking(Ranking),
    /// An article's counts and the reader's mood.
    Reaction(Reaction),
}

impl ApiResponse {
    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::FeedPage(page) => {
                page.items.is_empty() && page.next.is_none() && page.facets.is_empty()
            }
            Self::Ranking(ranking) => ranking.items.is_empty(),
            Self::Site(_) | Self::Article(_) | Self::Reaction(_) => false,
        }
    }

    /// Removes the text of an article, and what stands above and below it, so that it is sent once: hydration attaches to the nodes
    /// of static HTML (`StaticHtml` in `ui`) without their content, and an app that is made anew
    /// takes the text from the page. The rest is what it is made of.
    pub fn strip_for_hydration(&mut self) {
        if let Self::Article(article) = self {
            article.body.clear();
            article.tags.clear();
            article.live = None;
            article.corrections.clear();
            article.adjacent = Adjacent::default();
        }
    }
}

impl FromJson for ApiResponse {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        let (kind, node) = node.variant(errors);
        match kind.as_str() {
            "Site" => Self::Site(FromJson::from_node(node, errors)),
            // Its text is in the page: see `strip_for_hydration`.
            "Article" => {
                let WithoutText(article) = FromJson::from_node(node, errors);
                Self::Article(Box::new(article))
            }
            "FeedPage" => Self::FeedPage(FromJson::from_node(node, errors)),
            "Ranking" => Self::Ranking(FromJson::from_node(node, errors)),
            "Reaction" => Self::Reaction(FromJson::from_node(node, errors)),
            _ => {
                errors.expected("a response");
                Self::Reaction(Reaction::default())
            }
        }
    }
}

/// The content of a response of one type.
pub trait Payload: Sized + 'static {
    /// Wraps the content in a response.
    fn into_response(self) -> ApiResponse;

    /// Unwraps the content; none when `response` is of another type.
    fn from_response(response: ApiResponse) -> Option<Self>;
}

impl Payload for Site {
    fn into_response(self) -> ApiResponse {
        ApiResponse::Site(Box::new(self))
    }

    fn from_response(response: ApiResponse) -> Option<Self> {
        if let ApiResponse::Site(site) = response { Some(*site) } else { None }
    }
}

impl Payload for Article {
    fn into_response(self) -> ApiResponse {
        ApiResponse::Article(Box::new(self))
    }

    fn from_response(response: ApiResponse) -> Option<Self> {
        if let ApiResponse::Article(article) = response { Some(*article) } else { None }
    }
}

impl Payload for FeedPage {
    fn into_response(self) -> ApiResponse {
        ApiResponse::FeedPage(self)
    }

    fn from_response(response: ApiResponse) -> Option<Self> {
        if let ApiResponse::FeedPage(page) = response { Some(page) } else { None }
    }
}

impl Payload for Ranking {
    fn into_response(self) -> ApiResponse {
        ApiResponse::Ranking(self)
    }

    fn from_response(response: ApiResponse) -> Option<Self> {
        if let ApiResponse::Ranking(ranking) = response { Some(ranking) } else { None }
    }
}

impl Payload for Reaction {
    fn into_response(self) -> ApiResponse {
        ApiResponse::Reaction(self)
    }

    fn from_response(response: ApiResponse) -> Option<Self> {
        if let ApiResponse::Reaction(reaction) = response { Some(reaction) } else { None }
    }
}
