//! The address bar, and links that lead to another page of the app.
//!
//! Each entry of the history has a name of its own, which it keeps when the page is
//! loaded again: what belongs to one visit to a page is kept under it.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent, ScrollRestoration};

use super::events::listen;
use super::page::{document, property, window};

/// The path and query in the address bar, such as `/ranking?mood=like`.
#[must_use]
pub fn path_and_query() -> String {
    let location = window().map(|window| window.location());
    let part =
        |part: Option<Result<String, JsValue>>| part.and_then(Result::ok).unwrap_or_default();
    let path = part(location.as_ref().map(web_sys::Location::pathname));
    path + &part(location.as_ref().map(web_sys::Location::search))
}

/// What the names of entries begin with.
const ENTRY_KEY_PREFIX: &str = "zaidu-";

/// The name of the current entry; nothing where something else than a page of the
/// app stands in it, as over a covered page, or where none was given yet.
#[must_use]
pub fn entry_key() -> Option<String> {
    let state = window()?.history().ok()?.state().ok()?.as_string()?;
    let number = state.strip_prefix(ENTRY_KEY_PREFIX)?;
    number.starts_with(|first: char| first.is_ascii_digit()).then_some(state)
}

/// Gives the current entry a name.
#[must_use]
pub fn assign_entry_key() -> String {
    let name = new_entry_key();
    let history = window().and_then(|window| window.history().ok());
    // A browser that keeps no names keeps no places.
    let _ = history.map(|history| history.replace_state(&JsValue::from_str(&name), ""));
    name
}

fn new_entry_key() -> String {
    // A fraction of 2^53, which is whole and fits.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let number = (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64;
    [ENTRY_KEY_PREFIX, &number.to_string()].concat()
}

/// Whether the browser itself goes back to where the reader stood in a page: while
/// it is away, and until the app does it.
pub fn set_native_scroll_restoration(it_does: bool) {
    let history = window().and_then(|window| window.history().ok());
    let who = if it_does { ScrollRestoration::Auto } else { ScrollRestoration::Manual };
    // A browser that cannot be told jumps twice at worst.
    let _ = history.map(|history| history.set_scroll_restoration(who));
}

/// Until the current owner ends, calls `opens` with the path and query to which
/// a plain tap on a link, or a form, leads within this origin. When it says that it
/// opens that page, the address becomes the current one and the browser stays here;
/// everything else is the browser's. Calls `back` when the reader went back or
/// forward.
pub fn intercept_navigation(
    opens: impl Fn(&str) -> bool + Copy + 'static,
    back: impl Fn() + 'static,
) {
    listen(&["click"], move |event| {
        let Some(link) = event.dyn_ref().and_then(link_of) else { return };
        let path = link.pathname() + &link.search();
        // Another place on the same page needs nobody to open it.
        let is_here = path == path_and_query() && !link.hash().is_empty();
        if !is_here && opens(&path) {
            event.prevent_default();
            push(&link.href());
        }
    });
    listen(&["submit"], move |event| {
        if let Some(address) = form_target(&event).filter(|address| opens(address)) {
            event.prevent_default();
            push(&address);
        }
    });
    listen(&["popstate"], move |_| back());
}

/// Makes `address` the current one, in an entry of its own.
fn push(address: &str) {
    let history = window().and_then(|window| window.history().ok());
    let name = JsValue::from_str(&new_entry_key());
    // A browser that keeps no more history still shows the page.
    let _ = history.map(|history| history.push_state_with_url(&name, "", Some(address)));
}

/// The path and query to which a form of one field leads within this origin,
/// unless it sends something.
fn form_target(event: &Event) -> Option<String> {
    let form = event.target()?;
    let of = |object: &JsValue, name| property(object, name).as_string();
    let is_plain = of(&form, "method")? == "get" && !event.default_prevented();
    let action = of(&form, "action").filter(|_| is_plain)?;
    let field = property(&form, "0");
    let value = js_sys::encode_uri_component(&of(&field, "value")?);
    let path = action.strip_prefix(&super::page::origin())?;
    Some([path, "?", &of(&field, "name")?, "=", &String::from(value)].concat())
}

/// The link that a tap follows, unless the tap asks for something else than to go
/// there.
fn link_of(event: &MouseEvent) -> Option<HtmlAnchorElement> {
    let is_plain = event.button() == 0
        && !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key());
    if event.default_prevented() || !is_plain {
        return None;
    }
    link_at(event)
}

/// The link at which something happened, if it leads to a page of this origin and in
/// this window.
fn link_at(event: &Event) -> Option<HtmlAnchorElement> {
    let tapped: Element = event.target()?.dyn_into().ok()?;
    let link: HtmlAnchorElement = tapped.closest("a[href]").ok()??.dyn_into().ok()?;
    let stays = link.origin() == super::page::origin()
        && matches!(link.target().as_str(), "" | "_self")
        && !link.has_attribute("download")
        && !link.rel().split(' ').any(|word| word == "external");
    stays.then_some(link)
}

/// Path and query of another page, to which the link leads at which something
/// happened. One that leads further in the same page is none: lists go on by such.
pub(super) fn link_path(event: &Event) -> Option<String> {
    let link = link_at(event)?;
    let path = link.pathname();
    let is_other = path_and_query().split('?').next() != Some(&path);
    is_other.then(|| path + &link.search())
}

/// Shows the beginning of a page that has just been opened, or the place in it
/// that its address names.
pub fn scroll_to_fragment_or_top() {
    let Some(window) = window() else { return };
    let named = window.location().hash().ok();
    let named = named.as_deref().and_then(|hash| hash.strip_prefix('#')).unwrap_or_default();
    // Names of ours are plain ASCII, which nothing encodes.
    match document().and_then(|document| document.get_element_by_id(named)) {
        Some(place) => place.scroll_into_view(),
        None => window.scroll_to_with_x_and_y(0.0, 0.0),
    }
}
