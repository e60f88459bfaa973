//! Tests of decoding, with pictures made here.

use super::*;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};
use proptest::prelude::*;

/// The EXIF segment of a JPEG that says how it lies, and where it was taken.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(tiff.len() + 2).unwrap().to_be_bytes();
    [&[0xff, 0xe1], &length[..], &tiff].concat()
}

fn jpeg(image: &RgbImage, segment: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95).encode_image(image).unwrap();
    [&bytes[..2], segment, &bytes[2..]].concat()
}

fn png(bytes: &[u8], width: u32, height: u32, colours: ExtendedColorType) -> Vec<u8> {
    let mut out = Vec::new();
    PngEncoder::new(&mut out).write_image(bytes, width, height, colours).unwrap();
    out
}

fn pixels(bytes: &[u8]) -> Pixels {
    match decode(bytes).unwrap() {
        Decoded::Still(pixels) => pixels,
        Decoded::Animated { .. } => panic!("it does not move"),
    }
}

const CORNERS: [[u8; 3]; 4] = [[250, 20, 20], [20, 240, 20], [20, 20, 250], [250, 250, 250]];

/// Which of [`CORNERS`] has the colour that is nearest.
fn nearest(pixel: &[u8]) -> usize {
    let distance = |corner: &[u8; 3]| -> u32 {
        corner.iter().zip(pixel).map(|(a, b)| u32::from(a.abs_diff(*b))).sum()
    };
    (0..4).min_by_key(|corner| distance(&CORNERS[*corner])).unwrap()
}

#[test]
fn a_picture_stands_upright_whatever_its_orientation() {
    let (width, height) = (48, 32);
    // Seen upright: red, green above; blue, white below.
    let colour = |x: u32, y: u32| {
        Rgb(CORNERS[usize::from(x >= width / 2) + 2 * usize::from(y >= height / 2)])
    };
    for orientation in 1..=8 {
        let lies = orientation >= 5;
        let (stored_width, stored_height) = if lies { (height, width) } else { (width, height) };
        // Where EXIF says that the first row and the first column are.
        let image = RgbImage::from_fn(stored_width, stored_height, |column, row| {
            let (x, y) = match orientation {
                1 => (column, row),
                2 => (width - 1 - column, row),
                3 => (width - 1 - column, height - 1 - row),
                4 => (column, height - 1 - row),
                5 => (row, column),
                6 => (width - 1 - row, column),
                7 => (width - 1 - row, height - 1 - column),
                _ => (row, height - 1 - column),
            };
            colour(x, y)
        });
        let upright = pixels(&jpeg(&image, &exif(orientation)));
        assert_eq!((upright.width, upright.height), (width, height), "{orientation}");
        let at = |x: u32, y: u32| {
            let start = 3 * (y * width + x) as usize;
            nearest(&upright.bytes[start..start + 3])
        };
        let corners = [at(4, 4), at(width - 5, 4), at(4, height - 5), at(width - 5, height - 5)];
        assert_eq!(corners, [0, 1, 2, 3], "{orientation}");
    }
}

#[test]
fn the_colours_of_a_wide_profile_become_those_of_the_web() {
    let image = RgbImage::from_pixel(16, 16, Rgb([200, 80, 60]));
    let profile = ColorProfile::new_display_p3().encode().unwrap();
    let head = b"ICC_PROFILE\0\x01\x01";
    let length = u16::try_from(profile.len() + head.len() + 2).unwrap().to_be_bytes();
    let segment = [&[0xff, 0xe2], &length[..], head, &profile].concat();
    let (plain, wide) = (pixels(&jpeg(&image, &[])), pixels(&jpeg(&image, &segment)));
    // The same red is more saturated in Display P3: of sRGB it takes more.
    assert!(wide.bytes[0] > plain.bytes[0] + 5, "{:?} {:?}", &wide.bytes[..3], &plain.bytes[..3]);
    // A damaged profile is ignored.
    let damaged = [&segment[..40], &vec![7; segment.len() - 40]].concat();
    assert_eq!(pixels(&jpeg(&image, &damaged)).bytes, plain.bytes);
}

