//! Which sections of a long list stand on the page: rules without a page.

use std::ops::Range;

/// The heights of a list's sections, in CSS pixels, from top to bottom.
///
/// A section counts as what it measured when it stood last. One that never did counts
/// as what the others were when it was added, and that does not change by itself: the
/// room that is kept for it would, and everything below would move.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VirtualWindow {
    /// Each with whether it was measured.
    heights: Vec<(f64, bool)>,
    /// How many were measured, and their height.
    measured: (u32, f64),
}

impl VirtualWindow {
    /// So many sections stand all together; past it only those near the screen do.
    /// With 20 cards each that is 2,000 cards, which browsers still lay out, find
    /// and skip well by themselves.
    pub const THRESHOLD: usize = 100;

    /// What a section is taken for before any was measured.
    const GUESS: f64 = 3_000.0;

    /// How many sections there are.
    #[must_use]
    pub fn length(&self) -> usize {
        self.heights.len()
    }

    /// Makes it `length` sections, of which new ones have not been measured.
    pub fn grow(&mut self, length: usize) {
        let (count, height) = self.measured;
        let mean = if count == 0 { Self::GUESS } else { height / f64::from(count) };
        self.heights.resize(length, (mean, false));
    }

    /// Section `number` measures `height`.
    pub fn measure(&mut self, number: usize, height: f64) {
        if let Some((before, is_measured)) = self.heights.get_mut(number) {
            if !std::mem::replace(is_measured, true) {
                *before = 0.0;
                self.measured.0 += 1;
            }
            self.measured.1 += height - std::mem::replace(before, height);
        }
    }

    /// The height of the sections in `range` together.
    #[must_use]
    pub fn height(&self, range: Range<usize>) -> f64 {
        self.heights.get(range).unwrap_or_default().iter().map(|(height, _)| height).sum()
    }

    /// The sections that must stand where the screen shows what lies between `top`
    /// and `bottom` below the list's beginning: all of a short list, else those on
    /// the screen and within two screens of it. Never none of some.
    #[must_use]
    pub fn near(&self, top: f64, bottom: f64) -> Range<usize> {
        if self.length() <= Self::THRESHOLD {
            return 0..self.length();
        }
        let around = 2.0 * (bottom - top).max(0.0);
        let (from, to) = (top - around, bottom + around);
        let (mut start, mut end, mut y) = (None, 0, 0.0);
        for (number, (height, _)) in self.heights.iter().enumerate() {
            if y > to {
                break;
            }
            y += height;
            if y >= from {
                start.get_or_insert(number);
            }
            end = number + 1;
        }
        // A screen far below the list still has its last section above it, and one
        // far above has its first below.
        let end = end.max(1);
        start.unwrap_or(end - 1).min(end - 1)..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(heights: &[f64]) -> VirtualWindow {
        let mut window = VirtualWindow::default();
        window.grow(heights.len());
        heights.iter().enumerate().for_each(|(number, height)| window.measure(number, *height));
        window
    }

    #[test]
    fn a_short_list_stands_whole() {
        assert_eq!(
            of(&[10.0; VirtualWindow::THRESHOLD]).near(0.0, 1.0),
            0..VirtualWindow::THRESHOLD
        );
        assert_eq!(VirtualWindow::default().near(0.0, 1.0), 0..0);
    }

    #[test]
    fn what_was_not_measured_counts_as_the_others_did() {
        let mut window = VirtualWindow::default();
        window.grow(2);
        assert!((window.height(0..2) - 6_000.0).abs() < 0.01);
        window.measure(0, 100.0);
        window.measure(1, 300.0);
        window.grow(3);
        assert!((window.height(0..3) - 600.0).abs() < 0.01);
        window.measure(0, 400.0);
        assert!((window.height(2..3) - 200.0).abs() < 0.01, "nothing else moves");
        assert!(window.height(2..9).abs() < 0.01, "there are none");
    }

    proptest! {
        /// Whatever the reader scrolls to is covered by sections that stand, with
        /// room around, and no more than that needs.
        #[test]
        fn the_screen_is_covered(
            heights in proptest::collection::vec(50.0..4_000.0_f64, 101..300),
            place in 0.0..1.0_f64,
            screen in 300.0..1_500.0_f64,
        ) {
            let window = of(&heights);
            let all = window.height(0..window.length());
            let top = place * (all - screen).max(0.0);
            let live = window.near(top, top + screen);
            let before = window.height(0..live.start);
            let until = window.height(0..live.end);
            prop_assert!(before <= (top - 2.0 * screen).max(0.0) + 0.001);
            prop_assert!(until >= (top + 3.0 * screen).min(all) - 0.001);
            let tallest = heights[live.clone()].iter().fold(0.0_f64, |most, it| most.max(*it));
            prop_assert!(until - before <= 5.0 * screen + 2.0 * tallest + 0.001);
        }

        #[test]
        fn there_is_always_a_section(top in -1e9..1e9_f64, screen in 0.0..2_000.0_f64) {
            let live = of(&[100.0; 150]).near(top, top + screen);
            prop_assert!(!live.is_empty() && live.end <= 150);
        }
    }
}
