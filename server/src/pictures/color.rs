//! The colour that most of a picture has.

use zaidu_model::DominantColor;

/// Bits of each part of a colour that pixels of one group share.
const BITS: u32 = 3;

/// Pixels of a group: how many, and the sums of their parts.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    pixels: u64,
    sums: [u64; 3],
}

/// The mean of the largest group of similar colours in rows of red, green and blue, a byte each;
/// black without pixels. The mean of all pixels would be a grey that is nowhere in the picture.
pub(super) fn dominant_color(rgb: &[u8]) -> DominantColor {
    let mut groups = [Group::default(); 1 << (3 * BITS)];
    for pixel in rgb.as_chunks::<3>().0 {
        let index =
            pixel.iter().fold(0, |index, part| index << BITS | usize::from(part >> (8 - BITS)));
        let group = &mut groups[index];
        group.pixels += 1;
        for (sum, part) in group.sums.iter_mut().zip(pixel) {
            *sum += u64::from(*part);
        }
    }
    let Group { pixels, sums } = groups.into_iter().max().unwrap_or_default();
    // A mean of bytes is one.
    DominantColor::nearest(sums.map(|sum| (sum / pixels.max(1)) as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_most_pixels_have_and_no_mean_of_all() {
        let sky = [[64, 136, 204], [70, 130, 210]].concat().repeat(30);
        let snow = [255, 255, 255].repeat(40);
        let night = [0, 0, 0].repeat(5);
        let all = [sky, snow, night].concat();
        assert_eq!(dominant_color(&all).to_string(), "#48c");
        assert_eq!(dominant_color(&[]).to_string(), "#000");
    }
}
