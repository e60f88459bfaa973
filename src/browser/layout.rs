//! How much room the pieces of a page take.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::page::window;

/// How far the top of `element` stands below the top of the screen, in CSS pixels;
/// negative above it.
#[must_use]
pub fn top(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

/// The height of `element` in CSS pixels.
#[must_use]
pub fn height(element: &Element) -> f64 {
    element.get_bounding_client_rect().height()
}

/// The elements in `element`, one below the other.
#[must_use]
pub fn children(element: &Element) -> Vec<Element> {
    let children = element.children();
    (0..children.length()).filter_map(|number| children.item(number)).collect()
}

/// Scrolls `around` sideways until `element` stands in its middle; the page stays
/// where it is.
pub fn scroll_to_center(element: &Element, around: &Element) {
    let (inner, outer) = (element.get_bounding_client_rect(), around.get_bounding_client_rect());
    let away = inner.left() - outer.left() + (inner.width() - outer.width()) / 2.0;
    around.scroll_by_with_x_and_y(away, 0.0);
}

/// Whether the browser itself keeps what is on the screen in its place when something
/// above `element` grows or shrinks.
#[must_use]
pub fn has_scroll_anchoring(element: &Element) -> bool {
    let styles = window().and_then(|window| window.get_computed_style(element).ok()?);
    styles.is_some_and(|styles| {
        styles.get_property_value("overflow-anchor").is_ok_and(|anchor| anchor == "auto")
    })
}

/// Scrolls the page down by so many CSS pixels.
pub fn scroll_by(away: f64) {
    if let Some(window) = window() {
        window.scroll_by_with_x_and_y(0.0, away);
    }
}

/// What a height is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reserve {
    /// An element with nothing in it.
    Spacer,
    /// An element that the browser may skip: what it counts as until it has been
    /// laid out.
    IntrinsicSize,
}

/// Keeps `height` CSS pixels for `element`, whole ones.
pub fn reserve_height(element: &Element, what: Reserve, height: f64) {
    // Heights are counted in thousands.
    #[allow(clippy::cast_possible_truncation)]
    let height = (height.round() as i64).to_string();
    let (property, value) = match what {
        Reserve::Spacer => ("height", height + "px"),
        Reserve::IntrinsicSize => ("contain-intrinsic-height", ["auto ", &height, "px"].concat()),
    };
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // A browser that does not know the property lays everything out.
        let _ = element.style().set_property(property, &value);
    }
}
