//! The modules of a QR code (ISO/IEC 18004).

use super::codewords::Version;

const DARK: u8 = 1;
/// A module that holds no data and is not masked.
const FIXED: u8 = 2;

/// Modules in rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    side: usize,
    cells: Vec<u8>,
}

impl Grid {
    /// The grid of `codewords`, under the mask that disturbs a reader least.
    pub(super) fn of(version: Version, codewords: &[u8]) -> Self {
        let side = 17 + 4 * version;
        let mut grid = Self { side, cells: vec![0; side * side] };
        grid.draw_marks(version);
        grid.draw_format(0);
        grid.draw_data(codewords);
        let (mut best, mut least) = (0, usize::MAX);
        for mask in 0..8 {
            grid.turn(mask);
            let penalty = grid.penalty();
            if penalty < least {
                (best, least) = (mask, penalty);
            }
            // Turned twice, it is as before.
            grid.turn(mask);
        }
        grid.turn(best);
        grid
    }

    /// Modules a side.
    pub(super) fn side(&self) -> usize {
        self.side
    }

    /// Whether the module is dark; beyond the sides all are light.
    pub(super) fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.side && self.bit(x, y) == DARK
    }

    fn bit(&self, x: usize, y: usize) -> u8 {
        self.cells[y * self.side + x] & DARK
    }

    fn fix(&mut self, x: usize, y: usize, dark: bool) {
        self.cells[y * self.side + x] = FIXED | u8::from(dark);
    }

    /// Squares within squares around a middle, as far as they stand inside; the
    /// rings at the distances `light` are light.
    fn draw_rings(&mut self, middle: (usize, usize), radius: usize, light: [usize; 2]) {
        for dy in 0..=2 * radius {
            for dx in 0..=2 * radius {
                // Beyond the first sides they wrap round to very large numbers.
                let x = (middle.0 + dx).wrapping_sub(radius);
                let y = (middle.1 + dy).wrapping_sub(radius);
                if x < self.side && y < self.side {
                    let distance = dx.abs_diff(radius).max(dy.abs_diff(radius));
                    self.fix(x, y, distance != light[0] && distance != light[1]);
                }
            }
        }
    }

    fn draw_marks(&mut self, version: Version) {
        let end = self.side - 1;
        for at in 0..=end {
            self.fix(6, at, at % 2 == 0);
            self.fix(at, 6, at % 2 == 0);
        }
        for middle in [(3, 3), (end - 3, 3), (3, end - 3)] {
            self.draw_rings(middle, 4, [2, 4]);
        }
        let last = version / 7 + 1;
        let step = (version * 8 + last * 3 + 8) / (last * 4) * 2;
        let place = |number| if number == 0 { 6 } else { end - 6 - (last - number) * step };
        for a in 0..=last {
            for b in 0..=last {
                // Three of them would stand on the corners; the first version has none.
                let is_free = (a > 0 || b % last > 0) && (b > 0 || a % last > 0);
                if is_free && version > 1 {
                    self.draw_rings((place(a), place(b)), 2, [1, 1]);
                }
            }
        }
        if version > 6 {
            let bits = checked(version, 12, 0x1f25);
            for at in 0..18 {
                let (a, b, dark) = (end - 10 + at % 3, at / 3, bits >> at & 1 == 1);
                self.fix(a, b, dark);
                self.fix(b, a, dark);
            }
        }
    }

    /// Says twice which level and mask it has. Level M is 0.
    fn draw_format(&mut self, mask: usize) {
        let bits = checked(mask, 10, 0x537) ^ 0x5412;
        for at in 0..15 {
            let dark = bits >> at & 1 == 1;
            // One runs round the first corner, past the lines of the marks …
            let (x, y) = match at {
                0..6 => (8, at),
                6 | 7 => (8, at + 1),
                8 => (7, 8),
                _ => (14 - at, 8),
            };
            self.fix(x, y, dark);
            // … the other stands beside the two others.
            if at < 8 {
                self.fix(self.side - 1 - at, 8, dark);
            } else {
                self.fix(8, self.side - 15 + at, dark);
            }
        }
        self.fix(8, self.side - 8, true);
    }

    /// Writes the bits into what is free: columns in pairs from the right, up and
    /// down in turns.
    fn draw_data(&mut self, codewords: &[u8]) {
        let side = self.side;
        let mut bit = 0;
        for pair in 0..side / 2 {
            let right = side - 1 - 2 * pair;
            // The column of the marks belongs to no pair.
            let right = if right <= 6 { right - 1 } else { right };
            for at in 0..2 * side {
                let y = if pair % 2 == 0 { side - 1 - at / 2 } else { at / 2 };
                let cell = &mut self.cells[y * side + right - at % 2];
                if *cell & FIXED == 0 && bit / 8 < codewords.len() {
                    *cell = codewords[bit / 8] >> (7 - bit % 8) & DARK;
                    bit += 1;
                }
            }
        }
    }

    /// Turns every free module where a mask says so, and says which mask it is.
    fn turn(&mut self, mask: usize) {
        self.draw_format(mask);
        for at in 0..self.cells.len() {
            let (x, y) = (at % self.side, at / self.side);
            let both = x * y;
            let rest = match mask {
                0 => (x + y) % 2,
                1 => y % 2,
                2 => x % 3,
                3 => (x + y) % 3,
                4 => (x / 3 + y / 2) % 2,
                5 => both % 2 + both % 3,
                6 => (both % 2 + both % 3) % 2,
                _ => ((x + y) % 2 + both % 3) % 2,
            };
            if rest == 0 && self.cells[at] & FIXED == 0 {
                self.cells[at] ^= DARK;
            }
        }
    }

    /// How much the pattern disturbs a reader: long runs, blocks, what looks like
    /// a corner, and too much of one colour.
    fn penalty(&self) -> usize {
        let (mut sum, mut dark) = (0, 0);
        // Every row, then every column.
        for line in 0..2 * self.side {
            let (a, is_column) = (line % self.side, line >= self.side);
            let (mut run, mut eleven) = (0, 0);
            for b in 0..self.side {
                let (x, y) = if is_column { (a, b) } else { (b, a) };
                let bit = self.bit(x, y);
                run = if b > 0 && usize::from(bit) == eleven & 1 { run + 1 } else { 1 };
                eleven = (eleven << 1 | usize::from(bit)) & 0x7ff;
                if run >= 5 {
                    sum += if run == 5 { 3 } else { 1 };
                }
                if b > 9 && (eleven == 0x05d || eleven == 0x5d0) {
                    sum += 40;
                }
                if is_column && x > 0 && y > 0 {
                    let above = (self.bit(x, y - 1), self.bit(x - 1, y - 1));
                    sum += 3 * usize::from(self.bit(x - 1, y) == bit && above == (bit, bit));
                }
                dark += usize::from(bit);
            }
        }
        // Counted twice.
        let all = self.cells.len();
        sum + (10 * dark).abs_diff(10 * all) / all * 10
    }
}

