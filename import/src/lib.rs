//! Feed import: converts a JSON Feed to articles made of blocks.
//!
//! [`import_feed`] parses a [JSON Feed 1.1][spec] with the `_newsroom` extension and returns the
//! [`Newsroom`] that the server stores and the mock backend serves. It does no I/O, has no state
//! and never panics. The same bytes at the same time give the same newsroom everywhere, also in a
//! browser.
//!
//! The pipeline of an article: `wire` deserialises the JSON, `html` or `plain_text` converts the
//! content to blocks, `clean` applies the clean-up passes, and `item` assembles the article.
//!
//! [spec]: https://www.jsonfeed.org/version/1.1/

use zaidu_model::{Newsroom, Timestamp};

mod address;
mod attachments;
mod clean;
mod convert;
mod date;
mod encoding;
mod error;
mod html;
mod item;
mod keys;
mod limits;
mod normalize;
mod plain_text;
mod sections;
mod site;
mod wire;

pub use error::ImportError;
pub use limits::{MAX_BLOCKS, MAX_BYTES, MAX_ITEMS, MAX_NESTING};

/// A newsroom made of a feed, and what of the feed is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The site and the articles of all items that could be taken.
    pub newsroom: Newsroom,
    /// Why each of the other items was refused, in the order of the feed.
    pub refused: Vec<ImportError>,
}

/// Imports a JSON Feed 1.0 or 1.1, item by item.
///
/// An item needs an id or an address, and content: text, a summary or an attachment. One that lacks
/// them, has the id of an earlier one, or a field of another type where the type matters, is
/// refused; the others are taken. Any other invalid field is treated as missing. Near misses of
/// JSON, other encodings than UTF-8 and dates in other forms than RFC 3339 are read. An item without
/// a date has that of its last change, or else is published `now`: see [`Newsroom::is_undated`].
///
/// # Errors
/// [`ImportError`] when the feed as a whole cannot be read: no text, a syntax error, a `version` of
/// another format, missing `items`, or a feed above [`MAX_BYTES`] or [`MAX_ITEMS`]. A body above its
/// own limits, [`MAX_BLOCKS`] and [`MAX_NESTING`], is truncated instead.
pub fn import_feed(bytes: &[u8], now: Timestamp) -> Result<Import, ImportError> {
    let feed = wire::read(bytes)?;
    let base = address::Base::new(feed.home_page_url.as_deref());
    let mut site = site::site(&feed, &base);
    let mut sections = sections::Sections::new(std::mem::take(&mut site.channels));
    let items = item::articles(feed, &base, &mut sections, now);
    site.channels = sections.into_channels();
    let newsroom = Newsroom::new(site, items.articles).with_undated(items.undated);
    Ok(Import { newsroom, refused: items.refused })
}
