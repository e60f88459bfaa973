//! Decoding: from the bytes of a file to upright pixels in sRGB. What a file would cost is known
//! from its header before any of it is decoded.

use std::collections::HashSet;
use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{AnimationDecoder, ImageDecoder, ImageError, ImageFormat, Limits};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use zaidu_model::Size;

use super::error::PictureError;
use super::limits::{MAX_DECODED, MAX_PIXELS};

/// A picture with this many colours or fewer is a drawing, such as a chart or a screenshot.
const MAX_COLOURS_OF_DRAWING: usize = 256;

/// What is in a file.
#[derive(Debug)]
pub(super) enum Decoded {
    /// A picture.
    Still(Pixels),
    /// A moving picture, which stays as it is.
    Animated { size: Size, extension: &'static str },
}

/// Upright pixels in sRGB, without metadata.
#[derive(Debug, Clone)]
pub(super) struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Rows of red, green and blue, and of alpha if `has_alpha`, a byte each.
    pub(super) bytes: Vec<u8>,
    /// Whether something of it is transparent.
    pub(super) has_alpha: bool,
    /// Whether it is a drawing, whose edges a lossy encoder would blur.
    pub(super) is_drawing: bool,
}

/// Decodes the file `bytes`.
///
/// # Errors
/// [`PictureError`] when it is no picture, costs too much, or is damaged.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, PictureError> {
    let reader = || Cursor::new(bytes);
    match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => {
            if !is_whole_jpeg(bytes) {
                return Err(PictureError::Truncated);
            }
            still(bytes, JpegDecoder::new(reader()).map_err(damaged)?, false)
        }
        Ok(ImageFormat::Png) => {
            let decoder = PngDecoder::new(reader()).map_err(damaged)?;
            match decoder.is_apng().map_err(damaged)? {
                true => animated(&decoder, "png"),
                false => still(bytes, decoder, true),
            }
        }
        Ok(ImageFormat::WebP) => {
            let decoder = WebPDecoder::new(reader()).map_err(damaged)?;
            match decoder.has_animation() {
                true => animated(&decoder, "webp"),
                false => still(bytes, decoder, false),
            }
        }
        Ok(ImageFormat::Gif) => {
            let decoder = limited(GifDecoder::new(reader()).map_err(damaged)?)?;
            let size = size_of(&decoder)?;
            // The header does not tell how many frames there are.
            match decoder.into_frames().nth(1) {
                Some(Ok(_)) => Ok(Decoded::Animated { size, extension: "gif" }),
                Some(Err(_)) | None => {
                    still(bytes, GifDecoder::new(reader()).map_err(damaged)?, true)
                }
            }
        }
        _ => Err(PictureError::Format),
    }
}

fn animated(decoder: &impl ImageDecoder, extension: &'static str) -> Result<Decoded, PictureError> {
    Ok(Decoded::Animated { size: size_of(decoder)?, extension })
}

/// The size that the header tells, if it may be decoded.
fn size_of(decoder: &impl ImageDecoder) -> Result<Size, PictureError> {
    let (width, height) = decoder.dimensions();
    let is_small =
        u64::from(width) * u64::from(height) <= MAX_PIXELS && decoder.total_bytes() <= MAX_DECODED;
    let size = Size::new(width, height).filter(|_| is_small);
    size.ok_or(PictureError::TooManyPixels { width, height })
}

/// `decoder` with limits on what it allocates.
fn limited<D: ImageDecoder>(mut decoder: D) -> Result<D, PictureError> {
    size_of(&decoder)?;
    let mut limits = Limits::no_limits();
    (limits.max_image_width, limits.max_image_height) = (Some(Size::MAX), Some(Size::MAX));
    limits.max_alloc = Some(2 * MAX_DECODED);
    decoder.set_limits(limits).map_err(damaged)?;
    Ok(decoder)
}

