//! Feeds: ordered lists of previews with keyset pagination by an opaque cursor.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Credit, Facet, Key, Preview, ProblemCode, Timestamp};

/// Identifies a feed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Feed {
    /// All articles, newest first.
    Latest,
    /// The articles of a channel, or of one of its columns, newest first.
    Channel {
        /// The channel.
        channel: Key,
        /// The column below it.
        column: Option<Key>,
    },
    /// The articles with a tag or of an author, newest first. There is none without articles.
    Facet(Facet),
    /// The first articles of the front page, by the rule of [`front_page`](crate::front_page):
    /// those pinned by the newsroom, in its order, then the newest.
    Headlines,
    /// The newest articles of the first channels, channel by channel, without the headlines. Of
    /// those after the first of a channel the previews are abridged.
    FrontChannels,
    /// All articles that the front page does not show elsewhere, newest first.
    FrontLatest,
    /// Recommendations for an article, in the order of [`recommend`](crate::recommend); never
    /// the article itself.
    Recommended {
        /// The article.
        article: Key,
    },
    /// Search results, by the rules of [`search`](crate::search): matches in the title first.
    /// The excerpts of its previews show the text around the match.
    Search {
        /// The query as the reader typed it.
        query: String,
    },
}

/// One page of a feed, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct FeedPage {
    /// At most [`Limit`] previews. A page may hold fewer, or none, and still have a next page:
    /// a search ends its page after it has scanned a bounded number of articles.
    pub items: Vec<Preview>,
    /// Cursor of the next page; `None` at the end of the feed.
    #[serde(default)]
    pub next: Option<Cursor>,
    /// On the first page of a search: the tags and authors that the query names, with links to
    /// their pages, at most [`MAX_FACETS`](crate::search::MAX_FACETS).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facets: Vec<Credit>,
}

/// Page size: 1 to 50 previews, 20 by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u8);

impl Limit {
    /// Maximum page size.
    pub const MAX: u8 = 50;

    /// The page size.
    #[must_use]
    pub fn get(self) -> usize {
        self.0.into()
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl FromStr for Limit {
    type Err = ProblemCode;

    fn from_str(text: &str) -> Result<Self, ProblemCode> {
        match text.parse() {
            Ok(limit @ 1..=Self::MAX) => Ok(Self(limit)),
            _ => Err(ProblemCode::LimitOutOfRange),
        }
    }
}

/// Pagination cursor. Opaque to clients, which send it back unchanged: another server may
/// encode it differently.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Cursor(String);

/// Keyset position: the sort key of the last preview of the previous page, encoded in a
/// [`Cursor`]. Unlike an offset, it neither repeats nor skips previews when articles are
/// published between two requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The part of the feed, from 0, ascending. Most feeds have only one.
    pub tier: u8,
    /// The key by which a tier is sorted, descending; in most feeds the time of publication,
    /// in seconds since 1970-01-01T00:00:00Z.
    pub rank: i64,
    /// The id of the article, which breaks ties between equal ranks, descending.
    pub id: Key,
}

impl Cursor {
    /// Wraps a cursor received from a client or server, without checking it.
    #[must_use]
    pub fn from_wire(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The encoded cursor, as in JSON and URLs.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Decodes the cursor.
    ///
    /// # Errors
    /// [`ProblemCode::CursorForged`] when it was not made by [`Position::cursor`].
    pub fn position(&self) -> Result<Position, ProblemCode> {
        let parse = || {
            let (tier, rest) = self.0.split_once('.')?;
            let (rank, rest) = rest.split_once('.')?;
            let (check, id) = rest.split_once('.')?;
            let tier = u8::from_str_radix(tier, 16).ok()?;
            let rank = u64::from_str_radix(rank, 16).ok()?.cast_signed();
            let position = Position { tier, rank, id: Key::new(id).ok()? };
            (check.len() == 8 && position.cursor() == *self).then_some(position)
        };
        parse().ok_or(ProblemCode::CursorForged)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Position {
    /// The position of `preview` in a feed with a single tier, newest first.
    #[must_use]
    pub fn of(preview: &Preview) -> Self {
        Self { tier: 0, rank: preview.published.unix(), id: preview.id.clone() }
    }

    /// The order of a feed: by tier ascending, then by rank and id, both descending.
    #[must_use]
    pub fn cmp_in_feed(&self, other: &Self) -> Ordering {
        let tiers = self.tier.cmp(&other.tier);
        tiers.then_with(|| (other.rank, &other.id).cmp(&(self.rank, &self.id)))
    }

    /// Encodes the position as a cursor. It contains a checksum: a position is not secret, but
    /// an edited or truncated cursor must be an error rather than lead to another position.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        let Self { tier, rank, id } = self;
        // 32-bit FNV-1a.
        let check = [*tier]
            .into_iter()
            .chain(rank.to_be_bytes())
            .chain(id.as_str().bytes())
            .fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Cursor(format!("{tier:x}.{rank:x}.{check:08x}.{id}"))
    }
}

/// The order of most feeds: newest first, and by id descending for equal times. The order is
/// total, so that consecutive pages neither overlap nor leave a gap.
#[must_use]
pub fn newest_first(a: (Timestamp, &Key), b: (Timestamp, &Key)) -> Ordering {
    b.cmp(&a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::strategy::key;
    use proptest::prelude::*;

    #[test]
    fn limits_out_of_range_are_refused() {
        for bad in ["0", "51", "-1", "", "ten", "1e1", "300"] {
            assert_eq!(bad.parse::<Limit>(), Err(ProblemCode::LimitOutOfRange), "{bad}");
        }
        assert_eq!("50".parse::<Limit>().unwrap().get(), 50);
    }

    #[test]
    fn requirement_09_forged_cursors_are_refused() {
        let cursor = Position { tier: 0, rank: 1_700_000_000, id: Key::new("a").unwrap() }.cursor();
        let edited = cursor.as_str().replace(".a", ".b").replacen('6', "7", 1);
        for bad in ["", "a", "...", "0.0.0.a", "0.zz.00000000.a", &edited, &format!("{cursor}x")] {
            let position = Cursor::from_wire(bad).position();
            assert_eq!(position, Err(ProblemCode::CursorForged), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn cursors_round_trip(tier: u8, rank: i64, id in key()) {
            let position = Position { tier, rank, id };
            prop_assert_eq!(position.cursor().position().unwrap(), position);
        }

        #[test]
        fn any_text_is_a_position_or_an_error(text in ".{0,40}") {
            let _ = Cursor::from_wire(text).position();
        }
    }
}
