//! Poster: an article drawn on a canvas as an image to save and send, with title, excerpt, source,
//! time and a QR code of its URL.

mod layout;
mod typeset;

use super::methods::ShareMethod;
use super::qr_code::QrPath;
use super::targets::ShareData;
use crate::browser::canvas::{Canvas, CanvasError};
use crate::browser::page;
use layout::{TextStyle, layout};

/// The image is viewed outside the page, on any background: it always has the colours of the
/// light theme, whatever the reader's colour scheme.
const PAPER: &str = "#fdfcfa";
const INK: &str = "#1c1a17";
const SECONDARY: &str = "#5c564d";
const HAIRLINE: &str = "#e7e2d9";
const ACCENT: &str = "#a8281f";
const WHITE: &str = "#fff";
const BLACK: &str = "#000";

/// Draws the poster of `data`, as a URL that contains the image.
pub(super) fn draw(data: &ShareData) -> Result<String, CanvasError> {
    let canvas = Canvas::new()?;
    let code = QrPath::encode(&data.url_for(ShareMethod::Poster.key()));
    let (serif, sans) = (page::css_property("--serif"), page::css_property("--sans"));
    let font = |style: TextStyle| {
        let (size, is_serif) = style.font();
        [size, if is_serif { &serif } else { &sans }].concat()
    };
    let side = code.as_ref().map_or(0, |code| code.side);
    let plan = layout(data, side, &|style, text| canvas.measure_text(&font(style), text));
    let fill = |color, rect: [u32; 4]| canvas.fill_rect(color, rect.map(f64::from));
    canvas.resize(layout::WIDTH, plan.height);
    fill(PAPER, [0, 0, layout::WIDTH, plan.height]);
    fill(ACCENT, plan.accent);
    for rule in plan.rules {
        fill(HAIRLINE, rule);
    }
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
