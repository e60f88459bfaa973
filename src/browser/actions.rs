//! Actions of controls that are marked by an attribute: one listener for all of them, whenever they
//! are put into the page.

use leptos::tachys::renderer::types::Element;
use wasm_bindgen::JsValue;

use super::events::{closest, listen};
use super::page::property;

/// What a reader has done.
#[derive(Debug, Clone)]
pub struct Action {
    /// The value of the control's attribute.
    pub name: String,
    /// The control.
    pub control: Element,
    /// Whether it was a key that did it.
    pub is_by_key: bool,
}

impl Action {
    /// The text in the control, a field.
    #[must_use]
    pub fn value(&self) -> String {
        property(&self.control, "value").as_string().unwrap_or_default()
    }
}

/// Calls `acted` when a button or link that has `attribute` is pressed, or a field that has it is
/// changed, until the current owner ends.
pub fn on_action(attribute: &'static str, acted: impl Fn(Action) + 'static) {
    let selector = ["[", attribute, "]"].concat();
    listen(&["click", "input"], move |event| {
        let Some(control) = closest(&event, &selector) else { return };
        let is_field = control.local_name() == "input";
        if is_field == (event.type_() == "input")
            && let Some(name) = control.get_attribute(attribute)
        {
            // The number of clicks: none for a key.
            let is_by_key = property(&event, "detail") == JsValue::from_f64(0.0);
            acted(Action { name, control, is_by_key });
        }
    });
}
