//! A picture in memory, on which rectangles and text are drawn.

use super::fonts::Face;

/// The picture: three bytes a pixel.
pub(super) struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Canvas {
    /// A picture of one colour.
    pub(super) fn new(width: u32, height: u32, color: [u8; 3]) -> Self {
        let pixels = color.repeat(width as usize * height as usize);
        Self { width, height, pixels }
    }

    /// Fills a rectangle, given as x, y, width and height.
    pub(super) fn fill(&mut self, color: [u8; 3], [x, y, width, height]: [f32; 4]) {
        // All are small and not negative.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let [left, top, right, bottom] = [x, y, x + width, y + height].map(|it| it.round() as u32);
        for y in top..bottom {
            for x in left..right {
                self.blend(x, y, color, 1.0);
            }
        }
    }

    /// Draws `text` from `x` on; `y` is the baseline.
    pub(super) fn text(
        &mut self,
        face: &Face<'_>,
        size: f32,
        x: f32,
        y: f32,
        color: [u8; 3],
        text: &str,
    ) {
        face.draw(size, x, y, text, |x, y, coverage| {
            if x >= 0.0 && y >= 0.0 {
                // Not negative, and a value that is too large is outside.
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                self.blend(x as u32, y as u32, color, coverage);
            }
        });
    }

    /// Mixes `color` into a pixel; nothing outside the picture.
    pub(super) fn blend(&mut self, x: u32, y: u32, color: [u8; 3], part: f32) {
        if x >= self.width || y >= self.height {
            return;
        }
        let at = (y as usize * self.width as usize + x as usize) * 3;
        for (below, above) in self.pixels[at..at + 3].iter_mut().zip(color) {
            let mixed = f32::from(*below) + (f32::from(above) - f32::from(*below)) * part.min(1.0);
            // Between two bytes.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            (*below = mixed.round() as u8);
        }
    }

    /// The picture as a PNG.
    pub(super) fn into_png(self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        // Writing to memory fails only for a picture without pixels.
        let written = encoder.write_header().and_then(|mut it| it.write_image_data(&self.pixels));
        debug_assert!(written.is_ok());
        out
    }
}
