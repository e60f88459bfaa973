//! The fold: where a long text is cut, and how much of it is hidden.

use crate::browser::text_layout::Child;

/// A text is long when it is higher than so many screens.
const LONG: f64 = 1.5;

/// At least so many screens of it stay open.
const OPEN: f64 = 1.0;

/// A fold that hides less than this share of the text is not worth a tap.
const LEAST: f64 = 0.15;

/// Where a text is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fold {
    /// The first hidden block; at least one stands before it.
    pub(super) from: usize,
    /// How much of the text's height is hidden, 1 to 99.
    pub(super) percent: u8,
}

impl Fold {
    /// The fold of a text of these blocks on a screen of this height in CSS
    /// pixels. Nothing for a short text.
    pub(super) fn of(blocks: &[Child], screen: f64) -> Option<Self> {
        let total = blocks.last()?.end;
        if screen <= 0.0 || total <= screen * LONG {
            return None;
        }
        let fills = blocks.iter().position(|block| block.end >= screen * OPEN)?;
        // A heading goes with what it introduces.
        let last_open = blocks[..=fills].iter().rposition(|block| !block.introduces)?;
        let hidden = (total - blocks[last_open].end) / total;
        // A share of one, so the percentage fits.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let percent = (hidden * 100.0).round() as u8;
        (hidden >= LEAST).then_some(Self { from: last_open + 1, percent: percent.clamp(1, 99) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks<const N: usize>(ends: [f64; N]) -> [Child; N] {
        ends.map(|end| Child { end, introduces: false })
    }

    #[test]
    fn a_short_text_is_whole() {
        assert_eq!(Fold::of(&[], 800.0), None);
        assert_eq!(Fold::of(&blocks([400.0, 1200.0]), 800.0), None);
        assert_eq!(Fold::of(&blocks([100.0]), 0.0), None);
    }

    #[test]
    fn a_long_text_is_cut_after_the_block_that_fills_the_screen() {
        let fold = Fold::of(&blocks([500.0, 1000.0, 1500.0, 2500.0]), 800.0);
        assert_eq!(fold, Some(Fold { from: 2, percent: 60 }));
    }

    #[test]
    fn a_heading_goes_with_what_it_introduces() {
        let mut blocks = blocks([500.0, 800.0, 1500.0, 2500.0]);
        blocks[1].introduces = true;
        assert_eq!(Fold::of(&blocks, 700.0), Some(Fold { from: 1, percent: 80 }));
        blocks[0].introduces = true;
        assert_eq!(Fold::of(&blocks, 700.0), None, "nothing but headings would stay open");
    }

    #[test]
    fn little_is_not_hidden() {
        assert_eq!(Fold::of(&blocks([600.0, 1900.0, 2000.0]), 800.0), None);
        // One block that is the whole text.
        assert_eq!(Fold::of(&blocks([4000.0]), 800.0), None);
    }
}
