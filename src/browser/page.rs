//! The document and its window: meta elements, title, canonical URL, performance marks.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Document, Element, HtmlElement, HtmlMetaElement, ScrollBehavior, ScrollToOptions,
    UrlSearchParams, Window,
};

pub(super) fn window() -> Option<Window> {
    web_sys::window()
}

pub(super) fn document() -> Option<Document> {
    window()?.document()
}

/// The property `name` of `object`, for properties that some browsers lack although their
/// type in `web_sys` is not optional; undefined if missing.
pub(super) fn property(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &name.into()).unwrap_or_default()
}

/// Sets the property `name` of `object`. A setter that throws changes nothing.
pub(super) fn set_property(object: &JsValue, name: &str, value: &str) {
    set(object, name, &value.into());
}

/// The same with a value of any type.
pub(super) fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = js_sys::Reflect::set(object, &name.into(), value);
}

/// The content of the `meta` element with this name.
#[must_use]
pub fn meta_content(name: &str) -> Option<String> {
    let element = document()?.query_selector(&format!("meta[name='{name}']")).ok()??;
    Some(element.dyn_into::<HtmlMetaElement>().ok()?.content())
}

/// The text content of the element with this id.
#[must_use]
pub fn element_text(id: &str) -> Option<String> {
    document()?.get_element_by_id(id)?.text_content()
}

/// Sets the document's title.
pub fn set_title(title: &str) {
    if let Some(document) = document().filter(|document| document.title() != title) {
        document.set_title(title);
    }
}

/// The `link` element with the canonical URL.
fn canonical(document: &Document) -> Option<Element> {
    document.query_selector("link[rel=canonical]").ok()?
}

/// Sets the canonical URL to this path, or removes it for a page without one. The origin
/// stays that of the loaded page, because only the server knows the site's public one.
pub fn set_canonical(path: Option<&str>) {
    let Some(document) = document() else { return };
    let link = canonical(&document);
    let Some(path) = path else {
        return link.into_iter().for_each(|link| link.remove());
    };
    let link = link.or_else(|| {
        let link = document.create_element("link").ok()?;
        // Neither can fail: the element is new, and a document has a head.
        let _ = link.set_attribute("rel", "canonical");
        let _ = document.head()?.append_child(&link);
        Some(link)
    });
    let Some(link) = link else { return };
    let old = link.get_attribute("href").unwrap_or_default();
    let base = if old.is_empty() { origin() } else { old.clone() };
    if let Ok(url) = web_sys::Url::new_with_base(path, &base)
        && url.href() != old
    {
        let _ = link.set_attribute("href", &url.href());
    }
}

/// The public origin of the site: that of the canonical URL, else the one that the page was
/// loaded from.
#[must_use]
pub fn public_origin() -> String {
    let href = document().and_then(|document| canonical(&document)?.get_attribute("href"));
    let url = href.and_then(|href| web_sys::Url::new(&href).ok());
    url.map_or_else(origin, |url| url.origin())
}

/// Sets a performance mark.
pub fn mark(name: &str) {
    if let Some(performance) = window().and_then(|window| window.performance()) {
        // A mark that fails costs the reader nothing.
        let _ = performance.mark(name);
    }
}

/// Dispatches an event of this name on the window, for the page's own scripts.
pub fn dispatch_event(name: &str) {
    if let (Some(window), Ok(event)) = (window(), web_sys::Event::new(name)) {
        // It returns whether a listener has cancelled the event, which is not cancelable.
        let _ = window.dispatch_event(&event);
    }
}

/// The value of a CSS custom property (`--…`) of the root element.
#[must_use]
pub fn css_property(name: &str) -> String {
    let root = document().and_then(|document| document.document_element());
    let styles = root.and_then(|root| window()?.get_computed_style(&root).ok()?);
    styles.and_then(|styles| styles.get_property_value(name).ok()).unwrap_or_default()
}

/// The id of the element that holds the app.
pub const CONTAINER_ID: &str = "app";

/// The element that holds the app. A page of an older build has none: its body is emptied, of
/// its hydration data too, and gets a new one.
#[must_use]
pub fn container() -> Option<HtmlElement> {
    let document = document()?;
    let container = document.get_element_by_id(CONTAINER_ID).or_else(|| {
        let body = document.body()?;
        body.set_text_content(None);
        let container = document.create_element("div").ok()?;
        container.set_id(CONTAINER_ID);
        body.append_child(&container).ok()?;
        Some(container)
    });
    container?.dyn_into().ok()
}

/// Adds a section to the end of the page, without content.
#[must_use]
pub fn add_section(class: &str, label: &str) -> Option<Element> {
    let section = document()?.create_element("section").ok()?;
    section.set_attribute("class", class).ok()?;
    section.set_attribute("aria-label", label).ok()?;
    container()?.append_child(&section).ok()?;
    Some(section)
}

/// Removes the element with this id.
pub fn remove_element(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.remove();
    }
}

/// The value of a query parameter of the page's URL.
#[must_use]
pub fn query_parameter(name: &str) -> Option<String> {
    let search = window()?.location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// The origin that the page was loaded from, such as `https://example.org`.
#[must_use]
pub fn origin() -> String {
    window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Leaves this page for the one at `path`, as a link that the app does not intercept.
pub fn go_to(path: &str) {
    if let Some(window) = window() {
        set_property(&window, "location", path);
    }
}

/// Whether the page's URL has a fragment.
#[must_use]
pub fn has_fragment() -> bool {
    window().and_then(|window| window.location().hash().ok()).is_some_and(|hash| !hash.is_empty())
}

/// Whether a click on `event`'s target follows a link within the page.
#[must_use]
pub fn leads_to_fragment(event: &web_sys::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest("a[href^='#']").is_ok_and(|link| link.is_some()))
}

/// Whether the media query holds now.
#[must_use]
pub fn matches_media(query: &str) -> bool {
    let list = window().and_then(|window| window.match_media(query).ok()?);
    list.is_some_and(|list| list.matches())
}

/// Scrolls to the top; smoothly unless the reader prefers reduced motion.
pub fn scroll_to_top() {
    let Some(window) = window() else { return };
    let reduced = matches_media("(prefers-reduced-motion: reduce)");
    let options = ScrollToOptions::new();
    options.set_top(0.0);
    options.set_behavior(if reduced { ScrollBehavior::Auto } else { ScrollBehavior::Smooth });
    window.scroll_to_with_scroll_to_options(&options);
}
