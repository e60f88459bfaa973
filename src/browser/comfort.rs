//! Reading comfort of this browser: the cookie that keeps it, the attribute of the root element
//! that shows it, and the stylesheet that only readers who have chosen something load.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Node};

use super::clock;
use super::events::listen;
use super::page::{document, property, set_property};

/// The attribute of the root element. The inline script of `index.html` sets it from the cookie.
const ATTRIBUTE: &str = "data-comfort";

/// The id of the stylesheet's link, which has the attribute `disabled` until it is needed.
const SHEET_ID: &str = "comfort";

/// The id of the `meta` element with the colour of a chosen scheme.
const THEME_ID: &str = "theme";

/// How long a change of the comfort waits for the stylesheet, in milliseconds.
const DEADLINE: u32 = 2_000;

fn root() -> Option<Element> {
    document()?.document_element()
}

/// The cookies of this page that scripts can read; empty where cookies are disabled.
#[must_use]
pub fn cookies() -> String {
    document().and_then(|document| property(&document, "cookie").as_string()).unwrap_or_default()
}

/// Keeps the value of a cookie for a year; an empty one removes it. Where cookies are disabled
/// nothing is kept.
pub fn set_cookie(name: &str, value: &str) {
    let age = if value.is_empty() { "0" } else { "31536000" };
    let secure = if super::page::origin().starts_with("https:") { "; Secure" } else { "" };
    let cookie = [name, "=", value, "; Path=/; SameSite=Lax; Max-Age=", age, secure].concat();
    if let Some(document) = document() {
        set_property(&document, "cookie", &cookie);
    }
}

/// Shows the comfort with this text, and its colour in the browser's own bars; the page's other
/// colours for these apply to readers without a colour scheme.
pub fn show(comfort: &str, theme_color: Option<&str>) {
    if let Some(root) = root() {
        // It fails only for an invalid attribute name.
        let _ = root.set_attribute(ATTRIBUTE, comfort);
    }
    enable_sheet();
    let meta = document().and_then(|document| document.get_element_by_id(THEME_ID));
    if let Some(meta) = meta {
        // Without a colour it is skipped.
        let _ = meta.set_attribute("content", theme_color.unwrap_or_default());
    }
}

/// Whether 关怀模式 is on.
#[must_use]
pub fn is_caring() -> bool {
    root().and_then(|root| root.get_attribute(ATTRIBUTE)).is_some_and(|text| text.contains("c2"))
}

/// Starts to load the stylesheet.
pub fn enable_sheet() {
    if let Some(link) = document().and_then(|document| document.get_element_by_id(SHEET_ID)) {
        let _ = link.remove_attribute("disabled");
    }
}

/// Ends when the stylesheet is there or cannot be loaded, at the latest after [`DEADLINE`].
pub async fn sheet_loaded() {
    let Some(link) = document().and_then(|document| document.get_element_by_id(SHEET_ID)) else {
        return;
    };
    if property(&link, "sheet").is_object() {
        return;
    }
    let promise = Promise::new(&mut |resolve: Function, _| {
        for event in ["load", "error"] {
            // It fails for no event name.
            let _ = link.add_event_listener_with_callback(event, &resolve);
        }
        clock::set_timeout(DEADLINE, move || {
            // Resolving a promise does not throw.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        });
    });
    // A promise that is only ever resolved.
    let _ = JsFuture::from(promise).await;
}

/// Until the current owner ends, calls `changed` when the reader changes or submits a form in
/// `element`. It is not sent.
pub fn on_form_input(element: Element, changed: impl Fn() + 'static) {
    listen(&["change", "submit"], move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        if element.contains(target.as_ref()) {
            event.prevent_default();
            changed();
        }
    });
}
