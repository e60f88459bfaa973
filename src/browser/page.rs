//! The page and its window.

use wasm_bindgen::JsCast;
use web_sys::{
    Document, HtmlMetaElement, ScrollBehavior, ScrollToOptions, UrlSearchParams, Window,
};

pub(super) fn window() -> Option<Window> {
    web_sys::window()
}

pub(super) fn document() -> Option<Document> {
    window()?.document()
}

/// The content of the `meta` called `name`.
#[must_use]
pub fn meta(name: &str) -> Option<String> {
    let element = document()?.query_selector(&format!("meta[name='{name}']")).ok()??;
    Some(element.dyn_into::<HtmlMetaElement>().ok()?.content())
}

/// Takes the element called `id` off the page.
pub fn remove(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.remove();
    }
}

/// The value of `name` in the address's query.
#[must_use]
pub fn query(name: &str) -> Option<String> {
    let search = window()?.location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// Where the page is served from, such as `https://example.org`.
#[must_use]
pub fn origin() -> String {
    window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Whether the address names a place inside the page.
#[must_use]
pub fn has_anchor() -> bool {
    window().and_then(|window| window.location().hash().ok()).is_some_and(|hash| !hash.is_empty())
}

/// Scrolls to the top; smoothly unless the reader wants no motion.
pub fn scroll_to_top() {
    let Some(window) = window() else { return };
    let still = window.match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    let still = still.is_none_or(|query| query.matches());
    let options = ScrollToOptions::new();
    options.set_top(0.0);
    options.set_behavior(if still { ScrollBehavior::Auto } else { ScrollBehavior::Smooth });
    window.scroll_to_with_scroll_to_options(&options);
}
