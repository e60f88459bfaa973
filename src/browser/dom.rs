//! DOM queries: elements by selector, attributes, focus.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, Node};

use super::events::closest;
use super::page::document;

/// The elements in `element` that match `selector`, in document order.
#[must_use]
pub fn query_all(element: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = element.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// The elements of the document that match `selector`, in document order.
#[must_use]
pub fn query_document(selector: &str) -> Vec<Element> {
    let root = document().and_then(|document| document.document_element());
    root.map(|root| query_all(&root, selector)).unwrap_or_default()
}

/// Sets an attribute on each element in `element` that matches `selector`.
pub fn set_attribute_on_all(element: &Element, selector: &str, attribute: &str, value: &str) {
    for found in query_all(element, selector) {
        // It fails only for an invalid attribute name.
        let _ = found.set_attribute(attribute, value);
    }
}

/// Sets the text of `element`, and `title` as its tooltip, unless it has that text.
pub fn set_text(element: &Element, text: &str, title: &str) {
    if element.text_content().as_deref() != Some(text) {
        // The node stays, unless others have replaced it.
        match element.first_child().filter(|node| node.node_type() == Node::TEXT_NODE) {
            Some(node) => node.set_node_value(Some(text)),
            None => element.set_text_content(Some(text)),
        }
        // It fails only for an invalid attribute name.
        let _ = element.set_attribute("title", title);
    }
}

/// Applies the style sheets that the page has loaded without waiting for them, which until then
/// are declared for print.
pub fn apply_deferred_sheets() {
    for sheet in query_document("link[media=print]") {
        // It fails only for an invalid attribute name.
        let _ = sheet.set_attribute("media", "all");
    }
}

/// Moves the focus to the first element of the document that matches `selector`. Returns
/// whether there is one that can be focused.
pub fn focus_first(selector: &str) -> bool {
    let found = query_document(selector).into_iter().next();
    let found = found.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|element| element.focus().is_ok())
}

/// Moves the focus to `element`, if there is one that can be focused.
pub fn focus(element: Option<&Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_ref::<HtmlElement>()) {
        // One that has been removed meanwhile cannot be focused.
        let _ = element.focus();
    }
}

/// Whether an element that matches `selector` has the focus.
#[must_use]
pub fn is_focused(selector: &str) -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.is_some_and(|element| element.matches(selector) == Ok(true))
}

/// The value of `attribute` on the target of `event` or its closest ancestor that has it.
#[must_use]
pub fn closest_attribute(event: &Event, attribute: &str) -> Option<String> {
    closest(event, &["[", attribute, "]"].concat())?.get_attribute(attribute)
}
