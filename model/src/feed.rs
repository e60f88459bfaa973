//! Feeds: ordered, endless lists of previews, read page by page.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Key, Preview, ProblemCode, Timestamp};

/// Which list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Feed {
    /// Everything.
    Latest,
    /// What belongs to a channel, or to one column of it.
    Channel {
        /// The channel.
        channel: Key,
        /// The column below it.
        column: Option<Key>,
    },
    /// What the newsroom puts first, in its order.
    Headlines,
    /// What to read after an article, by the rule of [`recommend`](crate::recommend);
    /// never holds the article itself.
    Recommended {
        /// The article.
        article: Key,
    },
    /// What a reader looks for, as they typed it: see [`crate::search`]. First the
    /// articles whose titles have it. Its previews show the words around it.
    Search {
        /// What was typed.
        query: String,
    },
}

/// One page of a feed, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedPage {
    /// At most [`Limit`] previews. There may be fewer, or none, and a next page all
    /// the same: a search ends its page where it has looked long enough.
    pub items: Vec<Preview>,
    /// Where the next page begins; nothing at the end.
    #[serde(default)]
    pub next: Option<Cursor>,
}

/// How many previews a page holds: 1 to 50, 20 unless told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u8);

impl Limit {
    /// The longest page.
    pub const MAX: u8 = 50;

    /// The limit as a length.
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

/// A place in a feed. Opaque to clients, who only hand it back: another server
/// may write it in another way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

/// What a cursor of ours means: the last preview of the page before. A position
/// and not an offset, so that news arriving in between neither repeats nor skips
/// anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Which part of the feed, counted from 0. Most feeds have only one.
    pub tier: u8,
    /// What that part is ordered by, falling; in most feeds when the preview was
    /// published, in seconds since 1970-01-01T00:00:00Z.
    pub rank: i64,
    /// Its id, which decides between equal ranks.
    pub id: Key,
}

impl Cursor {
    /// A cursor as it came from outside, unchecked.
    #[must_use]
    pub fn from_wire(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The cursor as it travels.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the cursor means.
    ///
    /// # Errors
    /// [`ProblemCode::CursorForged`] when [`Position::cursor`] did not make it.
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
    /// Where `preview` stands in a feed of one part, newest first.
    #[must_use]
    pub fn of(preview: &Preview) -> Self {
        Self { tier: 0, rank: preview.published.unix(), id: preview.id.clone() }
    }

    /// The order of a feed: part by part, and each by its rank, then by id, both
    /// falling.
    #[must_use]
    pub fn cmp_in_feed(&self, other: &Self) -> Ordering {
        let tiers = self.tier.cmp(&other.tier);
        tiers.then_with(|| (other.rank, &other.id).cmp(&(self.rank, &self.id)))
    }

    /// The cursor that means this position. It carries a check sum: a position
    /// is no secret, but an edited or cut cursor should say so rather than land
    /// somewhere else.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        let Self { tier, rank, id } = self;
        // FNV-1a, 32 bits.
        let check = [*tier]
            .into_iter()
            .chain(rank.to_be_bytes())
            .chain(id.as_str().bytes())
            .fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Cursor(format!("{tier:x}.{rank:x}.{check:08x}.{id}"))
    }
}

/// The order of most feeds: newest first, and by id, backwards, between equal
/// times, so that the order is total and pages meet without a seam.
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
    fn forged_cursors_are_refused() {
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
