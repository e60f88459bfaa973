//! 2D canvas for images that are drawn in the browser.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, Path2d};

use super::page::{document, window};

/// The browser has no canvas, or does not let it be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CanvasError;

/// A canvas outside the document. All lengths are CSS pixels.
#[derive(Debug)]
pub struct Canvas {
    element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Canvas {
    /// An empty canvas.
    ///
    /// # Errors
    /// [`CanvasError`] in a browser without a 2D canvas.
    pub fn new() -> Result<Self, CanvasError> {
        let element =
            document().and_then(|it| it.create_element("canvas").ok()).ok_or(CanvasError)?;
        let element: HtmlCanvasElement = element.dyn_into().map_err(|_| CanvasError)?;
        let context = element.get_context("2d").ok().flatten().ok_or(CanvasError)?;
        let context = context.dyn_into().map_err(|_| CanvasError)?;
        Ok(Self { element, context })
    }

    /// The width of `text` in `font`, which is in CSS syntax.
    #[must_use]
    pub fn measure_text(&self, font: &str, text: &str) -> f64 {
        self.context.set_font(font);
        self.context.measure_text(text).map_or(0.0, |measured| measured.width())
    }

    /// Sets the size. The backing store has the resolution of the device, but at least two
    /// pixels per CSS pixel, since the image may be viewed on another device.
    pub fn resize(&self, width: u32, height: u32) {
        let scale =
            window().map_or(2.0, |window| window.device_pixel_ratio()).ceil().clamp(2.0, 4.0);
        // Clamped, so it fits.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let factor = scale as u32;
        self.element.set_width(width * factor);
        self.element.set_height(height * factor);
        // It fails only for a scale that is not finite.
        let _ = self.context.scale(scale, scale);
    }

    /// Fills a rectangle, given as x, y, width and height.
    pub fn fill_rect(&self, color: &str, [x, y, width, height]: [f64; 4]) {
        self.context.set_fill_style_str(color);
        self.context.fill_rect(x, y, width, height);
    }

    /// Draws `text` from `x` on; `y` is its baseline.
    pub fn fill_text(&self, color: &str, font: &str, text: &str, x: f64, y: f64) {
        self.context.set_fill_style_str(color);
        self.context.set_font(font);
        // Characters without a font are drawn as boxes.
        let _ = self.context.fill_text(text, x, y);
    }

    /// Strokes an SVG path with a line width of 1, scaled by `scale` and moved to (`x`, `y`).
    pub fn stroke_path(&self, color: &str, path: &str, x: f64, y: f64, scale: f64) {
        let Ok(path) = Path2d::new_with_path_string(path) else { return };
        let context = &self.context;
        context.set_stroke_style_str(color);
        // They fail only for numbers that are not finite.
        let _ = context.translate(x, y).and_then(|()| context.scale(scale, scale));
        context.stroke_with_path(&path);
        let _ = context.scale(1.0 / scale, 1.0 / scale).and_then(|()| context.translate(-x, -y));
    }

    /// The image as a data URL: in the web views of some apps only such an image can be
    /// saved.
    ///
    /// # Errors
    /// [`CanvasError`] in a browser that blocks it as a protection against fingerprinting.
    pub fn to_data_url(&self) -> Result<String, CanvasError> {
        self.element.to_data_url().map_err(|_| CanvasError)
    }
}
