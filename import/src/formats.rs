//! The formats that are read: one module each, behind one trait, told by their content.

use crate::wire::Feed;
use crate::{ImportError, normalize};

#[cfg(feature = "formats")]
mod atom;
#[cfg(feature = "formats")]
mod feed_xml;
mod file_name;
#[cfg(feature = "formats")]
mod ghost;
mod json_feed;
#[cfg(feature = "formats")]
mod markdown;
#[cfg(feature = "formats")]
mod rdf;
#[cfg(feature = "formats")]
mod rss;
#[cfg(feature = "formats")]
mod site_config;
#[cfg(feature = "formats")]
mod wordpress;
#[cfg(feature = "formats")]
mod xml;

/// A format of feeds or of documents.
trait Format: Sync {
    /// Whether `document` is of this format, by its beginning.
    fn matches(&self, document: &Document<'_>) -> bool;

    /// Reads `document` as a feed.
    ///
    /// # Errors
    /// [`ImportError`] when it cannot be read as a whole.
    fn read(&self, document: &Document<'_>) -> Result<Feed, ImportError>;
}

/// The formats, in the order in which they are asked.
const FORMATS: &[&dyn Format] = &[
    #[cfg(feature = "formats")]
    &site_config::SiteConfig,
    // Its front matter may be JSON.
    #[cfg(feature = "formats")]
    &markdown::Markdown,
    // It is JSON without items.
    #[cfg(feature = "formats")]
    &ghost::Ghost,
    &json_feed::JsonFeed,
    // Its root element is that of RSS.
    #[cfg(feature = "formats")]
    &wordpress::WordPress,
    #[cfg(feature = "formats")]
    &rss::Rss,
    #[cfg(feature = "formats")]
    &atom::Atom,
    #[cfg(feature = "formats")]
    &rdf::Rdf,
];

/// How much of a file may be before a feed, in bytes.
const MAX_JUNK: usize = 4_096;

/// Their names.
const KNOWN: &str = if cfg!(feature = "formats") {
    "JSON Feed, RSS, Atom, RDF, WordPress's and Ghost's exports, Markdown with front matter"
} else {
    "JSON Feed"
};

/// A text whose format is to be found.
pub(crate) struct Document<'a> {
    /// The name of its file with the folders above it, if it has one.
    #[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "feeds tell their format"))]
    pub(crate) name: Option<&'a str>,
    /// Whether it is in a folder with others, which need not be content.
    pub(crate) is_among_others: bool,
    pub(crate) text: &'a str,
}

impl Document<'_> {
    /// The text from its first character that is no white space.
    fn head(&self) -> &str {
        self.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
    }

    /// The name of the root element of XML, and its tag.
    #[cfg(feature = "formats")]
    fn root(&self) -> Option<(String, &str)> {
        let head = self.head();
        if head.starts_with('<') { xml::root(head) } else { None }
    }

    /// What is said of a text in no known format.
    pub(crate) fn unknown(&self) -> String {
        let head = self.head();
        let begins =
            |with: &str| head.get(..with.len()).is_some_and(|is| is.eq_ignore_ascii_case(with));
        if head.is_empty() {
            "is empty".to_owned()
        } else if begins("<!doctype html") || begins("<html") {
            "is an HTML page and not a feed".to_owned()
        } else {
            format!("is in no known format: {KNOWN}")
        }
    }
}

/// Reads `document` as the first format that it matches; `None` when there is none.
///
/// # Errors
/// [`ImportError`] when it is invalid in its format.
pub(crate) fn read(document: &Document<'_>) -> Result<Option<Feed>, ImportError> {
    let find = |document: &Document<'_>| FORMATS.iter().find(|it| it.matches(document));
    if let Some(format) = find(document) {
        return format.read(document).map(Some);
    }
    // A program on the server may have written a warning before the feed.
    let head = normalize::prefix(document.text, MAX_JUNK);
    let Some(start) = head.find("<?xml").filter(|start| *start > 0) else { return Ok(None) };
    let document = Document { text: &document.text[start..], ..*document };
    find(&document).map(|format| format.read(&document)).transpose()
}

/// The channel and the column that the folders of a file name.
pub(crate) fn section(name: &str) -> Vec<String> {
    file_name::FileName::new(Some(name)).section()
}
