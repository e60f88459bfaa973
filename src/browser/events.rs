//! Event listeners on the window, removed with their owner.

use std::rc::Rc;

use leptos::prelude::{on_cleanup, window_event_listener_untyped};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent};

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

/// Calls `clicked` for each click on an element that matches `selector`, until the current owner ends.
pub fn on_click(selector: &'static str, clicked: impl Fn() + 'static) {
    listen(&["click"], move |event| {
        if closest(&event, selector).is_some() {
            clicked();
        }
    });
}

/// Calls `online` when the network is back, until the current owner ends.
pub fn on_online(online: impl Fn() + 'static) {
    listen(&["online"], move |_| online());
}

/// Calls `clicked` instead of following the links that match `selector`, until the current owner ends.
/// Other buttons and modifier keys do what they do on any link.
pub fn on_link_click(selector: &'static str, clicked: impl Fn() + 'static) {
    listen(&["click"], move |event| {
        if event.dyn_ref().is_some_and(is_plain_click) && closest(&event, selector).is_some() {
            event.prevent_default();
            clicked();
        }
    });
}

/// Whether `event` is a click that follows a link in this tab: with the first button and without
/// a modifier key.
#[must_use]
pub(super) fn is_plain_click(event: &MouseEvent) -> bool {
    event.button() == 0
        && !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key())
}

/// The target of `event` or its closest ancestor that matches `selector`.
pub(super) fn closest(event: &Event, selector: &str) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(selector).ok()?
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
