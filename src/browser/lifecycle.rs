//! What happens to a page while nobody looks at it.

use std::cell::Cell;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Event, PageTransitionEvent};

use super::clock;
use super::events::listen;

/// Absences that are shorter change nothing worth asking for, in seconds.
const AWAY: i64 = 60;

/// Calls `returned` until the current owner ends: when the network is back, when
/// the browser shows a page again that it had put aside, and when the reader looks
/// at it again after a minute or more.
pub fn on_return(returned: impl Fn() + 'static) {
    // A page may come to life in a tab that nobody looks at.
    let left = Cell::new(document().hidden().then(|| clock::now().unix()));
    let came = move |event: Event| {
        let is_back = match &*event.type_() {
            "pageshow" => event.dyn_ref().is_some_and(PageTransitionEvent::persisted),
            "visibilitychange" if document().hidden() => {
                left.set(Some(clock::now().unix()));
                false
            }
            "visibilitychange" => {
                left.take().is_some_and(|left| clock::now().unix() - left >= AWAY)
            }
            _ => true,
        };
        if is_back {
            returned();
        }
    };
    listen(&["online", "pageshow", "visibilitychange"], came);
}

/// Calls `changed` with whether nobody sees the page, whenever that changes, until
/// the current owner ends. A page that goes is not always told so: that it cannot be
/// seen may be the last it hears.
pub fn on_visibility_change(changed: impl Fn(bool) + 'static) {
    listen(&["pagehide", "pageshow", "visibilitychange"], move |event| {
        changed(event.type_() == "pagehide" || document().hidden());
    });
}
