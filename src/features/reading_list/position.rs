//! Reading position: how far a text has been read, and at which of its blocks the reader is. Pure
//! computation on measured blocks.

use crate::browser::text_place::MeasuredBlock;

/// Where in the viewport readers are taken to read, as a share of its height; they are led back to
/// the same height.
pub(super) const READING_LINE: f64 = 0.3;

/// A text counts as begun once this share of a viewport has been scrolled past its beginning.
const MIN_SCROLLED: f64 = 0.5;

/// A text counts as finished when less than this, in CSS pixels, is below the viewport.
const FINISHED_WITHIN: f64 = 24.0;

/// How many characters of a block identify it.
pub(super) const PREFIX: usize = 24;

/// A place in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Position {
    /// The index of the block.
    pub block: usize,
    /// How much of the block is above the place, in percent of its height, 0 to 100.
    pub offset: u8,
    /// The beginning of the block's text, by which it is found when blocks have come or gone.
    pub prefix: String,
}

/// How far a text has been read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Progress {
    /// Opened; it is at its beginning.
    #[default]
    Opened,
    /// So many percent of it have been on screen, 1 to 99, and this is the reader's place.
    Begun(u8, Position),
    /// Its end has been on screen.
    Finished,
}

impl Progress {
    /// Measures the progress in a text of `blocks`, in a viewport of this height in CSS pixels.
    pub(super) fn measure(blocks: &[MeasuredBlock], viewport: f64) -> Self {
        let is_folded = blocks.last().is_some_and(|block| block.edges.is_none());
        let shown = || blocks.iter().filter_map(|block| block.edges);
        let (Some((top, _)), Some((_, bottom))) = (shown().next(), shown().next_back()) else {
            return Self::Opened;
        };
        if !is_folded && bottom <= viewport + FINISHED_WITHIN {
            return Self::Finished;
        }
        let line = viewport * READING_LINE;
        let block = blocks.iter().position(|block| block.edges.is_some_and(|it| it.1 > line));
        let Some(index) = block.filter(|_| top < -viewport * MIN_SCROLLED) else {
            return Self::Opened;
        };
        let block = &blocks[index];
        let (start, end) = block.edges.unwrap_or_default();
        let position = Position {
            block: index,
            offset: percent((line - start) / (end - start).max(1.0)),
            prefix: block.prefix.clone(),
        };
        // The share of what is shown that has been on screen, times the share that is shown.
        let total: usize = blocks.iter().map(|block| block.length).sum();
        let hidden = blocks.iter().filter(|block| block.edges.is_none());
        let hidden: usize = hidden.map(|block| block.length).sum();
        // Texts are short enough for the precision.
        #[allow(clippy::cast_precision_loss)]
        let unfolded = 1.0 - hidden as f64 / total.max(1) as f64;
        let read = (viewport - top) / (bottom - top).max(1.0) * unfolded;
        Self::Begun(percent(read).clamp(1, 99), position)
    }

    /// The progress after the reader has come to `now`. What was finished stays finished, and who
    /// only looks at the beginning again does not lose their place.
    pub(super) fn advance(self, now: Self) -> Self {
        match (self, now) {
            (Self::Finished, _) => Self::Finished,
            (before @ Self::Begun(..), Self::Opened) => before,
            (_, now) => now,
        }
    }
}

/// `share` in percent, 0 to 100.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped, so it fits
fn percent(share: f64) -> u8 {
    (share * 100.0).clamp(0.0, 100.0) as u8
}

