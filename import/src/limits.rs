//! How much a feed may hold. Feeds come from elsewhere, so everything that can
//! grow has an end: the whole feed is refused above it, a part of it is cut.

/// The largest feed, in bytes (64 MiB). A larger one is an error.
pub const MAX_BYTES: usize = 64 << 20;

/// The most items in a feed. More are an error.
pub const MAX_ITEMS: usize = 100_000;

/// The most blocks in a body, those inside quotes and lists included. What comes
/// after them is left out.
pub const MAX_BLOCKS: usize = 2_000;

/// How deep quotes and lists may nest; a block outside them stands at depth 1.
/// Deeper ones lose their frame and keep their words.
pub const MAX_NESTING: usize = 12;

/// The longest content of one item that is read, in bytes (4 MiB); the rest is
/// left out.
pub(crate) const CONTENT: usize = 4 << 20;

/// The most HTML nodes of one content; what comes after them is left out.
pub(crate) const NODES: usize = 200_000;

/// How deep HTML elements may nest; the tags of deeper ones are ignored, their
/// words stay. Keeps the recursion over the tree small and the parser, whose
/// work grows with the depth, quick.
pub(crate) const DEPTH: usize = 200;

/// The most separators of attributes in one tag, or spaces in one comment; the
/// content ends before a tag or comment with more.
pub(crate) const SEPARATORS: usize = 20_000;

/// The longest name of a person, source, channel or tag, in characters.
pub(crate) const NAME: usize = 80;

/// The longest title, caption, or other line, in characters.
pub(crate) const LINE: usize = 500;

/// The most entries in each list beside the items: authors, tags, cards,
/// channels, columns. The rest is left out.
pub(crate) const ENTRIES: usize = 200;

/// The most widths of a picture beside its own; wider ones are left out.
pub(crate) const VARIANTS: usize = 8;

/// The longest excerpt that is made from a body, in characters.
pub(crate) const EXCERPT: usize = 110;
