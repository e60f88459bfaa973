//! Layout measurements, scroll anchoring, and reserved heights.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::page::window;

/// The distance of the top of `element` from the top of the viewport, in CSS pixels;
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

/// The child elements of `element`.
#[must_use]
pub fn children(element: &Element) -> Vec<Element> {
    let children = element.children();
    (0..children.length()).filter_map(|number| children.item(number)).collect()
}

/// Scrolls `container` horizontally until `element` is centred in it; the page itself is not
/// scrolled.
pub fn scroll_to_center(element: &Element, container: &Element) {
    let (inner, outer) = (element.get_bounding_client_rect(), container.get_bounding_client_rect());
    let distance = inner.left() - outer.left() + (inner.width() - outer.width()) / 2.0;
    container.scroll_by_with_x_and_y(distance, 0.0);
}

/// Whether the browser supports scroll anchoring for `element`: it keeps the visible content
/// in place when content above grows or shrinks.
#[must_use]
pub fn has_scroll_anchoring(element: &Element) -> bool {
    let styles = window().and_then(|window| window.get_computed_style(element).ok()?);
    styles.is_some_and(|styles| {
        styles.get_property_value("overflow-anchor").is_ok_and(|anchor| anchor == "auto")
    })
}

/// Scrolls the page down by this many CSS pixels. No distance is no scroll: to WebKit even that ends
/// the one to a focused element, which it does in the next frame.
pub fn scroll_by(distance: f64) {
    if distance.abs() < f64::EPSILON {
        return;
    }
    if let Some(window) = window() {
        window.scroll_by_with_x_and_y(0.0, distance);
    }
}

/// How a height is reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reserve {
    /// As the `height` of an empty element.
    Spacer,
    /// As the `contain-intrinsic-height` of an element with `content-visibility: auto`: its
    /// height until it has been laid out.
    IntrinsicSize,
}

/// Reserves `height` for `element`, rounded to whole CSS pixels.
pub fn reserve_height(element: &Element, how: Reserve, height: f64) {
    // Heights are far below the limit of an `i64`.
    #[allow(clippy::cast_possible_truncation)]
    let height = (height.round() as i64).to_string();
    let (property, value) = match how {
        Reserve::Spacer => ("height", height + "px"),
        Reserve::IntrinsicSize => ("contain-intrinsic-height", ["auto ", &height, "px"].concat()),
    };
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // A browser that does not know the property lays out everything.
        let _ = element.style().set_property(property, &value);
    }
}