impl Position {
    /// The index of the block at this position among blocks that begin with `prefixes`: the nearest
    /// one that begins alike; without any, the one with the same index, at most the last. None for
    /// an empty text.
    pub(super) fn find(&self, prefixes: &[String]) -> Option<usize> {
        let last = prefixes.len().checked_sub(1)?;
        let alike = (0..prefixes.len()).filter(|&index| prefixes[index] == self.prefix);
        let nearest = alike.min_by_key(|index| index.abs_diff(self.block));
        Some(nearest.filter(|_| !self.prefix.is_empty()).unwrap_or(self.block.min(last)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks of 1,000 characters and px each, the first of which begins at `top`; `hidden` are
    /// folded away at the end.
    fn blocks(top: f64, shown: usize, hidden: usize) -> Vec<MeasuredBlock> {
        let block = |index: usize| {
            #[allow(clippy::cast_precision_loss)]
            let start = top + index as f64 * 1_000.0;
            MeasuredBlock {
                edges: (index < shown).then_some((start, start + 1_000.0)),
                length: 1_000,
                prefix: format!("block {index}"),
            }
        };
        (0..shown + hidden).map(block).collect()
    }

    fn at(block: usize, offset: u8) -> Position {
        Position { block, offset, prefix: format!("block {block}") }
    }

    #[test]
    fn a_text_is_begun_finished_or_neither() {
        let measure = |top, shown, hidden| Progress::measure(&blocks(top, shown, hidden), 1_000.0);
        assert_eq!(measure(200.0, 5, 0), Progress::Opened);
        assert_eq!(measure(-500.0, 5, 0), Progress::Opened);
        assert_eq!(measure(-501.0, 5, 0), Progress::Begun(30, at(0, 80)));
        assert_eq!(measure(-2_000.0, 5, 0), Progress::Begun(60, at(2, 30)));
        assert_eq!(measure(-3_900.0, 5, 0), Progress::Begun(98, at(4, 20)));
        assert_eq!(measure(-3_980.0, 5, 0), Progress::Finished);
        assert_eq!(measure(-9_000.0, 5, 0), Progress::Finished, "it is above the viewport");
        assert_eq!(Progress::measure(&[], 1_000.0), Progress::Opened);
        assert_eq!(measure(0.0, 0, 2), Progress::Opened);
        // It fits.
        assert_eq!(Progress::measure(&blocks(100.0, 1, 0), 1_200.0), Progress::Finished);
    }

    #[test]
    fn what_is_folded_away_has_not_been_read() {
        let folded = Progress::measure(&blocks(-2_000.0, 3, 3), 1_000.0);
        assert_eq!(folded, Progress::Begun(50, at(2, 30)));
    }

    #[test]
    fn a_block_of_no_height_has_a_place() {
        let mut blocks = blocks(-2_000.0, 4, 0);
        blocks[2].edges = Some((300.0, 300.5));
        assert_eq!(Progress::measure(&blocks, 1_000.0), Progress::Begun(75, at(2, 0)));
    }

    #[test]
    fn a_place_is_not_lost_at_the_beginning_nor_after_the_end() {
        let begun = |percent| Progress::Begun(percent, at(2, 30));
        for (before, now, after) in [
            (Progress::Opened, Progress::Opened, Progress::Opened),
            (Progress::Opened, begun(40), begun(40)),
            (begun(40), Progress::Opened, begun(40)),
            (begun(40), begun(20), begun(20)),
            (begun(40), Progress::Finished, Progress::Finished),
            (Progress::Finished, begun(20), Progress::Finished),
            (Progress::Finished, Progress::Opened, Progress::Finished),
        ] {
            assert_eq!(before.clone().advance(now.clone()), after, "{before:?} then {now:?}");
        }
    }

    #[test]
    fn a_corrected_text_still_has_the_place() {
        let prefixes = |words: &str| words.chars().map(String::from).collect::<Vec<_>>();
        let position = |block, prefix: &str| Position { block, offset: 0, prefix: prefix.into() };
        for (words, position, found) in [
            ("abcd", position(2, "c"), Some(2)),
            // Blocks have been inserted or removed before it.
            ("xyabcd", position(2, "c"), Some(4)),
            ("cd", position(2, "c"), Some(0)),
            // Several begin alike.
            ("cbacac", position(2, "c"), Some(3)),
            // It has been rewritten, or has no text.
            ("abxd", position(2, "c"), Some(2)),
            ("ab", position(7, "c"), Some(1)),
            ("abcd", position(3, ""), Some(3)),
            ("", position(0, "c"), None),
        ] {
            assert_eq!(position.find(&prefixes(words)), found, "{words} {position:?}");
        }
    }
}
