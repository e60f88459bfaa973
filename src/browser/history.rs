//! The address bar, and links that lead to another page of the app.

use leptos::ev;
use leptos::prelude::{on_cleanup, window_event_listener};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent, SubmitEvent};

use super::page::{document, property, window};

/// The path and query in the address bar, such as `/ranking?mood=like`.
#[must_use]
pub fn address() -> String {
    let location = window().map(|window| window.location());
    let part =
        |part: Option<Result<String, JsValue>>| part.and_then(Result::ok).unwrap_or_default();
    let path = part(location.as_ref().map(web_sys::Location::pathname));
    path + &part(location.as_ref().map(web_sys::Location::search))
}

/// Until the current owner ends, calls `opens` with the path and query to which
/// a plain tap on a link, or a form, leads within this origin. When it says that it opens
/// that page, the address becomes the current one and the browser stays here;
/// everything else is the browser's. Calls `back` when the reader went back or
/// forward.
pub fn follow_links(opens: impl Fn(&str) -> bool + Copy + 'static, back: impl Fn() + 'static) {
    let clicks = window_event_listener(ev::click, move |event| {
        let Some(link) = link_of(&event) else { return };
        let path = link.pathname() + &link.search();
        // Another place on the same page needs nobody to open it.
        let is_here = path == address() && !link.hash().is_empty();
        if !is_here && opens(&path) {
            event.prevent_default();
            let history = window().and_then(|window| window.history().ok());
            // A browser that keeps no more history still shows the page.
            let _ = history
                .map(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&link.href())));
        }
    });
    let forms = window_event_listener(ev::submit, move |event| {
        if let Some(address) = asked_by(&event).filter(|address| opens(address)) {
            event.prevent_default();
            let history = window().and_then(|window| window.history().ok());
            // As above.
            let _ = history
                .map(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&address)));
        }
    });
    let steps = window_event_listener(ev::popstate, move |_| back());
    on_cleanup(move || {
        clicks.remove();
        forms.remove();
        steps.remove();
    });
}

/// The link that a tap follows, unless the tap or the link asks for something
/// else than to go there.
fn link_of(event: &MouseEvent) -> Option<HtmlAnchorElement> {
    let is_plain = event.button() == 0
        && !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key());
    if event.default_prevented() || !is_plain {
        return None;
    }
    let tapped: Element = event.target()?.dyn_into().ok()?;
    let link: HtmlAnchorElement = tapped.closest("a[href]").ok()??.dyn_into().ok()?;
    let stays = link.origin() == super::page::origin()
        && matches!(link.target().as_str(), "" | "_self")
        && !link.has_attribute("download")
        && !link.rel().split(' ').any(|word| word == "external");
    stays.then_some(link)
}

/// The path and query to which a form of one field leads within this origin,
/// unless it sends something.
fn asked_by(event: &SubmitEvent) -> Option<String> {
    let form = event.target()?;
    let of = |object: &JsValue, name| property(object, name).as_string();
    let is_plain = of(&form, "method")? == "get" && !event.default_prevented();
    let action = of(&form, "action").filter(|_| is_plain)?;
    let field = property(&form, "0");
    let value = js_sys::encode_uri_component(&of(&field, "value")?);
    let path = action.strip_prefix(&super::page::origin())?;
    Some([path, "?", &of(&field, "name")?, "=", &String::from(value)].concat())
}

/// Shows the beginning of a page that has just been opened, or the place in it
/// that its address names.
pub fn show_beginning() {
    let Some(window) = window() else { return };
    let named = window.location().hash().ok();
    let named = named.as_deref().and_then(|hash| hash.strip_prefix('#')).unwrap_or_default();
    // Names of ours are plain ASCII, which nothing encodes.
    match document().and_then(|document| document.get_element_by_id(named)) {
        Some(place) => place.scroll_into_view(),
        None => window.scroll_to_with_x_and_y(0.0, 0.0),
    }
}
