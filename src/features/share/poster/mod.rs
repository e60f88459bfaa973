//! Poster: an article drawn on a canvas as an image to save and send, with picture, title, excerpt,
//! source, time, the newsroom's logo and a QR code of its URL.

mod layout;

use super::methods::ShareMethod;
use super::qr_code::QrPath;
use super::targets::ShareData;
use crate::browser::canvas::{Canvas, CanvasError, CanvasImage};
use crate::browser::page;
pub(super) use layout::Form;
use layout::{Parts, TextStyle, WIDTH, layout};

/// The image is viewed outside the page, on any background: it always has the colours of the
/// light theme, whatever the reader's colour scheme.
const PAPER: &str = "#fdfcfa";
const INK: &str = "#1c1a17";
const SECONDARY: &str = "#5c564d";
const HAIRLINE: &str = "#e7e2d9";
const ACCENT: &str = "#a3271e";
const WHITE: &str = "#fff";
const BLACK: &str = "#000";

/// Draws the poster of `data`, as a URL that contains the image. Pictures that cannot be loaded, or
/// whose server does not let other pages read them, are left out.
pub(super) async fn draw(data: ShareData, form: Form) -> Result<String, CanvasError> {
    let canvas = Canvas::new()?;
    let (picture, logo) = (CanvasImage::load(&data.picture), CanvasImage::load(&data.logo));
    let (picture, logo) = (picture.await, logo.await);
    let code = QrPath::encode(&data.url_for(ShareMethod::Poster.key()));
    let (serif, sans) = (page::css_property("--serif"), page::css_property("--sans"));
    let font = |style: TextStyle| {
        let (size, is_serif) = style.font();
        [size, if is_serif { &serif } else { &sans }].concat()
    };
    let parts = Parts {
        picture: picture.as_ref().map(CanvasImage::size),
        has_logo: logo.is_some(),
        side: code.as_ref().map_or(0, |code| code.side),
    };
    let plan = layout(&data, form, parts, &|style, text| canvas.measure_text(&font(style), text));
    let fill = |color, rect: [u32; 4]| canvas.fill_rect(color, rect.map(f64::from));
    canvas.resize(WIDTH, plan.height);
    match &picture {
        Some(picture) => {
            // It covers its place; what is too much is outside the canvas or below the paper.
            let (width, height) = picture.size();
            let place = (f64::from(WIDTH), f64::from(plan.picture));
            let scale = (place.0 / width).max(place.1 / height);
            let (width, height) = (width * scale, height * scale);
            let left = (place.0 - width) / 2.0;
            canvas.draw_image(picture, [left, (place.1 - height) / 2.0, width, height]);
            fill(PAPER, [0, plan.picture, WIDTH, plan.height - plan.picture]);
        }
        None => {
            fill(PAPER, [0, 0, WIDTH, plan.height]);
            fill(ACCENT, [0, 0, WIDTH, 16]);
        }
    }
    match &logo {
        Some(logo) => {
            // Whole, in its place.
            let [left, top, side, _] = plan.logo.map(f64::from);
            let (width, height) = logo.size();
            let scale = (side / width).min(side / height);
            let (width, height) = (width * scale, height * scale);
            let (x, y) = (left + (side - width) / 2.0, top + (side - height) / 2.0);
            canvas.draw_image(logo, [x, y, width, height]);
        }
        None => fill(ACCENT, plan.logo),
    }
    fill(HAIRLINE, plan.rule);
    for line in &plan.lines {
        let color = if line.style.is_secondary() { SECONDARY } else { INK };
        let (x, y) = (f64::from(line.x), f64::from(line.y));
        canvas.fill_text(color, &font(line.style), &line.text, x, y);
    }
    if let Some(code) = code {
        fill(WHITE, plan.code);
        let [x, y, ..] = plan.code.map(f64::from);
        let module = f64::from(plan.module);
        let inset = f64::from(super::qr_code::QUIET_ZONE) * module;
        // A stroked line is centred in its row.
        canvas.stroke_path(BLACK, &code.path, x + inset, y + inset + module / 2.0, module);
    }
    canvas.to_data_url()
}
