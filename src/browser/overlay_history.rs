//! Overlay history: the phone's Back button closes an overlay such as a dialog.
//!
//! While an overlay is open, the history has one more entry, with a marked state and the
//! same URL. Back leaves that entry, and so closes the overlay; if the overlay is closed in
//! another way, `history.back()` leaves the entry. Either way the scroll position stays, and
//! one more Back leads to the page before. A browser cannot remove the entry, so a reader
//! who goes Forward to it is sent back at once.

use wasm_bindgen::JsValue;
use web_sys::History;

use super::events::listen;
use super::page::window;

/// Prefix of the state of an overlay's entry; the key of the covered entry follows.
const STATE_PREFIX: &str = "zaidu-cover ";

fn history() -> Option<History> {
    window()?.history().ok()
}

fn is_overlay_entry(history: &History) -> bool {
    covered_key(history).is_some()
}

fn covered_key(history: &History) -> Option<String> {
    Some(history.state().ok()?.as_string()?.strip_prefix(STATE_PREFIX)?.to_owned())
}

/// The key of the covered entry, if the current entry belongs to an overlay.
#[must_use]
pub fn covered_entry() -> Option<String> {
    covered_key(&history()?)
}

/// Pushes an entry for an overlay that has been opened. To be called from a user gesture:
/// browsers skip entries that were added without one.
pub fn push_entry() {
    if let Some(history) = history().filter(|history| !is_overlay_entry(history)) {
        // If it fails, the overlay can still be closed in other ways.
        let key = super::history::entry_key().unwrap_or_default();
        let _ = history.push_state(&JsValue::from_str(&[STATE_PREFIX, &key].concat()), "");
    }
}

/// Leaves the overlay's entry, if it is the current one: after the overlay was closed, or
/// after a reload.
pub fn pop_entry() {
    if let Some(history) = history().filter(is_overlay_entry) {
        // It throws only in a document that is not fully active.
        let _ = history.back();
    }
}

/// Until the current owner ends, calls `close` when the reader leaves the overlay's entry,
/// and sends a reader back who returns to the entry of a closed overlay.
pub fn close_on_back(is_open: impl Fn() -> bool + 'static, close: impl Fn() + 'static) {
    let on_popstate = move || match (covered_entry().is_some(), is_open()) {
        (true, false) => pop_entry(),
        (false, true) => close(),
        _ => {}
    };
    listen(&["popstate"], move |_| on_popstate());
}
