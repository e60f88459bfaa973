//! History API: the current URL, keys of history entries, and interception of links and
//! forms that lead to another page of the app.
//!
//! Each history entry has a key of its own in its state, which survives a reload: the
//! snapshots of scroll restoration are stored by it.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent, ScrollRestoration};

use super::events::{is_plain_click, listen};
use super::focus::Link;
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

/// Prefix of the keys; a number follows.
const ENTRY_KEY_PREFIX: &str = "zaidu-";

/// The key of the current entry; none if it has not been assigned yet, or if the entry
/// belongs to an overlay.
#[must_use]
pub fn entry_key() -> Option<String> {
    let state = window()?.history().ok()?.state().ok()?.as_string()?;
    let number = state.strip_prefix(ENTRY_KEY_PREFIX)?;
    number.starts_with(|first: char| first.is_ascii_digit()).then_some(state)
}

/// Assigns a new key to the current entry and returns it.
#[must_use]
pub fn assign_entry_key() -> String {
    let key = new_entry_key();
    let history = window().and_then(|window| window.history().ok());
    // If it fails, this entry has no scroll restoration.
    let _ = history.map(|history| history.replace_state(&JsValue::from_str(&key), ""));
    key
}

fn new_entry_key() -> String {
    // Less than 2^53: a whole number that fits.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let number = (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64;
    [ENTRY_KEY_PREFIX, &number.to_string()].concat()
}

/// Sets `history.scrollRestoration` to `auto` or `manual`. The browser's own restoration
/// serves while the page is hidden and until the app restores the position.
pub fn set_native_scroll_restoration(is_enabled: bool) {
    let history = window().and_then(|window| window.history().ok());
    let mode = if is_enabled { ScrollRestoration::Auto } else { ScrollRestoration::Manual };
    // If it fails, the page scrolls twice at worst.
    let _ = history.map(|history| history.set_scroll_restoration(mode));
}

/// Intercepts links and forms of this origin until the current owner ends. A plain click on
/// a link, or the submission of a form, calls `navigate` with path and query of its target, and
/// with the link;
/// if it returns true, the target is pushed to the history and the browser's own navigation
/// is prevented. `on_popstate` is called after Back and Forward.
pub fn intercept_navigation(
    navigate: impl Fn(&str, Option<Link>) -> bool + Copy + 'static,
    on_popstate: impl Fn() + 'static,
) {
    listen(&["click"], move |event| {
        let Some(link) = event.dyn_ref().and_then(link_of) else { return };
        let path = link.pathname() + &link.search();
        // A fragment of the current page is left to the browser.
        let is_current = path == path_and_query() && !link.hash().is_empty();
        if !is_current && navigate(&path, Link::of(&link)) {
            event.prevent_default();
            push(&link.href());
        }
    });
    listen(&["submit"], move |event| {
        if let Some(path) = form_target(&event).filter(|path| navigate(path, None)) {
            event.prevent_default();
            push(&path);
        }
    });
    listen(&["popstate"], move |_| on_popstate());
}

/// Pushes a new history entry with this URL.
fn push(url: &str) {
    let history = window().and_then(|window| window.history().ok());
    let key = JsValue::from_str(&new_entry_key());
    // If the browser refuses more entries, the page is shown all the same.
    let _ = history.map(|history| history.push_state_with_url(&key, "", Some(url)));
}

/// The path and query that the submission of a GET form with one field leads to; none for
/// another method or origin.
fn form_target(event: &Event) -> Option<String> {
    let form = event.target()?;
    let text = |object: &JsValue, name| property(object, name).as_string();
    let is_plain = text(&form, "method")? == "get" && !event.default_prevented();
    let action = text(&form, "action").filter(|_| is_plain)?;
    let field = property(&form, "0");
    let value = js_sys::encode_uri_component(&text(&field, "value")?);
    let path = action.strip_prefix(&super::page::origin())?;
    Some([path, "?", &text(&field, "name")?, "=", &String::from(value)].concat())
}

/// The link that a click follows; none for another button, with a modifier key, or if the
/// click was handled already.
fn link_of(event: &MouseEvent) -> Option<HtmlAnchorElement> {
    if event.default_prevented() || !is_plain_click(event) {
        return None;
    }
    link_at(event)
}

/// The link around the target of `event`, if it leads to a page of this origin in this
/// window.
fn link_at(event: &Event) -> Option<HtmlAnchorElement> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let link: HtmlAnchorElement = target.closest("a[href]").ok()??.dyn_into().ok()?;
    let stays = link.origin() == super::page::origin()
        && matches!(link.target().as_str(), "" | "_self")
        && !link.has_attribute("download")
        && !link.rel().split(' ').any(|word| word == "external");
    stays.then_some(link)
}

/// The path and query of the link around the target of `event`; none if it leads to the
/// current path, as the links to the next page of a list do.
pub(super) fn link_path(event: &Event) -> Option<String> {
    let link = link_at(event)?;
    let path = link.pathname();
    let is_other_page = path_and_query().split('?').next() != Some(&path);
    is_other_page.then(|| path + &link.search())
}

/// Scrolls a page that has just been opened to the fragment of its URL, else to the top.
pub fn scroll_to_fragment_or_top() {
    let Some(window) = window() else { return };
    let hash = window.location().hash().ok();
    let id = hash.as_deref().and_then(|hash| hash.strip_prefix('#')).unwrap_or_default();
    // The app's ids are ASCII, which is not percent-encoded.
    match document().and_then(|document| document.get_element_by_id(id)) {
        Some(element) => element.scroll_into_view(),
        None => window.scroll_to_with_x_and_y(0.0, 0.0),
    }
}
