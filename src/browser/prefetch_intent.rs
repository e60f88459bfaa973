//! Prefetch on intent: detects which link the reader is about to open, by hover or touch.

use std::cell::Cell;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::PointerEvent;

use super::events::listen;
use super::history::link_path;

/// How long the mouse must stay on a link to count as intent, in milliseconds. It crosses a
/// link on its way in less.
const HOVER_DELAY: u32 = 80;

/// Until the current owner ends, calls `on_intent` with path and query of a link of this
/// origin when it is pressed or touched, or hovered for `HOVER_DELAY`; calls `on_cancel`
/// when a touch turns into scrolling.
pub fn watch(on_intent: impl Fn(&str) + Clone + 'static, on_cancel: impl Fn() + 'static) {
    let hover_timer = Cell::new(None::<Timeout>);
    let events = ["pointerover", "pointerout", "pointerdown", "pointercancel"];
    listen(&events, move |event| {
        let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
        // Any of these events ends a hover.
        hover_timer.take();
        match &*event.type_() {
            "pointercancel" => on_cancel(),
            "pointerdown" => link_path(event).iter().for_each(|path| on_intent(path)),
            "pointerover" if event.pointer_type() == "mouse" => {
                hover_timer.set(link_path(event).map(|path| {
                    let on_intent = on_intent.clone();
                    Timeout::new(HOVER_DELAY, move || on_intent(&path))
                }));
            }
            _ => {}
        }
    });
}
