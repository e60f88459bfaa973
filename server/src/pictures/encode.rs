//! Encoding: a picture in each of its widths as WebP, and once in a format that everything shows.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use webp::{Encoder, PixelLayout, WebPConfig};
use zaidu_model::DominantColor;

use super::color::dominant_color;
use super::decode::Pixels;
use super::error::PictureError;
use super::limits::Deadline;
use super::widths::{height_at, widths};

/// Quality of WebP and of JPEG, of 100. The docs of decision 029 have the sizes that follow.
const WEBP_QUALITY: f32 = 80.0;
const JPEG_QUALITY: u8 = 80;

/// Maximum length of a side in WebP, in pixels.
const MAX_WEBP_SIDE: u32 = 16_383;

/// A file of a picture.
#[derive(Debug)]
pub(super) struct EncodedFile {
    /// Its width in pixels.
    pub(super) width: u32,
    /// `webp`, `jpg` or `png`.
    pub(super) extension: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// The files of a picture.
#[derive(Debug)]
pub(super) struct Encoded {
    /// Width and height of the widest file.
    pub(super) size: (u32, u32),
    /// From narrow to wide.
    pub(super) variants: Vec<EncodedFile>,
    /// The widest in JPEG or PNG, for what shows no WebP: link previews, old browsers.
    pub(super) fallback: EncodedFile,
    /// The colour that most of it has, unless something of it is transparent.
    pub(super) color: Option<DominantColor>,
}

/// Makes the files of a picture.
///
/// # Errors
/// [`PictureError::Encode`] or [`PictureError::Slow`].
pub(super) fn encode(pixels: Pixels, deadline: Deadline) -> Result<Encoded, PictureError> {
    let own = (pixels.width, pixels.height);
    let widths = widths(pixels.width);
    let (mut current, mut variants, mut fallback) = (pixels, Vec::new(), None);
    let mut size = own;
    // Each from the next wider one, which takes a fraction of the time.
    for width in widths.into_iter().rev() {
        deadline.check()?;
        let height = height_at(width, own);
        if (width, height) != (current.width, current.height) {
            current = resized(&current, width, height)?;
        }
        if fallback.is_none() {
            size = (width, height);
            fallback = Some(compatible(&current)?);
            deadline.check()?;
        }
        variants.push(match height <= MAX_WEBP_SIDE {
            true => webp(&current)?,
            false => compatible(&current)?,
        });
    }
    variants.reverse();
    // The narrowest has few enough pixels to count.
    let color = (!current.has_alpha).then(|| dominant_color(&current.bytes));
    let fallback = fallback.ok_or_else(|| PictureError::Encode("it has no width".to_owned()))?;
    Ok(Encoded { size, variants, fallback, color })
}

fn resized(pixels: &Pixels, width: u32, height: u32) -> Result<Pixels, PictureError> {
    let failed = |error: &dyn std::fmt::Display| PictureError::Encode(error.to_string());
    let kind = if pixels.has_alpha { PixelType::U8x4 } else { PixelType::U8x3 };
    let source = ImageRef::new(pixels.width, pixels.height, &pixels.bytes, kind);
    let source = source.map_err(|error| failed(&error))?;
    let mut target = Image::new(width, height, kind);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
        // What is transparent has no colour that could bleed into its neighbours.
        .use_alpha(pixels.has_alpha);
    let done = Resizer::new().resize(&source, &mut target, &options);
    done.map_err(|error| failed(&error))?;
    Ok(Pixels { width, height, bytes: target.into_vec(), ..*pixels })
}

fn webp(pixels: &Pixels) -> Result<EncodedFile, PictureError> {
    let failed = |reason: String| PictureError::Encode(format!("as WebP: {reason}"));
    let mut config = WebPConfig::new().map_err(|()| failed("no configuration".to_owned()))?;
    config.quality = WEBP_QUALITY;
    config.lossless = i32::from(pixels.is_drawing);
    let layout = if pixels.has_alpha { PixelLayout::Rgba } else { PixelLayout::Rgb };
    let encoder = Encoder::new(&pixels.bytes, layout, pixels.width, pixels.height);
    let bytes = encoder.encode_advanced(&config).map_err(|error| failed(format!("{error:?}")))?;
    Ok(EncodedFile { width: pixels.width, extension: "webp", bytes: bytes.to_vec() })
}

/// As JPEG; as PNG what is transparent or drawn.
fn compatible(pixels: &Pixels) -> Result<EncodedFile, PictureError> {
    let Pixels { width, height, ref bytes, has_alpha, is_drawing } = *pixels;
    let mut out = Cursor::new(Vec::new());
    let colours = if has_alpha { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
    let (extension, done) = if has_alpha || is_drawing {
        ("png", PngEncoder::new(&mut out).write_image(bytes, width, height, colours))
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY);
        ("jpg", encoder.write_image(bytes, width, height, colours))
    };
    done.map_err(|error| PictureError::Encode(format!("as {extension}: {error}")))?;
    Ok(EncodedFile { width, extension, bytes: out.into_inner() })
}

#[cfg(test)]
mod tests {
    use super::super::decode::{Decoded, decode};
    use super::*;

