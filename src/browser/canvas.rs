//! A picture drawn in the browser.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, Path2d};

use super::page::{document, window};

/// The browser draws no pictures, or keeps them to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CanvasError;

/// A canvas that never stands on the page. All lengths are CSS pixels.
#[derive(Debug)]
pub struct Canvas {
    element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Canvas {
    /// An empty one.
    ///
    /// # Errors
    /// [`CanvasError`] in a browser without canvas, or with one for itself.
    pub fn new() -> Result<Self, CanvasError> {
        let element =
            document().and_then(|it| it.create_element("canvas").ok()).ok_or(CanvasError)?;
        let element: HtmlCanvasElement = element.dyn_into().map_err(|_| CanvasError)?;
        let context = element.get_context("2d").ok().flatten().ok_or(CanvasError)?;
        let context = context.dyn_into().map_err(|_| CanvasError)?;
        Ok(Self { element, context })
    }

    /// How wide `text` is in `font`, which is written as in CSS.
    #[must_use]
    pub fn measure_text(&self, font: &str, text: &str) -> f64 {
        self.context.set_font(font);
        self.context.measure_text(text).map_or(0.0, |measured| measured.width())
    }

    /// Makes it `width` by `height`, in the pixels of the device: at least two a
    /// length, for it may be looked at on another.
    pub fn resize(&self, width: u32, height: u32) {
        let scale =
            window().map_or(2.0, |window| window.device_pixel_ratio()).ceil().clamp(2.0, 4.0);
        // Clamped, so it fits.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let whole = scale as u32;
        self.element.set_width(width * whole);
        self.element.set_height(height * whole);
        // It fails only for scales that are not finite.
        let _ = self.context.scale(scale, scale);
    }

    /// Fills a rectangle.
    pub fn fill_rect(&self, color: &str, [x, y, width, height]: [f64; 4]) {
        self.context.set_fill_style_str(color);
        self.context.fill_rect(x, y, width, height);
    }

    /// Writes `text` from `x` on; `y` is its baseline.
    pub fn fill_text(&self, color: &str, font: &str, text: &str, x: f64, y: f64) {
        self.context.set_fill_style_str(color);
        self.context.set_font(font);
        // Text is always text; where there is no font for it, boxes stand.
        let _ = self.context.fill_text(text, x, y);
    }

    /// Draws the lines of an SVG path, which are one wide, from (`x`, `y`) on and
    /// `scale` times as large.
    pub fn stroke_path(&self, color: &str, path: &str, x: f64, y: f64, scale: f64) {
        let Ok(path) = Path2d::new_with_path_string(path) else { return };
        let context = &self.context;
        context.set_stroke_style_str(color);
        // They fail only for numbers that are not finite.
        let _ = context.translate(x, y).and_then(|()| context.scale(scale, scale));
        context.stroke_with_path(&path);
        let _ = context.scale(1.0 / scale, 1.0 / scale).and_then(|()| context.translate(-x, -y));
    }

    /// What was drawn, as an address that holds the whole picture: inside some
    /// apps only such a one can be kept.
    ///
    /// # Errors
    /// [`CanvasError`] by a browser that guards its readers against fingerprints.
    pub fn to_data_url(&self) -> Result<String, CanvasError> {
        self.element.to_data_url().map_err(|_| CanvasError)
    }
}
