//! What covers the page, and the phone's Back, which takes it away.
//!
//! While something covers the page, the history has an entry more, with a mark
//! and the same address. Back leaves that entry, and so uncovers the page; when
//! the cover goes in another way, the entry is left by a step back of our own.
//! Either way the reader stands where they stood, and one Back more leads to the
//! page before. A browser cannot forget the entry, so who goes Forward to it is
//! led back at once.

use wasm_bindgen::JsValue;
use web_sys::History;

use super::events::listen;
use super::page::window;

/// What the state of an entry begins with that stands for a cover; what follows is
/// the name of the entry below it.
const MARK: &str = "zaidu-cover ";

fn history() -> Option<History> {
    window()?.history().ok()
}

fn is_marked(history: &History) -> bool {
    marked(history).is_some()
}

fn marked(history: &History) -> Option<String> {
    Some(history.state().ok()?.as_string()?.strip_prefix(MARK)?.to_owned())
}

/// The name of the entry below the cover, where the entry that is shown stands for
/// one.
#[must_use]
pub fn covered_entry() -> Option<String> {
    marked(&history()?)
}

/// Says that something covers the page from now on. To be called from what a
/// reader did: browsers skip entries that nobody asked for.
pub fn push_entry() {
    if let Some(history) = history().filter(|history| !is_marked(history)) {
        // A browser that keeps no more history still has its other ways to close.
        let name = super::history::entry_key().unwrap_or_default();
        let _ = history.push_state(&JsValue::from_str(&[MARK, &name].concat()), "");
    }
}

/// Says that the page is uncovered: closed, or loaded again.
pub fn pop_entry() {
    if let Some(history) = history().filter(is_marked) {
        // Its promise to go back cannot be broken in a window of its own.
        let _ = history.back();
    }
}

/// Until the current owner ends, calls `uncover` when the reader leaves the entry
/// of the cover, and keeps them from coming back to it.
pub fn close_on_back(is_covered: impl Fn() -> bool + 'static, uncover: impl Fn() + 'static) {
    let look = move || match (covered_entry().is_some(), is_covered()) {
        (true, false) => pop_entry(),
        (false, true) => uncover(),
        _ => {}
    };
    listen(&["popstate"], move |_| look());
}
