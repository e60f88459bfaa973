//! Hearing what happens to the window.

use std::rc::Rc;

use leptos::prelude::{on_cleanup, window_event_listener_untyped};
use web_sys::Event;

/// Hears the window's events of these names, until the current owner ends.
pub(super) fn listen(names: &[&str], hear: impl Fn(Event) + 'static) {
    let hear = Rc::new(hear);
    for name in names {
        let hear = Rc::clone(&hear);
        let heard = window_event_listener_untyped(name, move |event| hear(event));
        on_cleanup(move || heard.remove());
    }
}
