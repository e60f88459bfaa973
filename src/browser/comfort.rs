//! Reading comfort of this browser: the cookie that keeps it, the attribute of the root element
//! that shows it, and the stylesheet that only readers who have chosen something load.

use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use super::clock;
use super::events::listen;
use super::page::{document, property, set_property};

/// The attribute of the root element. The inline script of `index.html` sets it from the cookie.
const ATTRIBUTE: &str = "data-comfort";

/// The id of the stylesheet's link, which has the attribute `disabled` until it is needed.
const SHEET_ID: &str = "comfort";

/// How often, and how many times, [`sheet_loaded`] looks whether the stylesheet has arrived.
const POLL: (u32, u32) = (50, 40);

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

/// Shows the comfort with this text.
pub fn show(comfort: &str) {
    if let Some(root) = root() {
        // It fails only for an invalid attribute name.
        let _ = root.set_attribute(ATTRIBUTE, comfort);
    }
    enable_sheet();
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

/// Ends when the stylesheet is there, at the latest after two seconds.
pub async fn sheet_loaded() {
    let Some(link) = document().and_then(|document| document.get_element_by_id(SHEET_ID)) else {
        return;
    };
    let (interval, times) = POLL;
    for _ in 0..times {
        if property(&link, "sheet").is_object() {
            return;
        }
        clock::sleep(interval).await;
    }
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
