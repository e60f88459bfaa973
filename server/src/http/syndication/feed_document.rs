//! Content of a feed document, independent of its format.

use zaidu_model::{FeedPage, Site};

/// The content of a feed document.
pub(super) struct FeedDocument<'a> {
    pub(super) site: &'a Site,
    pub(super) page: &'a FeedPage,
    /// The newsroom's name, followed by that of the channel or column.
    pub(super) title: String,
    /// The public origin of the site.
    pub(super) origin: &'a str,
    /// The URL of the HTML page with the same list.
    pub(super) page_url: String,
    /// The URL of the feed document itself.
    pub(super) feed_url: String,
}
