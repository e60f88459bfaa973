//! Import of a newsroom's content as articles made of blocks.
//!
//! [`import_feed`] parses a [JSON Feed 1.1][spec] with the `_newsroom` extension, or with the Cargo
//! feature `formats` any other format of feeds, exports and documents, and returns the
//! [`Newsroom`] that the server stores and the mock backend serves. It does no I/O, has no state
//! and never panics. The same bytes at the same time give the same newsroom everywhere, also in a
//! browser.
//!
//! The pipeline of an article: `formats` turns the file into the lenient form of JSON Feed, `wire`, `html` or `plain_text` converts the
//! content to blocks, `clean` applies the clean-up passes, and `item` assembles the article.
//!
//! [spec]: https://www.jsonfeed.org/version/1.1/

use std::collections::BTreeMap;

use zaidu_model::{Newsroom, Timestamp};

mod address;
mod attachments;
mod clean;
mod convert;
mod corrections;
mod date;
mod encoding;
mod error;
mod excerpt;
mod feed_link;
mod formats;
mod hints;
mod html;
mod importer;
mod item;
mod keys;
mod language;
mod limits;
mod live;
mod long_text;
mod normalize;
mod place;
mod plain_text;
mod sections;
mod site;
mod unescape;
mod wire;

pub use clean::Cleaned;
pub use error::ImportError;
pub use feed_link::feed_link;
pub use hints::Hints;
pub use importer::Importer;
pub use limits::{MAX_BLOCKS, MAX_BYTES, MAX_ITEMS, MAX_NESTING};

/// The id of the article of an item whose id in the feed is `id`; `None` for a blank one.
#[must_use]
pub fn article_key(id: &str) -> Option<zaidu_model::Key> {
    keys::from_id(id)
}

/// A newsroom made of a feed, and what of the feed is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The site and the articles of all items that could be taken.
    pub newsroom: Newsroom,
    /// Why each of the other items was refused, in the order of the feed.
    pub refused: Vec<ImportError>,
    /// What of the items that were taken is not in their articles.
    pub notes: Vec<ImportError>,
    /// How many were left out because they are not published or no articles, by their kind:
    /// `draft`, `page`.
    pub left_out: BTreeMap<String, usize>,
    /// Names of files among others whose format is not known, at most a thousand.
    pub skipped: Vec<String>,
    /// What tells the feed from others, if anything does: its address, or else its home page and
    /// title.
    pub source: Option<String>,
    /// How long the feed asks not to be fetched again, in minutes (`ttl` of RSS).
    pub ttl: Option<u32>,
    /// What the clean-up did, if that was asked for.
    pub cleaned: Vec<Cleaned>,
}

/// Imports a JSON Feed 1.0 or 1.1, or a file of another format, item by item.
///
/// An item needs an id or an address, and content: text, a summary or an attachment. One that lacks
/// them, has the id of an earlier one, or a field of another type where the type matters, is
/// refused; the others are taken. Any other invalid field is treated as missing. Near misses of
/// JSON, other encodings than UTF-8 and dates in other forms than RFC 3339 are read. An item without
/// a date has that of its last change, or else is published `now`: see [`Newsroom::is_undated`]. One
/// with a date to come is [held](Newsroom::held) until then, unless the feed has `"embargo": "show"`
/// in `_newsroom`; one with `"withdrawn": true` there is [taken back](Newsroom::withdrawn).
///
/// # Errors
/// [`ImportError`] when the feed as a whole cannot be read: no text, a syntax error, a `version` of
/// another format, missing `items`, or a feed above [`MAX_BYTES`] or [`MAX_ITEMS`]. A body above its
/// own limits, [`MAX_BLOCKS`] and [`MAX_NESTING`], is truncated instead.
pub fn import_feed(bytes: &[u8], now: Timestamp) -> Result<Import, ImportError> {
    import_file(None, bytes, now, false)
}

/// As [`import_feed`] with a report of the clean-up if `reports`, and with the name of the file: one
/// that ends as those of Markdown do is read as Markdown, whatever is in it.
///
/// # Errors
/// As [`import_feed`].
pub fn import_file(
    name: Option<&str>,
    bytes: &[u8],
    now: Timestamp,
    reports: bool,
) -> Result<Import, ImportError> {
    import_with_hints(bytes, now, &Hints { name, reports, ..Hints::default() })
}

/// As [`import_feed`], with what is known beside the bytes.
///
/// # Errors
/// As [`import_feed`].
pub fn import_with_hints(
    bytes: &[u8],
    now: Timestamp,
    hints: &Hints<'_>,
) -> Result<Import, ImportError> {
    let text = encoding::decode_bounded(bytes, hints.charset)?;
    let document = formats::Document { name: hints.name, is_among_others: false, text: &text };
    let feed = formats::read(&document)?;
    let mut feed = feed.ok_or_else(|| ImportError::new("feed", document.unknown()))?;
    hints.complete(&mut feed);
    let mut importer = Importer::new(now, hints.reports).in_section(hints.section);
    let place = place::Place {
        section: hints.section,
        categories_are_sections: hints.categories_are_sections,
        ..place::Place::default()
    };
    importer.add_feed(feed, &place);
    Ok(importer.finish())
}