#[test]
fn alpha_is_kept_only_where_something_is_transparent() {
    let clear = [10, 20, 30, 0, 40, 50, 60, 255];
    let read = pixels(&png(&clear, 2, 1, ExtendedColorType::Rgba8));
    assert_eq!((read.has_alpha, &read.bytes[3..]), (true, &clear[3..]));
    let opaque = [10, 20, 30, 255, 40, 50, 60, 255];
    let read = pixels(&png(&opaque, 2, 1, ExtendedColorType::Rgba8));
    assert_eq!((read.has_alpha, &*read.bytes), (false, &[10, 20, 30, 40, 50, 60][..]));
    let grey = pixels(&png(&[7, 9], 2, 1, ExtendedColorType::L8));
    assert_eq!(grey.bytes, [7, 7, 7, 9, 9, 9]);
    let deep = [[1, 2].repeat(3), [3, 4].repeat(3)].concat();
    assert_eq!(pixels(&png(&deep, 2, 1, ExtendedColorType::Rgb16)).bytes.len(), 6);
}

#[test]
fn a_drawing_is_told_from_a_photo_by_its_colours() {
    let photo: Vec<u8> = (0..300_u32).flat_map(|n| [(n % 256) as u8, (n / 2) as u8, 7]).collect();
    let drawing: Vec<u8> = (0..300_u32).flat_map(|n| [(n % 8) as u8, 0, 7]).collect();
    assert!(!pixels(&png(&photo, 300, 1, ExtendedColorType::Rgb8)).is_drawing);
    assert!(pixels(&png(&drawing, 300, 1, ExtendedColorType::Rgb8)).is_drawing);
    let image = RgbImage::from_pixel(16, 16, Rgb([200, 80, 60]));
    assert!(!pixels(&jpeg(&image, &[])).is_drawing, "JPEG has blurred it already");
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let small = png(&[0; 3], 1, 1, ExtendedColorType::Rgb8);
    let with_size = |width: u32, height: u32| {
        let mut bomb = small.clone();
        bomb[16..20].copy_from_slice(&width.to_be_bytes());
        bomb[20..24].copy_from_slice(&height.to_be_bytes());
        let mut crc = flate2::Crc::new();
        crc.update(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&crc.sum().to_be_bytes());
        decode(&bomb).unwrap_err()
    };
    for (width, height) in [(12_000, 9_000), (20_001, 1), (1, 20_001), (1 << 30, 1 << 30)] {
        assert_eq!(with_size(width, height), PictureError::TooManyPixels { width, height });
    }
    assert_ne!(
        with_size(6_000, 6_000),
        PictureError::TooManyPixels { width: 6_000, height: 6_000 }
    );
    // The same in a JPEG, whose frame header has height before width.
    let mut bomb = jpeg(&RgbImage::new(8, 8), &[]);
    let frame = bomb.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    let refused = PictureError::TooManyPixels { width: 65_535, height: 65_535 };
    assert_eq!(decode(&bomb).unwrap_err(), refused);
}

#[test]
fn what_is_no_picture_or_half_of_one_is_told_by_kind() {
    for other in [&b""[..], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<!DOCTYPE html>", b"BM"]
    {
        assert_eq!(decode(other).unwrap_err(), PictureError::Format);
    }
    let image =
        RgbImage::from_fn(64, 64, |x, y| Rgb([(3 * x) as u8, (3 * y) as u8, (x * y) as u8]));
    // A preview within the metadata has an end of its own.
    let preview = [&[0xff, 0xe5, 0, 6][..], &[0xff, 0xd9, 0xff, 0xd9]].concat();
    let whole = jpeg(&image, &preview);
    assert!(decode(&whole).is_ok());
    assert_eq!(decode(&whole[..whole.len() / 2]).unwrap_err(), PictureError::Truncated);
    let whole = png(image.as_raw(), 64, 64, ExtendedColorType::Rgb8);
    assert_eq!(decode(&whole[..whole.len() / 2]).unwrap_err(), PictureError::Truncated);
}

proptest! {
    /// Neither a panic nor a picture beyond the limits, whatever the bytes.
    #[test]
    fn damaged_files_are_errors(at in 0_usize..700, byte: u8, cut in 0_usize..700) {
        let image = RgbImage::from_fn(16, 16, |x, y| Rgb([x as u8 * 9, y as u8 * 9, 5]));
        for whole in [jpeg(&image, &exif(6)), png(image.as_raw(), 16, 16, ExtendedColorType::Rgb8)] {
            let mut damaged = whole.clone();
            let length = damaged.len();
            damaged[at % length] = byte;
            damaged.truncate(length - cut % length);
            if let Ok(Decoded::Still(pixels)) = decode(&damaged) {
                let size = u64::from(pixels.width) * u64::from(pixels.height);
                prop_assert!(size <= MAX_PIXELS);
                prop_assert_eq!(pixels.bytes.len() as u64, size * pixels.channels() as u64);
            }
        }
    }
}
