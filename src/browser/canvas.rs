//! 2D canvas for images that are drawn in the browser.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::future_to_promise;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlImageElement, Path2d};

use super::clock;
use super::page::{document, property};

/// How long an image may take to load, in milliseconds.
const TIMEOUT: u32 = 3_000;

/// The browser has no canvas, or does not let it be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CanvasError;

/// An image that can be drawn.
#[derive(Debug)]
pub struct CanvasImage(HtmlImageElement);

impl CanvasImage {
    /// Loads the image at `url`. `None` if that fails, takes longer than three seconds, or if its
    /// server does not let this page read it: the canvas could not be read any more.
    pub fn load(url: &str) -> impl Future<Output = Option<Self>> + use<> {
        // Started at once, so that several load together.
        let started = Self::start(url);
        async {
            let (image, loaded) = started?;
            JsFuture::from(loaded).await.ok()?;
            let image = Self(image.dyn_into().ok()?);
            let (width, height) = image.size();
            (width > 0.0 && height > 0.0).then_some(image)
        }
    }

    /// The element, and a promise that it is loaded.
    fn start(url: &str) -> Option<(Element, Promise)> {
        let image = document().filter(|_| !url.is_empty())?.create_element("img").ok()?;
        image.set_attribute("crossorigin", "anonymous").ok()?;
        image.set_attribute("referrerpolicy", "no-referrer").ok()?;
        image.set_attribute("src", url).ok()?;
        let decode: Function = property(&image, "decode").dyn_into().ok()?;
        let decoded = decode.call0(&image).ok()?;
        let timeout = future_to_promise(async {
            clock::sleep(TIMEOUT).await;
            Err(JsValue::NULL)
        });
        Some((image, Promise::race(&Array::of2(&decoded, &timeout))))
    }

    /// Its width and height.
    #[must_use]
    pub fn size(&self) -> (f64, f64) {
        let side = |name| property(&self.0, name).as_f64().unwrap_or_default();
        (side("naturalWidth"), side("naturalHeight"))
    }
}

/// A canvas outside the document. All lengths are pixels of the image.
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

    /// Sets the size.
    pub fn resize(&self, width: u32, height: u32) {
        self.element.set_width(width);
        self.element.set_height(height);
    }

    /// Draws `image` into a rectangle, given as x, y, width and height.
    pub fn draw_image(&self, image: &CanvasImage, [x, y, width, height]: [f64; 4]) {
        // It fails only for an image that is not loaded.
        let _ = self
            .context
            .draw_image_with_html_image_element_and_dw_and_dh(&image.0, x, y, width, height);
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
