//! An address as a QR code.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use super::methods::Way;
use super::targets::Shared;
use crate::strings;
use crate::ui::node::{Element, element};

/// Light modules that a reader needs around the code, by its standard.
pub(super) const QUIET: u32 = 4;

/// A QR code as one path of an SVG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Code {
    /// Modules a side, without the quiet zone.
    pub(super) side: u32,
    /// A line, one wide, for each run of dark modules: row `n` lies on the line
    /// `y = n`. It is to be stroked, which takes half as many words as filling.
    pub(super) path: String,
}

impl Code {
    /// The code of `text`; nothing when it is longer than 2,331 bytes. A seventh
    /// of it may be damaged.
    pub(super) fn of(text: &str) -> Option<Self> {
        // Bytes always: digits and capitals apart would save an address nothing.
        let segment = QrSegment::make_bytes(text.as_bytes());
        let (least, most) = (Version::MIN, Version::MAX);
        let code = QrCode::encode_segments_advanced(
            &[segment],
            QrCodeEcc::Medium,
            least,
            most,
            None,
            false,
        )
        .ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            // Where the last run ended, and where the current one began.
            let (mut end, mut start) = (0, None);
            // What lies outside is light.
            for x in 0..=code.size() {
                match (code.get_module(x, y), start) {
                    (true, None) => start = Some(x),
                    (false, Some(first)) => {
                        if end == 0 {
                            push(&mut path, 'M', first);
                            push(&mut path, ' ', y);
                        } else {
                            push(&mut path, 'm', first - end);
                            path.push_str(" 0");
                        }
                        push(&mut path, 'h', x - first);
                        (end, start) = (x, None);
                    }
                    _ => {}
                }
            }
        }
        let side = code.size().unsigned_abs();
        Some(Self { side, path })
    }

    /// The code as a picture that `label` describes.
    pub(super) fn svg(self, label: &'static str) -> Element {
        let whole = (self.side + 2 * QUIET).to_string();
        // Half a module up: a line lies in the middle of its row.
        let view = ["-4 -4.5 ", &whole, " ", &whole].concat();
        let svg = element("svg").attr("class", "code").attr("viewBox", view);
        let svg = svg.attr("role", "img").attr("aria-label", label);
        svg.with(element("path").attr("d", self.path))
    }
}

/// The picture of the address of `shared`.
pub(super) fn picture(shared: &Shared) -> Option<Element> {
    Code::of(&shared.by(Way::Code.key())).map(|code| code.svg(strings::CODE_OF_ARTICLE))
}

fn push(path: &mut String, word: char, number: i32) {
    path.push(word);
    path.push_str(&number.to_string());
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Reads the path as a browser would, into dark modules by row and column.
    fn modules(code: &Code) -> Vec<Vec<bool>> {
        let side = code.side as usize;
        let mut rows = vec![vec![false; side]; side];
        let (mut x, mut y) = (0, 0);
        let mut words = code.path.as_str();
        while let Some(word) = words.chars().next() {
            let rest = &words[1..];
            let end = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest.len());
            let numbers = rest[..end].split(' ').map(|number| number.parse::<usize>().unwrap());
            match (word, &numbers.collect::<Vec<_>>()[..]) {
                ('M', &[column, row]) => (x, y) = (column, row),
                ('m', &[columns, 0]) => x += columns,
                ('h', &[length]) => {
                    rows[y][x..x + length].fill(true);
                    x += length;
                }
                other => panic!("{other:?}"),
            }
            words = &rest[end..];
        }
        rows
    }

    /// What an independent decoder reads, from pixels three to a module.
    fn read(code: &Code) -> String {
        let rows = modules(code);
        let (quiet, scale) = (QUIET as usize, 3);
        let whole = (rows.len() + 2 * quiet) * scale;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(whole, whole, |x, y| {
            let at = |pixel: usize| (pixel / scale).checked_sub(quiet);
            let dark = at(x).zip(at(y)).and_then(|(x, y)| rows.get(y)?.get(x).copied());
            if dark == Some(true) { 0 } else { 255 }
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        grids[0].decode().unwrap().1
    }

    #[test]
    fn another_program_reads_every_address() {
        for length in [0, 1, 20, 60, 120, 250, 600] {
            let text =
                format!("https://www.example.org/articles/{}", "%E6%BD%AE".repeat(length / 9));
            let text = format!("{text}{}", "a".repeat(length % 9));
            assert_eq!(read(&Code::of(&text).unwrap()), text);
        }
        assert_eq!(Code::of(&"a".repeat(2_332)), None);
    }

    #[test]
    fn a_picture_has_its_quiet_zone_and_its_words() {
        let code = Code::of("https://example.org/articles/a").unwrap();
        assert_eq!(code.side, 29);
        let path = code.path.clone();
        let expected = element("svg").attr("class", "code").attr("viewBox", "-4 -4.5 37 37");
        let expected = expected.attr("role", "img").attr("aria-label", "x");
        assert_eq!(code.svg("x"), expected.with(element("path").attr("d", path)));
    }

    #[test]
    fn a_path_is_short() {
        let code = Code::of("https://www.example.org/articles/tide-gauge-keeper").unwrap();
        assert!(code.path.len() < 2_400, "{} bytes", code.path.len());
    }
}