/// `value` with `digits` digits after it that check it.
fn checked(value: usize, digits: usize, polynomial: usize) -> usize {
    let mut rest = value;
    for _ in 0..digits {
        rest = (rest << 1) ^ ((rest >> (digits - 1)) * polynomial);
    }
    value << digits | rest
}

#[cfg(test)]
mod tests {
    use super::super::codewords::{codewords, data_bytes};
    use super::*;
    use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version as Theirs};

    /// The same text by a well-known library, under one mask.
    fn theirs(text: &[u8], mask: u8) -> Vec<bool> {
        let text = [QrSegment::make_bytes(text)];
        let (level, mask) = (QrCodeEcc::Medium, Some(Mask::new(mask)));
        let (least, most) = (Theirs::MIN, Theirs::MAX);
        let code =
            QrCode::encode_segments_advanced(&text, level, least, most, mask, false).unwrap();
        let side = code.size();
        (0..side)
            .flat_map(|y| (0..side).map(move |x| (x, y)))
            .map(|(x, y)| code.get_module(x, y))
            .collect()
    }

    #[test]
    fn every_module_is_as_a_well_known_library_draws_it() {
        for version in 1..=40 {
            let longest = data_bytes(version) - if version < 10 { 2 } else { 3 };
            let text: Vec<u8> = (0..longest).map(|at| (at * 7 % 251) as u8).collect();
            let (chosen, words) = codewords(&text).unwrap();
            assert_eq!(chosen, version);
            let cells = Grid::of(version, &words).cells;
            let ours: Vec<bool> = cells.iter().map(|cell| cell & DARK == DARK).collect();
            let masks = (0..8).filter(|mask| theirs(&text, *mask) == ours).count();
            assert_eq!(masks, 1, "{version}");
        }
        assert_eq!(codewords(&[0; 2_331]).unwrap().0, 40);
        assert_eq!(codewords(&[0; 2_332]), None);
    }
}
