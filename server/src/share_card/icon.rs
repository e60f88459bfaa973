//! App icon of a newsroom: its logo on paper, or the first character of its name on its colour.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, Limits, Transformations};

use super::canvas::Canvas;
use super::fonts::Fonts;
use super::{ACCENT, PAPER};

/// The colour of a character on [`ACCENT`].
const WHITE: [u8; 3] = [0xff; 3];

/// The most pixels of a logo.
const MAX_PIXELS: u64 = 16 << 20;

/// Which part of an icon's width its picture takes, in a hundredth, so that it is whole in every
/// shape that systems cut: a circle of 80 hundredths.
const SAFE: f32 = 0.56;
/// The same for an icon that is shown as it is.
const WHOLE: f32 = 0.8;

/// A logo, decoded: colour and opacity of each pixel.
pub(crate) struct Logo {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 4]>,
}

impl Logo {
    /// Decodes a PNG; `None` for any other file, a damaged one, and one of more than 16 million
    /// pixels.
    pub(crate) fn decode(file: &[u8]) -> Option<Self> {
        let limits = Limits { bytes: 4 * MAX_PIXELS as usize };
        let mut decoder = Decoder::new_with_limits(Cursor::new(file), limits);
        decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
        let mut reader = decoder.read_info().ok()?;
        let (width, height) = (reader.info().width, reader.info().height);
        if u64::from(width) * u64::from(height) > MAX_PIXELS {
            return None;
        }
        let mut bytes = vec![0; reader.output_buffer_size()?];
        let frame = reader.next_frame(&mut bytes).ok()?;
        if frame.bit_depth != BitDepth::Eight {
            return None;
        }
        let pixel: fn(&[u8]) -> [u8; 4] = match frame.color_type {
            ColorType::Grayscale => |it| [it[0], it[0], it[0], 255],
            ColorType::GrayscaleAlpha => |it| [it[0], it[0], it[0], it[1]],
            ColorType::Rgb => |it| [it[0], it[1], it[2], 255],
            ColorType::Rgba => |it| [it[0], it[1], it[2], it[3]],
            ColorType::Indexed => return None,
        };
        let pixels = bytes.chunks_exact(frame.color_type.samples()).map(pixel).collect();
        Some(Self { width: width as usize, height: height as usize, pixels })
    }

    /// The mean colour and opacity of the pixels between two corners, given in pixels.
    fn mean(&self, [left, top, right, bottom]: [usize; 4]) -> ([u8; 3], f32) {
        let (mut sum, mut opacity, mut count) = ([0_u64; 3], 0_u64, 0_u64);
        for y in top..bottom.max(top + 1).min(self.height) {
            for x in left..right.max(left + 1).min(self.width) {
                let [r, g, b, a] = self.pixels[y * self.width + x].map(u64::from);
                for (sum, part) in sum.iter_mut().zip([r, g, b]) {
                    *sum += part * a;
                }
                opacity += a;
                count += 255;
            }
        }
        #[allow(clippy::cast_possible_truncation, reason = "a mean of bytes")]
        let color = sum.map(|sum| (sum / opacity.max(1)) as u8);
        #[allow(clippy::cast_precision_loss, reason = "a part of a whole")]
        (color, opacity as f32 / count.max(1) as f32)
    }
}

/// The icon, a square PNG of `size` pixels; one that `is_maskable` may be cut to any shape. `None`
/// without a logo where there is no Chinese font, and for an empty name.
pub(crate) fn draw_icon(
    name: &str,
    logo: Option<&Logo>,
    size: u32,
    is_maskable: bool,
) -> Option<Vec<u8>> {
    let part = if is_maskable { SAFE } else { WHOLE };
    match logo {
        Some(logo) => Some(with_logo(logo, size, part)),
        None => with_character(name.trim().chars().next()?, size, part),
    }
}

