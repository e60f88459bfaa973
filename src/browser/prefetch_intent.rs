//! What a reader is about to open: a link that they point at, or have put a finger
//! on.

use std::cell::Cell;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::PointerEvent;

use super::events::listen;
use super::history::link_path;

/// How long a mouse rests on a link before it is meant, in milliseconds. One that
/// only passes by is quicker.
const REST: u32 = 80;

/// Until the current owner ends, calls `meant` with the path and query of a link
/// within this origin that the reader is about to open: a finger that touches it, or
/// a mouse that rests on it. Calls `gone` when the finger scrolls instead.
pub fn watch(meant: impl Fn(&str) + Clone + 'static, gone: impl Fn() + 'static) {
    let resting = Cell::new(None::<Timeout>);
    let events = ["pointerover", "pointerout", "pointerdown", "pointercancel"];
    listen(&events, move |event| {
        let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
        // What came before counts no more.
        resting.take();
        match &*event.type_() {
            "pointercancel" => gone(),
            "pointerdown" => link_path(event).iter().for_each(|path| meant(path)),
            "pointerover" if event.pointer_type() == "mouse" => {
                resting.set(link_path(event).map(|path| {
                    let meant = meant.clone();
                    Timeout::new(REST, move || meant(&path))
                }));
            }
            _ => {}
        }
    });
}