    /// A picture of two halves, red above green.
    fn pixels(width: u32, height: u32, has_alpha: bool) -> Pixels {
        let rows = (0..height).flat_map(|row| {
            let pixel: &[u8] =
                if row < height / 2 { &[220, 30, 30, 0] } else { &[20, 200, 60, 255] };
            let pixel = if has_alpha { pixel } else { &pixel[..3] };
            pixel.repeat(width as usize)
        });
        Pixels { width, height, bytes: rows.collect(), has_alpha, is_drawing: false }
    }

    fn still(bytes: &[u8]) -> Pixels {
        match decode(bytes).unwrap() {
            Decoded::Still(pixels) => pixels,
            Decoded::Animated { .. } => panic!("it does not move"),
        }
    }

    fn made(pixels: Pixels) -> Encoded {
        encode(pixels, Deadline::start()).unwrap()
    }

    #[test]
    fn each_width_is_a_file_of_that_width() {
        let made = made(pixels(500, 100, false));
        let files: Vec<_> = made.variants.iter().map(|file| (file.width, file.extension)).collect();
        assert_eq!(files, [(320, "webp"), (480, "webp"), (500, "webp")]);
        for file in made.variants.iter().chain([&made.fallback]) {
            let read = still(&file.bytes);
            assert_eq!((read.width, read.has_alpha), (file.width, false));
            assert_eq!(read.height, height_at(file.width, (500, 100)));
            assert!(read.bytes[0] > 180 && read.bytes[1] < 80, "red above");
        }
        assert_eq!((made.size, made.fallback.extension), ((500, 100), "jpg"));
        assert!(made.color.is_some());
        assert!(made.fallback.bytes.starts_with(b"\xff\xd8\xff"));
    }

    #[test]
    fn what_is_transparent_stays_so() {
        let made = made(pixels(330, 20, true));
        assert_eq!((made.fallback.extension, made.color), ("png", None));
        for file in made.variants.iter().chain([&made.fallback]) {
            let read = still(&file.bytes);
            assert!(read.has_alpha, "{}", file.extension);
            let last = read.bytes.len() - 4;
            assert_eq!((read.bytes[3], read.bytes[last + 3]), (0, 255));
            assert!(read.bytes[last + 1] > 150, "green, without the red of what is transparent");
        }
    }

    #[test]
    fn drawings_keep_their_colours_exactly() {
        let drawn = Pixels { is_drawing: true, ..pixels(300, 8, false) };
        let made = made(drawn.clone());
        for file in made.variants.iter().chain([&made.fallback]) {
            assert_eq!(still(&file.bytes).bytes, drawn.bytes, "{}", file.extension);
        }
        assert_eq!(made.fallback.extension, "png");
    }

    #[test]
    fn what_is_too_tall_for_webp_is_no_webp() {
        let made = made(pixels(1, 16_384, false));
        assert_eq!((made.variants.len(), made.variants[0].extension), (1, "jpg"));
    }
}
