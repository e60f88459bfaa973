//! What is known of content beside its bytes: where it comes from and where it goes.

use crate::address::Base;
use crate::wire::Feed;

/// What is known of content beside its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The name of its file.
    pub name: Option<&'a str>,
    /// The address from which it was fetched: the base of its relative addresses, if it names none.
    /// A JSON Feed from elsewhere has paths of this site, as one in a file.
    pub url: Option<&'a str>,
    /// The address of the site for which it was written, if it does not tell that itself: the base
    /// of its relative addresses.
    pub home: Option<&'a str>,
    /// The encoding that its transport tells (`charset` of HTTP), which is one more guess.
    pub charset: Option<&'a str>,
    /// The channel, or the channel and column, of items that name none.
    pub section: &'a [String],
    /// Whether the first category of an item is the section of one that names none.
    pub categories_are_sections: bool,
    /// Whether the clean-up is reported.
    pub reports: bool,
}

impl Hints<'_> {
    /// Adds to `feed` what it does not tell itself.
    pub(crate) fn complete(&self, feed: &mut Feed) {
        let is_json = feed.version.0.is_some();
        if feed.base.is_none() && feed.home_page_url.0.is_none() && !is_json {
            feed.base = self.home.or(self.url).map(Base::of_page);
        }
    }
}
