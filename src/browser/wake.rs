//! What happens to a page while nobody looks at it.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::{document, on_cleanup, window_event_listener_untyped};
use wasm_bindgen::JsCast;
use web_sys::{Event, PageTransitionEvent, StorageEvent};

use super::clock;

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

/// Calls `changed` with the key and the value of what another tab keeps, or keeps
/// no more, until the current owner ends.
pub fn on_change(changed: impl Fn(String, Option<String>) + 'static) {
    listen(&["storage"], move |event| {
        if let Some(event) = event.dyn_ref::<StorageEvent>()
            && let Some(key) = event.key()
        {
            changed(key, event.new_value());
        }
    });
}

/// Hears the window's events of these names, until the current owner ends.
fn listen(names: &[&str], hear: impl Fn(Event) + 'static) {
    let hear = Rc::new(hear);
    for name in names {
        let hear = Rc::clone(&hear);
        let heard = window_event_listener_untyped(name, move |event| hear(event));
        on_cleanup(move || heard.remove());
    }
}
