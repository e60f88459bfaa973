//! Fold of a long article: where its text is cut, and which share of it is hidden. Pure computation
//! on measured heights.

use crate::browser::text_layout::Child;

/// The screens on which a text is folded: those of phones held upright, for which readers know
/// the fold. In `rem` it leaves out desktops, windows that are zoomed in and large text, where it
/// would hide most of a text that nobody expects to be hidden.
pub(super) const SCREENS: &str = "(max-width: 39.99rem) and (min-height: 35rem)";

/// A text is folded when it is higher than this many viewports.
const MIN_TEXT_VIEWPORTS: f64 = 3.0;

/// At least this many viewports of the text stay visible.
const MIN_VISIBLE_VIEWPORTS: f64 = 1.0;

/// A fold must hide at least this share of the text; less is not worth a tap.
const MIN_HIDDEN_SHARE: f64 = 0.15;

/// A fold of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fold {
    /// Index of the first hidden block, at least 1.
    pub(super) from: usize,
    /// Hidden share of the text's height in percent, 1 to 99.
    pub(super) percent: u8,
}

impl Fold {
    /// Computes the fold of a text of `blocks` in a viewport of this height in CSS pixels. `None`
    /// for a short text.
    pub(super) fn compute(blocks: &[Child], viewport: f64) -> Option<Self> {
        let total = blocks.last()?.end;
        if viewport <= 0.0 || total <= viewport * MIN_TEXT_VIEWPORTS {
            return None;
        }
        let filling =
            blocks.iter().position(|block| block.end >= viewport * MIN_VISIBLE_VIEWPORTS)?;
        // A heading is not separated from the block after it.
        let last_visible = blocks[..=filling].iter().rposition(|block| !block.introduces)?;
        let hidden = (total - blocks[last_visible].end) / total;
        // The share is at most 1, so the percentage fits.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let percent = (hidden * 100.0).round() as u8;
        (hidden >= MIN_HIDDEN_SHARE)
            .then_some(Self { from: last_visible + 1, percent: percent.clamp(1, 99) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks<const N: usize>(ends: [f64; N]) -> [Child; N] {
        ends.map(|end| Child { end, introduces: false })
    }

    #[test]
    fn a_short_text_is_not_folded() {
        assert_eq!(Fold::compute(&[], 800.0), None);
        assert_eq!(Fold::compute(&blocks([400.0, 2400.0]), 800.0), None);
        assert_eq!(Fold::compute(&blocks([100.0]), 0.0), None);
    }

    #[test]
    fn a_long_text_is_cut_after_the_block_that_fills_the_viewport() {
        let fold = Fold::compute(&blocks([500.0, 1000.0, 1500.0, 2500.0]), 800.0);
        assert_eq!(fold, Some(Fold { from: 2, percent: 60 }));
        assert_eq!(Fold::compute(&blocks([500.0, 1000.0, 1500.0, 2500.0]), 840.0), None);
    }

    #[test]
    fn a_heading_is_not_separated_from_its_block() {
        let mut blocks = blocks([500.0, 800.0, 1500.0, 2500.0]);
        blocks[1].introduces = true;
        assert_eq!(Fold::compute(&blocks, 700.0), Some(Fold { from: 1, percent: 80 }));
        blocks[0].introduces = true;
        assert_eq!(Fold::compute(&blocks, 700.0), None, "nothing but headings would stay open");
    }

    #[test]
    fn a_small_share_is_not_hidden() {
        assert_eq!(Fold::compute(&blocks([600.0, 2300.0, 2500.0]), 800.0), None);
        // The text is a single block.
        assert_eq!(Fold::compute(&blocks([4000.0]), 800.0), None);
    }
}
