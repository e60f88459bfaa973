//! Content of a feed document, independent of its format.

use zaidu_model::{Article, Site};

/// The content of a feed document.
pub(crate) struct FeedDocument<'a> {
    pub(crate) site: &'a Site,
    /// The articles, with their text.
    pub(crate) articles: &'a [Article],
    /// The newsroom's name, followed by that of the channel or column.
    pub(crate) title: String,
    /// The public origin of the site.
    pub(crate) origin: &'a str,
    /// The URL of the HTML page with the same list.
    pub(crate) page_url: String,
    /// The URL of the feed document itself.
    pub(crate) feed_url: String,
    /// The URL of the document with the articles after these, if there are more.
    pub(crate) next_url: Option<String>,
}