#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes of pictures, which are small and not negative"
)]
fn with_logo(logo: &Logo, size: u32, part: f32) -> Vec<u8> {
    let mut canvas = Canvas::new(size, size, PAPER);
    let longest = logo.width.max(logo.height) as f32;
    let scale = size as f32 * part / longest;
    let [width, height] = [logo.width, logo.height].map(|it| (it as f32 * scale) as usize);
    let [left, top] = [width, height].map(|it| (size as usize - it) / 2);
    let edge = |at: usize, of: usize, all: usize| at * all / of.max(1);
    for y in 0..height {
        for x in 0..width {
            let (color, opacity) = logo.mean([
                edge(x, width, logo.width),
                edge(y, height, logo.height),
                edge(x + 1, width, logo.width),
                edge(y + 1, height, logo.height),
            ]);
            canvas.blend((left + x) as u32, (top + y) as u32, color, opacity);
        }
    }
    canvas.into_png()
}

fn with_character(character: char, size: u32, part: f32) -> Option<Vec<u8>> {
    let text = character.to_uppercase().to_string();
    Fonts::of_system()?.with(|serif, _| {
        let mut canvas = Canvas::new(size, size, ACCENT);
        #[allow(clippy::cast_precision_loss, reason = "an icon is small")]
        let width = size as f32;
        let em = width * part;
        // The middle of a character is this far above its baseline.
        let baseline = width / 2.0 + em * 0.37;
        let x = (width - serif.width(em, &text)) / 2.0;
        canvas.text(serif, em, x, baseline, WHITE, &text);
        canvas.into_png()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::share_card::is_available;

    /// A PNG of one colour, with opacity.
    fn logo(width: u32, height: u32, color: [u8; 4]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, width, height);
        encoder.set_color(ColorType::Rgba);
        let pixels = color.repeat((width * height) as usize);
        encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
        out
    }

    /// Width and pixels of an icon.
    fn decode(png: &[u8]) -> (usize, Vec<[u8; 4]>) {
        let picture = Logo::decode(png).unwrap();
        assert_eq!(picture.width, picture.height);
        (picture.width, picture.pixels)
    }

    #[test]
    fn a_logo_keeps_its_proportions_and_is_whole_in_a_circle() {
        let wide = Logo::decode(&logo(40, 20, [0, 0, 255, 255])).unwrap();
        for (is_maskable, most) in [(false, 0.81), (true, 0.57)] {
            let (size, pixels) = decode(&draw_icon("", Some(&wide), 192, is_maskable).unwrap());
            assert_eq!(size, 192);
            let blue = |at: usize| pixels[at] == [0, 0, 255, 255];
            let columns = (0..size).filter(|x| (0..size).any(|y| blue(y * size + x))).count();
            let rows = (0..size).filter(|y| (0..size).any(|x| blue(y * size + x))).count();
            assert!(columns.abs_diff(rows * 2) <= 2, "{columns} x {rows}");
            assert!(columns as f32 <= 192.0 * most && columns > 90, "{columns}");
            assert_eq!(pixels[0], [PAPER[0], PAPER[1], PAPER[2], 255]);
        }
    }

    #[test]
    fn a_transparent_logo_shows_the_paper() {
        let half = Logo::decode(&logo(8, 8, [0, 0, 0, 128])).unwrap();
        let (size, pixels) = decode(&draw_icon("", Some(&half), 180, false).unwrap());
        let middle = pixels[size * size / 2 + size / 2];
        assert!((120..135).contains(&middle[0]), "{middle:?}");
    }

    #[test]
    fn without_a_logo_it_is_the_first_character_of_the_name() {
        let draw = |name: &str| draw_icon(name, None, 192, true);
        assert_eq!(draw("澜江新闻").is_some(), is_available());
        assert_eq!(draw(" "), None);
        if is_available() {
            assert_eq!(draw("澜江新闻"), draw(" 澜"));
            assert_ne!(draw("澜"), draw("江"));
            let (_, pixels) = decode(&draw("澜").unwrap());
            let white = pixels.iter().filter(|pixel| pixel[1] > 200).count();
            assert!(white > 1_000, "{white}");
        }
    }

    #[test]
    fn what_is_no_png_is_no_logo() {
        let whole = logo(8, 8, [1, 2, 3, 255]);
        for bad in [&b""[..], b"<svg/>", &whole[..whole.len() / 2]] {
            assert!(Logo::decode(bad).is_none());
        }
        // A header that promises more pixels than are decoded.
        let mut large = whole.clone();
        large[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
        assert!(Logo::decode(&large).is_none());
    }
}
