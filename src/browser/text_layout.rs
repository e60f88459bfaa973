//! Text layout: measures the blocks of a text, hides those below the fold, reading progress.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCollection, HtmlElement};

use super::page::{document, window};

/// The height of the viewport, in CSS pixels.
#[must_use]
pub fn viewport_height() -> f64 {
    let height = window().and_then(|window| window.inner_height().ok());
    height.and_then(|height| height.as_f64()).unwrap_or_default()
}

/// The layout of a block, a child element of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Child {
    /// The distance of its bottom edge from the top of the text, in CSS pixels.
    pub end: f64,
    /// Whether it introduces the next block, as a heading does.
    pub introduces: bool,
}

/// Measures the children of `text`.
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

/// Hides the children of `text` from index `from` on, or shows all for none. They get
/// `hidden="until-found"`: where the browser supports it, find-in-page still finds them.
///
/// This works on the DOM and not through the view: the first render shows the whole text,
/// with or without the program, and no block has to know about the fold.
pub fn hide_children(text: &Element, from: Option<usize>) {
    for (index, child) in children(text).enumerate() {
        // It fails only for an invalid attribute name.
        let _ = match from {
            Some(from) if index >= from => child.set_attribute("hidden", "until-found"),
            _ => child.remove_attribute("hidden"),
        };
    }
}

/// Whether the reader has scrolled the page, and child `index` of `text` is in the viewport
/// or above it.
#[must_use]
pub fn has_scrolled_to(text: &Element, index: usize) -> bool {
    let scrolled = window().and_then(|window| window.scroll_y().ok()).is_some_and(|y| y > 0.0);
    let child = children(text).nth(index);
    scrolled
        && child.is_some_and(|child| child.get_bounding_client_rect().top() < viewport_height())
}

fn children(text: &Element) -> impl Iterator<Item = Element> {
    let children: HtmlCollection = text.children();
    (0..children.length()).filter_map(move |index| children.item(index))
}

/// The share of `text` that has passed the lower edge of the viewport, in percent, 0 to 100.
#[must_use]
pub fn reading_progress(text: &Element) -> u8 {
    let text = text.get_bounding_client_rect();
    let height = text.height().max(1.0);
    // Clamped, so it fits.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let percent = ((viewport_height() - text.top()) / height * 100.0).clamp(0.0, 100.0) as u8;
    percent
}

/// Whether find-in-page reveals text with `hidden="until-found"` in this browser.
#[must_use]
pub fn supports_until_found() -> bool {
    document().is_some_and(|document| {
        js_sys::Reflect::has(&document, &"onbeforematch".into()).unwrap_or(false)
    })
}

/// Moves the focus to child `index` of `text`, so that keyboard users continue where the
/// hidden part began.
pub fn focus_child(text: &Element, index: usize) {
    let child = children(text).nth(index).and_then(|child| child.dyn_into::<HtmlElement>().ok());
    if let Some(child) = child {
        child.set_tab_index(-1);
        // An element that has been removed meanwhile cannot be focused.
        let _ = child.focus();
    }
}
