//! Windowing rules of the virtual list: which sections are in the document. No DOM here.

use std::ops::Range;

/// The heights of a list's sections, in CSS pixels, from top to bottom.
///
/// The height of a section is the one measured when it was last in the document. For a
/// section that never was, it is the mean of those measured when it was added, and that
/// estimate is not updated: the space reserved for the section would change, and everything
/// below would move.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VirtualWindow {
    /// Each height, and whether it was measured.
    heights: Vec<(f64, bool)>,
    /// The number of measured sections, and their total height.
    measured: (u32, f64),
}

impl VirtualWindow {
    /// Up to this many sections all are in the document; beyond it, only those near the
    /// viewport. With 20 cards each that is 2,000 cards, for which `content-visibility` and
    /// find-in-page of the browser still work well.
    pub const THRESHOLD: usize = 100;

    /// The estimated height of a section before any was measured.
    const DEFAULT_HEIGHT: f64 = 4_200.0;

    /// The number of sections.
    #[must_use]
    pub fn length(&self) -> usize {
        self.heights.len()
    }

    /// Sets the number of sections; new ones count as not measured.
    pub fn grow(&mut self, length: usize) {
        let (count, height) = self.measured;
        let mean = if count == 0 { Self::DEFAULT_HEIGHT } else { height / f64::from(count) };
        self.heights.resize(length, (mean, false));
    }

    /// Records the measured height of section `number`.
    pub fn measure(&mut self, number: usize, height: f64) {
        if let Some((before, is_measured)) = self.heights.get_mut(number) {
            if !std::mem::replace(is_measured, true) {
                *before = 0.0;
                self.measured.0 += 1;
            }
            self.measured.1 += height - std::mem::replace(before, height);
        }
    }

    /// The total height of the sections in `range`.
    #[must_use]
    pub fn height(&self, range: Range<usize>) -> f64 {
        self.heights.get(range).unwrap_or_default().iter().map(|(height, _)| height).sum()
    }

    /// The sections to be in the document for a viewport from `top` to `bottom`, relative to
    /// the start of the list: all of a short list, else those in the viewport and within two
    /// viewport heights of it. Never empty unless the list is.
    #[must_use]
    pub fn visible_range(&self, top: f64, bottom: f64) -> Range<usize> {
        if self.length() <= Self::THRESHOLD {
            return 0..self.length();
        }
        let margin = 2.0 * (bottom - top).max(0.0);
        let (from, to) = (top - margin, bottom + margin);
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
        // A viewport far below the list gets the last section, one far above it the first.
        let end = end.max(1);
        start.unwrap_or(end - 1).min(end - 1)..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn measured(heights: &[f64]) -> VirtualWindow {
        let mut window = VirtualWindow::default();
        window.grow(heights.len());
        heights.iter().enumerate().for_each(|(number, height)| window.measure(number, *height));
        window
    }

    #[test]
    fn a_short_list_is_whole() {
        assert_eq!(
            measured(&[10.0; VirtualWindow::THRESHOLD]).visible_range(0.0, 1.0),
            0..VirtualWindow::THRESHOLD
        );
        assert_eq!(VirtualWindow::default().visible_range(0.0, 1.0), 0..0);
    }

    #[test]
    fn sections_not_measured_get_the_mean_height() {
        let mut window = VirtualWindow::default();
        window.grow(2);
        assert!((window.height(0..2) - 2.0 * VirtualWindow::DEFAULT_HEIGHT).abs() < 0.01);
        window.measure(0, 100.0);
        window.measure(1, 300.0);
        window.grow(3);
        assert!((window.height(0..3) - 600.0).abs() < 0.01);
        window.measure(0, 400.0);
        assert!((window.height(2..3) - 200.0).abs() < 0.01, "nothing else moves");
        assert!(window.height(2..9).abs() < 0.01, "there are none");
    }

    proptest! {
        /// Any viewport is covered by sections in the document, with a margin, and there are no
        /// more than that needs.
        #[test]
        fn the_viewport_is_covered(
            heights in proptest::collection::vec(50.0..4_000.0_f64, 101..300),
            position in 0.0..1.0_f64,
            viewport in 300.0..1_500.0_f64,
        ) {
            let window = measured(&heights);
            let all = window.height(0..window.length());
            let top = position * (all - viewport).max(0.0);
            let range = window.visible_range(top, top + viewport);
            let before = window.height(0..range.start);
            let until = window.height(0..range.end);
            prop_assert!(before <= (top - 2.0 * viewport).max(0.0) + 0.001);
            prop_assert!(until >= (top + 3.0 * viewport).min(all) - 0.001);
            let tallest = heights[range.clone()].iter().fold(0.0_f64, |most, it| most.max(*it));
            prop_assert!(until - before <= 5.0 * viewport + 2.0 * tallest + 0.001);
        }

        #[test]
        fn there_is_always_a_section(top in -1e9..1e9_f64, viewport in 0.0..2_000.0_f64) {
            let range = measured(&[100.0; 150]).visible_range(top, top + viewport);
            prop_assert!(!range.is_empty() && range.end <= 150);
        }
    }
}
