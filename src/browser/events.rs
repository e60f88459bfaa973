//! Event listeners on the window, removed with their owner.

use std::rc::Rc;

use leptos::prelude::{on_cleanup, window_event_listener_untyped};
use web_sys::Event;

use super::page::property;

/// Listens for window events of these names until the current owner ends.
pub(super) fn listen(names: &[&'static str], callback: impl Fn(Event) + 'static) {
    listen_boxed(names, Rc::new(callback));
}

/// The part that is not generic: it is compiled once.
fn listen_boxed(names: &[&'static str], callback: Rc<dyn Fn(Event)>) {
    for name in names {
        let callback = Rc::clone(&callback);
        let handle = window_event_listener_untyped(name, move |event| callback(event));
        on_cleanup(move || handle.remove());
    }
}

/// Calls `pressed` with each key that is pressed without another one, until the current owner ends.
/// If it returns true, the key has no other effect.
pub fn on_key(pressed: impl Fn(&str) -> bool + 'static) {
    listen(&["keydown"], move |event| {
        let is_held = |name| property(&event, name).is_truthy();
        let is_plain = !["ctrlKey", "metaKey", "altKey"].into_iter().any(is_held);
        let key = property(&event, "key").as_string();
        if key.is_some_and(|key| is_plain && pressed(&key)) {
            event.prevent_default();
        }
    });
}
