//! Measuring and folding a text.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCollection, HtmlElement};

use super::page::{document, window};

/// The height of the screen that shows the page, in CSS pixels.
#[must_use]
pub fn viewport_height() -> f64 {
    let height = window().and_then(|window| window.inner_height().ok());
    height.and_then(|height| height.as_f64()).unwrap_or_default()
}

/// A child of a text, as it stands on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Child {
    /// How far below the top of the text it ends, in CSS pixels.
    pub end: f64,
    /// Whether it introduces what follows, as a heading does.
    pub introduces: bool,
}

/// The children of `text`, measured.
#[must_use]
pub fn measure_children(text: &Element) -> Vec<Child> {
    let top = text.get_bounding_client_rect().top();
    children(text)
        .map(|child| Child {
            end: child.get_bounding_client_rect().bottom() - top,
            introduces: matches!(child.tag_name().as_str(), "H2" | "H3" | "H4"),
        })
        .collect()
}

/// Hides the children of `text` from number `from` on; shows all for none. Where
/// the browser can, find-in-page still finds what is hidden.
///
/// It is done to the nodes and not through the view: the first render shows the
/// whole text, with or without a program, and no block has to know about it.
pub fn hide_children(text: &Element, from: Option<usize>) {
    for (number, child) in children(text).enumerate() {
        // A node that is on the page takes any attribute.
        let _ = match from {
            Some(from) if number >= from => child.set_attribute("hidden", "until-found"),
            _ => child.remove_attribute("hidden"),
        };
    }
}

/// Whether the reader has scrolled down to where child `number` of `text` is on
/// the screen or above it.
#[must_use]
pub fn has_scrolled_to(text: &Element, number: usize) -> bool {
    let scrolled = window().and_then(|window| window.scroll_y().ok()).is_some_and(|y| y > 0.0);
    let child = children(text).nth(number);
    scrolled
        && child.is_some_and(|child| child.get_bounding_client_rect().top() < viewport_height())
}

fn children(text: &Element) -> impl Iterator<Item = Element> {
    let children: HtmlCollection = text.children();
    (0..children.length()).filter_map(move |number| children.item(number))
}

/// How much of `text` has passed the lower edge of the screen, 0 to 100.
#[must_use]
pub fn reading_progress(text: &Element) -> u8 {
    let text = text.get_bounding_client_rect();
    let height = text.height().max(1.0);
    // Clamped, so it fits.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let percent = ((viewport_height() - text.top()) / height * 100.0).clamp(0.0, 100.0) as u8;
    percent
}

/// Whether find-in-page opens hidden text here.
#[must_use]
pub fn supports_until_found() -> bool {
    document().is_some_and(|document| {
        js_sys::Reflect::has(&document, &"onbeforematch".into()).unwrap_or(false)
    })
}

/// Moves the focus to child `number` of `text`, so that a keyboard reader goes on
/// where the hidden part began.
pub fn focus_child(text: &Element, number: usize) {
    let child = children(text).nth(number).and_then(|child| child.dyn_into::<HtmlElement>().ok());
    if let Some(child) = child {
        child.set_tab_index(-1);
        // A node that has just gone cannot take the focus; nothing is lost.
        let _ = child.focus();
    }
}
