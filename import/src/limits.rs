//! Input limits of the import.
//!
//! A feed is untrusted input, so everything in it that can grow is bounded: above a limit of the
//! whole feed the import fails, and a part above its limit is truncated.

/// Maximum size of a feed, in bytes (64 MiB). A larger feed is an error.
pub const MAX_BYTES: usize = 64 << 20;

/// Maximum number of items in a feed. More are an error.
pub const MAX_ITEMS: usize = 100_000;

/// Maximum number of blocks in a body, those inside quotes and lists included. The rest is
/// dropped.
pub const MAX_BLOCKS: usize = 2_000;

/// Maximum nesting depth of blocks; a block outside quotes and lists is at depth 1. Quotes and
/// lists below it are unwrapped, and their content is preserved.
pub const MAX_NESTING: usize = 12;

/// Maximum length of the content of an item, in bytes (4 MiB). The rest is dropped.
pub(crate) const MAX_CONTENT_BYTES: usize = 4 << 20;

/// Maximum number of HTML nodes of an item. The rest is dropped.
pub(crate) const MAX_NODES: usize = 200_000;

/// Maximum nesting depth of HTML elements. Tags of deeper elements are ignored, and their text is
/// preserved. Bounds the recursion over the DOM, and the time of the parser, which grows with the
/// depth.
pub(crate) const MAX_DEPTH: usize = 200;

/// Maximum number of separators of attributes in a tag, or of spaces in a comment. The content
/// ends before a tag or comment with more.
pub(crate) const MAX_SEPARATORS: usize = 20_000;

/// Maximum length of the name of a person, source, channel or tag, in characters.
pub(crate) const MAX_NAME: usize = 80;

/// Maximum length of a title, caption or other line, in characters.
pub(crate) const MAX_LINE: usize = 500;

/// Maximum number of entries of each list other than the items: authors, tags, cards, channels,
/// columns. The rest is dropped.
pub(crate) const MAX_ENTRIES: usize = 200;

/// Maximum number of entries of a live article. The rest is left out.
pub(crate) const MAX_LIVE_ENTRIES: usize = 5_000;

/// Maximum length of the content of an entry of a live article, in bytes (64 KiB). The rest is
/// dropped.
pub(crate) const MAX_LIVE_ENTRY_BYTES: usize = 64 << 10;

/// Maximum number of key points of a live article. The rest is dropped.
pub(crate) const MAX_KEY_POINTS: usize = 20;

/// Maximum number of variants of a picture. The widest are dropped.
pub(crate) const MAX_VARIANTS: usize = 8;

/// Maximum length of an excerpt made from a body, in characters.
pub(crate) const MAX_EXCERPT: usize = 110;
