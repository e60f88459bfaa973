//! Page lifecycle: visibility, the back/forward cache, and the return of the network.

use std::cell::Cell;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Event, PageTransitionEvent};

use super::clock;
use super::events::listen;

/// How long the page must have been hidden to count as a return, in seconds: in less time
/// nothing changes that is worth a request.
const MIN_HIDDEN: i64 = 60;

/// Calls `returned` until the current owner ends: when the network is back, when the page is
/// restored from the back/forward cache, and when it becomes visible again after a minute
/// or more.
pub fn on_return(returned: impl Fn() + 'static) {
    // The page may have been loaded in a background tab.
    let hidden_since = Cell::new(document().hidden().then(|| clock::now().unix()));
    let on_event = move |event: Event| {
        let is_back = match &*event.type_() {
            "pageshow" => event.dyn_ref().is_some_and(PageTransitionEvent::persisted),
            "visibilitychange" if document().hidden() => {
                hidden_since.set(Some(clock::now().unix()));
                false
            }
            "visibilitychange" => {
                hidden_since.take().is_some_and(|since| clock::now().unix() - since >= MIN_HIDDEN)
            }
            _ => true,
        };
        if is_back {
            returned();
        }
    };
    listen(&["online", "pageshow", "visibilitychange"], on_event);
}

/// Whether the page is in a background tab, or is not shown for another reason.
#[must_use]
pub fn is_hidden() -> bool {
    document().hidden()
}

/// Calls `changed` with whether the page is hidden, whenever that changes, until the current
/// owner ends. A page is not always told that it is unloaded: its last event may be that it
/// was hidden.
pub fn on_visibility_change(changed: impl Fn(bool) + 'static) {
    listen(&["pagehide", "pageshow", "visibilitychange"], move |event| {
        changed(event.type_() == "pagehide" || document().hidden());
    });
}
