//! The page and its window.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Document, Element, HtmlMetaElement, ScrollBehavior, ScrollToOptions, UrlSearchParams, Window,
};

pub(super) fn window() -> Option<Window> {
    web_sys::window()
}

pub(super) fn document() -> Option<Document> {
    window()?.document()
}

/// The property `name` of `object`, which browsers may lack though its type does
/// not say so.
pub(super) fn property(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &name.into()).unwrap_or_default()
}

/// The content of the `meta` called `name`.
#[must_use]
pub fn meta_content(name: &str) -> Option<String> {
    let element = document()?.query_selector(&format!("meta[name='{name}']")).ok()??;
    Some(element.dyn_into::<HtmlMetaElement>().ok()?.content())
}

/// The text of the element called `id`.
#[must_use]
pub fn element_text(id: &str) -> Option<String> {
    document()?.get_element_by_id(id)?.text_content()
}

/// Names the page in the browser's tab and history.
pub fn set_title(title: &str) {
    if let Some(document) = document().filter(|document| document.title() != title) {
        document.set_title(title);
    }
}

/// The element that says which address this page has.
fn canonical(document: &Document) -> Option<Element> {
    document.query_selector("link[rel=canonical]").ok()?
}

/// Says which address this page has, whatever stands in the address bar; none
/// for a page that is not one. The origin stays that of the page that came,
/// because only the server knows by which name readers know it.
pub fn set_canonical(address: Option<&str>) {
    let Some(document) = document() else { return };
    let link = canonical(&document);
    let Some(address) = address else {
        return link.into_iter().for_each(|link| link.remove());
    };
    let link = link.or_else(|| {
        let link = document.create_element("link").ok()?;
        // An element that was just made takes any attribute, and a page has a head.
        let _ = link.set_attribute("rel", "canonical");
        let _ = document.head()?.append_child(&link);
        Some(link)
    });
    let Some(link) = link else { return };
    let old = link.get_attribute("href").unwrap_or_default();
    let base = if old.is_empty() { origin() } else { old.clone() };
    if let Ok(url) = web_sys::Url::new_with_base(address, &base)
        && url.href() != old
    {
        let _ = link.set_attribute("href", &url.href());
    }
}

/// Where readers find this site, as far as the page knows: the origin of its
/// canonical address, else the one that it was served from.
#[must_use]
pub fn public_origin() -> String {
    let address = document().and_then(|it| canonical(&it)?.get_attribute("href"));
    let url = address.and_then(|address| web_sys::Url::new(&address).ok());
    url.map_or_else(origin, |url| url.origin())
}

/// Says when something happened, to those who measure.
pub fn mark(name: &str) {
    if let Some(performance) = window().and_then(|window| window.performance()) {
        // A browser that keeps no more marks loses nothing that a reader needs.
        let _ = performance.mark(name);
    }
}

/// Tells the page's own scripts that `name` happened.
pub fn dispatch_event(name: &str) {
    if let (Some(window), Ok(event)) = (window(), web_sys::Event::new(name)) {
        // It returns whether a listener objected, and none can.
        let _ = window.dispatch_event(&event);
    }
}

/// The value of a property of the stylesheets that begins with `--`.
#[must_use]
pub fn css_property(name: &str) -> String {
    let root = document().and_then(|document| document.document_element());
    let styles = root.and_then(|root| window()?.get_computed_style(&root).ok()?);
    styles.and_then(|styles| styles.get_property_value(name).ok()).unwrap_or_default()
}

/// Takes everything off the page.
#[cfg(not(feature = "hydrate"))]
pub fn clear_body() {
    if let Some(body) = document().and_then(|document| document.body()) {
        body.set_text_content(None);
    }
}

/// Takes the element called `id` off the page.
pub fn remove_element(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.remove();
    }
}

/// The value of `name` in the address's query.
#[must_use]
pub fn query_parameter(name: &str) -> Option<String> {
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
pub fn has_fragment() -> bool {
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
