//! An article as a picture to keep and to send: title, excerpt, source, time,
//! and its address as a code.

mod layout;
mod typeset;

use super::methods::Way;
use super::qr_code::Code;
use super::targets::Shared;
use crate::browser::canvas::{Canvas, Refused};
use crate::browser::page;
use layout::{Hand, layout};

/// A picture is looked at elsewhere, on any page: it has the colours of paper
/// whatever the reader's screen has.
const PAPER: &str = "#fdfcfa";
const INK: &str = "#1c1a17";
const SOFT: &str = "#5c564d";
const HAIRLINE: &str = "#e7e2d9";
const ACCENT: &str = "#a8281f";
const WHITE: &str = "#fff";
const BLACK: &str = "#000";

/// The poster of `shared`, as an address that holds the whole picture.
pub(super) fn draw(shared: &Shared) -> Result<String, Refused> {
    let canvas = Canvas::new()?;
    let code = Code::of(&shared.by(Way::Poster.key()));
    let (serif, sans) = (page::token("--serif"), page::token("--sans"));
    let font = |hand: Hand| {
        let (size, is_serif) = hand.font();
        [size, if is_serif { &serif } else { &sans }].concat()
    };
    let side = code.as_ref().map_or(0, |code| code.side);
    let plan = layout(shared, side, &|hand, text| canvas.width(&font(hand), text));
    let fill = |color, place: [u32; 4]| canvas.fill(color, place.map(f64::from));
    canvas.size(layout::WIDTH, plan.height);
    fill(PAPER, [0, 0, layout::WIDTH, plan.height]);
    fill(ACCENT, plan.seal);
    for rule in plan.rules {
        fill(HAIRLINE, rule);
    }
    for line in &plan.lines {
        let color = if line.hand.is_soft() { SOFT } else { INK };
        let (x, y) = (f64::from(line.x), f64::from(line.y));
        canvas.write(color, &font(line.hand), &line.text, x, y);
    }
    if let Some(code) = code {
        fill(WHITE, plan.code);
        let [x, y, ..] = plan.code.map(f64::from);
        let module = f64::from(plan.module);
        let inset = f64::from(super::qr_code::QUIET) * module;
        // A line lies in the middle of its row.
        canvas.draw(BLACK, &code.path, x + inset, y + inset + module / 2.0, module);
    }
    canvas.picture()
}
