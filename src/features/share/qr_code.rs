//! QR code of a URL, as one path of an SVG.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use super::methods::ShareMethod;
use super::targets::ShareData;
use crate::strings;
use crate::ui::node::{Element, element};

/// Width of the quiet zone in modules, as ISO/IEC 18004 requires.
pub(super) const QUIET_ZONE: u32 = 4;

/// A QR code as the data of one SVG path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QrPath {
    /// Modules per side, without the quiet zone.
    pub(super) side: u32,
    /// A horizontal line of width 1 for each run of dark modules: row `n` lies on the line
    /// `y = n`. The path is stroked, which takes half as many commands as filling.
    pub(super) path: String,
}

impl QrPath {
    /// Encodes `text` with error correction level M, which tolerates damage of a seventh.
    /// `None` when it is longer than 2,331 bytes.
    pub(super) fn encode(text: &str) -> Option<Self> {
        // Always byte mode: numeric or alphanumeric segments would not shorten a URL.
        let segment = QrSegment::make_bytes(text.as_bytes());
        let (min, max) = (Version::MIN, Version::MAX);
        let code =
            QrCode::encode_segments_advanced(&[segment], QrCodeEcc::Medium, min, max, None, false)
                .ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            // The end of the previous run and the start of the current one.
            let (mut end, mut start) = (0, None);
            // Modules outside the code are light, which ends the last run.
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

    /// The code as an SVG image with the accessible name `label`.
    pub(super) fn svg(self, label: &'static str) -> Element {
        let size = (self.side + 2 * QUIET_ZONE).to_string();
        // Shifted up by half a module: a stroked line is centred in its row.
        let view_box = ["-4 -4.5 ", &size, " ", &size].concat();
        let svg = element("svg").attr("class", "code").attr("viewBox", view_box);
        let svg = svg.attr("role", "img").attr("aria-label", label);
        svg.with(element("path").attr("d", self.path))
    }
}

/// The QR code of the URL in `data`; `None` when the URL is too long.
pub(super) fn element_for(data: &ShareData) -> Option<Element> {
    QrPath::encode(&data.url_for(ShareMethod::QrCode.key()))
        .map(|code| code.svg(strings::QR_CODE_OF_ARTICLE))
}

/// Appends an SVG path command with one number.
fn push(path: &mut String, command: char, number: i32) {
    path.push(command);
    path.push_str(&number.to_string());
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Parses the path into dark modules by row and column.
    fn modules(code: &QrPath) -> Vec<Vec<bool>> {
        let side = code.side as usize;
        let mut rows = vec![vec![false; side]; side];
        let (mut x, mut y) = (0, 0);
        let mut commands = code.path.as_str();
        while let Some(command) = commands.chars().next() {
            let rest = &commands[1..];
            let end = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest.len());
            let numbers = rest[..end].split(' ').map(|number| number.parse::<usize>().unwrap());
            match (command, &numbers.collect::<Vec<_>>()[..]) {
                ('M', &[column, row]) => (x, y) = (column, row),
                ('m', &[columns, 0]) => x += columns,
                ('h', &[length]) => {
                    rows[y][x..x + length].fill(true);
                    x += length;
                }
                other => panic!("{other:?}"),
            }
            commands = &rest[end..];
        }
        rows
    }

    /// Decodes the code with an independent decoder, at three pixels per module.
    fn decode(code: &QrPath) -> String {
        let rows = modules(code);
        let (quiet_zone, scale) = (QUIET_ZONE as usize, 3);
        let size = (rows.len() + 2 * quiet_zone) * scale;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(size, size, |x, y| {
            let at = |pixel: usize| (pixel / scale).checked_sub(quiet_zone);
            let dark = at(x).zip(at(y)).and_then(|(x, y)| rows.get(y)?.get(x).copied());
            if dark == Some(true) { 0 } else { 255 }
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        grids[0].decode().unwrap().1
    }

    #[test]
    fn an_independent_decoder_reads_every_url() {
        for length in [0, 1, 20, 60, 120, 250, 600] {
            let text =
                format!("https://www.example.org/articles/{}", "%E6%BD%AE".repeat(length / 9));
            let text = format!("{text}{}", "a".repeat(length % 9));
            assert_eq!(decode(&QrPath::encode(&text).unwrap()), text);
        }
        assert_eq!(QrPath::encode(&"a".repeat(2_332)), None);
    }

    #[test]
    fn the_svg_has_a_quiet_zone_and_an_accessible_name() {
        let code = QrPath::encode("https://example.org/articles/a").unwrap();
        assert_eq!(code.side, 29);
        let path = code.path.clone();
        let expected = element("svg").attr("class", "code").attr("viewBox", "-4 -4.5 37 37");
        let expected = expected.attr("role", "img").attr("aria-label", "x");
        assert_eq!(code.svg("x"), expected.with(element("path").attr("d", path)));
    }

    #[test]
    fn a_path_is_short() {
        let code = QrPath::encode("https://www.example.org/articles/tide-gauge-keeper").unwrap();
        assert!(code.path.len() < 2_400, "{} bytes", code.path.len());
    }
}