/// Decodes the picture in `bytes`, whose header `decoder` has read.
fn still(
    bytes: &[u8],
    mut decoder: impl ImageDecoder,
    may_be_drawing: bool,
) -> Result<Decoded, PictureError> {
    size_of(&decoder)?;
    // Damaged metadata are no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    drop(decoder);
    // A function without type parameters is compiled with its crate, which is optimised in debug
    // builds too. It has limits on what it allocates.
    let mut image = image::load_from_memory(bytes).map_err(damaged)?;
    image.apply_orientation(orientation);
    let (width, height) = (image.width(), image.height());
    let mut pixels = if image.color().has_alpha() {
        let bytes = image.into_rgba8().into_raw();
        Pixels { width, height, bytes, has_alpha: true, is_drawing: false }
    } else {
        let bytes = image.into_rgb8().into_raw();
        Pixels { width, height, bytes, has_alpha: false, is_drawing: false }
    };
    if let Some(profile) = profile {
        pixels.convert_to_srgb(&profile);
    }
    pixels.drop_opaque_alpha();
    pixels.is_drawing = may_be_drawing && pixels.is_drawn();
    Ok(Decoded::Still(pixels))
}

impl Pixels {
    /// Bytes of a pixel.
    pub(super) fn channels(&self) -> usize {
        if self.has_alpha { 4 } else { 3 }
    }

    /// Converts from the colours of the ICC profile `profile`. Without its profile a photo of a
    /// telephone would be pale. A profile that is damaged or not one of RGB is ignored.
    fn convert_to_srgb(&mut self, profile: &[u8]) {
        let Ok(source) = ColorProfile::new_from_slice(profile) else { return };
        if source.color_space != DataColorSpace::Rgb {
            return;
        }
        let layout = if self.has_alpha { Layout::Rgba } else { Layout::Rgb };
        let srgb = ColorProfile::new_srgb();
        let options = TransformOptions::default();
        let Ok(transform) = source.create_transform_8bit(layout, &srgb, layout, options) else {
            return;
        };
        // A row at a time: a copy of the whole would double the memory.
        let mut converted = vec![0; self.width as usize * self.channels()];
        for row in self.bytes.chunks_exact_mut(converted.len().max(1)) {
            if transform.transform(row, &mut converted).is_ok() {
                row.copy_from_slice(&converted);
            }
        }
    }

    /// Drops an alpha channel of which nothing is transparent.
    fn drop_opaque_alpha(&mut self) {
        if !self.has_alpha || self.bytes.chunks_exact(4).any(|pixel| pixel[3] < u8::MAX) {
            return;
        }
        let pixels = self.bytes.len() / 4;
        for pixel in 0..pixels {
            self.bytes.copy_within(4 * pixel..4 * pixel + 3, 3 * pixel);
        }
        self.bytes.truncate(3 * pixels);
        self.has_alpha = false;
    }

    fn is_drawn(&self) -> bool {
        let mut colours = HashSet::new();
        self.bytes.chunks_exact(self.channels()).all(|pixel| {
            colours.insert(pixel);
            colours.len() <= MAX_COLOURS_OF_DRAWING
        })
    }
}

fn damaged(error: ImageError) -> PictureError {
    if let ImageError::IoError(error) = &error
        && error.kind() == std::io::ErrorKind::UnexpectedEof
    {
        return PictureError::Truncated;
    }
    let reason = error.to_string();
    PictureError::Decode(reason.chars().take(200).collect())
}

/// Whether a JPEG has its end after its picture: the decoder shows grey in place of what is missing.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    // Segments up to the start of the first scan. Previews in them have ends of their own.
    let mut at = 2;
    while let Some([0xff, marker]) = bytes.get(at..at + 2) {
        match marker {
            // Padding before a marker.
            0xff => at += 1,
            0xda => return bytes[at..].windows(2).any(|pair| pair == [0xff, 0xd9]),
            _ => {
                let Some([high, low]) = bytes.get(at + 2..at + 4) else { return false };
                at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
            }
        }
    }
    false
}

#[cfg(test)]
mod tests;
