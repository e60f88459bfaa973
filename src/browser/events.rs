//! Event listeners on the window, removed with their owner.

use std::rc::Rc;

use leptos::prelude::{on_cleanup, window_event_listener_untyped};
use web_sys::Event;

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
