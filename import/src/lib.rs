//! Feeds of newsrooms into articles of blocks.
//!
//! One function does it: [`import_feed`] takes a [JSON Feed 1.1][spec] with our
//! `_newsroom` extension and gives the [`Newsroom`] that the server stores and
//! the mock answers from. It does no I/O, keeps no state and never panics; the
//! same bytes give the same newsroom everywhere, in a browser too.
//!
//! The way of an article: `wire` reads JSON, `html` or `text` make blocks
//! of its content, `clean` takes out what newsrooms paste beside the text, and
//! `item` puts the parts together.
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

/// Reads a JSON Feed 1.1 as a newsroom.
///
/// Where the specification says MUST, and for `date_published`, the feed has to
/// be right; anything else that does not fit is treated as left out.
///
/// # Errors
/// [`ImportError`] names the first place that is wrong: a syntax error, another
/// `version`, no `items`, an item without id, content or date, two items with the
/// same id, or a feed above [`MAX_BYTES`] or [`MAX_ITEMS`]. Nothing is imported
/// then. A body above its own limits is cut instead: see [`MAX_BLOCKS`] and
/// [`MAX_NESTING`].
pub fn import_feed(bytes: &[u8]) -> Result<Newsroom, ImportError> {
    let feed = wire::read(bytes)?;
    let base = address::Base::new(feed.home_page_url.as_deref());
    let mut site = site::site(&feed, &base);
    let mut sections = sections::Sections::new(std::mem::take(&mut site.channels));
    let articles = item::articles(feed, &base, &mut sections)?;
    site.channels = sections.into_channels();
    Ok(Newsroom::new(site, articles))
}
