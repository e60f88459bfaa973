//! Feed import: converts a JSON Feed to articles made of blocks.
//!
//! [`import_feed`] parses a [JSON Feed 1.1][spec] with the `_newsroom` extension and returns the
//! [`Newsroom`] that the server stores and the mock backend serves. It does no I/O, has no state
//! and never panics. The same bytes give the same newsroom everywhere, also in a browser.
//!
//! The pipeline of an article: `wire` deserialises the JSON, `html` or `plain_text` converts the
//! content to blocks, `clean` applies the clean-up passes, and `item` assembles the article.
//!
//! [spec]: https://www.jsonfeed.org/version/1.1/

use zaidu_model::Newsroom;

mod address;
mod clean;
mod convert;
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

/// Imports a JSON Feed 1.0 or 1.1.
///
/// The feed must be valid where the specification says MUST, and in `date_published`. Any other
/// invalid field is treated as missing.
///
/// # Errors
/// [`ImportError`] names the first invalid field: a syntax error, an unknown `version`, missing
/// `items`, an item without id, content or date, two items with the same id, or a feed above
/// [`MAX_BYTES`] or [`MAX_ITEMS`]. Nothing is imported then. A body above its own limits,
/// [`MAX_BLOCKS`] and [`MAX_NESTING`], is truncated instead.
pub fn import_feed(bytes: &[u8]) -> Result<Newsroom, ImportError> {
    let feed = wire::read(bytes)?;
    let base = address::Base::new(feed.home_page_url.as_deref());
    let mut site = site::site(&feed, &base);
    let mut sections = sections::Sections::new(std::mem::take(&mut site.channels));
    let articles = item::articles(feed, &base, &mut sections)?;
    site.channels = sections.into_channels();
    Ok(Newsroom::new(site, articles))
}
