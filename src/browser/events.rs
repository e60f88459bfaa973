//! Hearing what happens to the window.

use std::rc::Rc;

use leptos::prelude::{on_cleanup, window_event_listener_untyped};
use web_sys::Event;

/// Hears the window's events of these names, until the current owner ends.
pub(super) fn listen(names: &[&'static str], hear: impl Fn(Event) + 'static) {
    shared(names, Rc::new(hear));
}

/// The part that is the same for every listener.
fn shared(names: &[&'static str], hear: Rc<dyn Fn(Event)>) {
    for name in names {
        let hear = Rc::clone(&hear);
        let heard = window_event_listener_untyped(name, move |event| hear(event));
        on_cleanup(move || heard.remove());
    }
}
