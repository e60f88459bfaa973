//! Mutations of the page: elements that views have added.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::{on_cleanup, request_animation_frame};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::page::set;
use super::speech::{call, call_two, callback, construct};

/// Calls `changed` when nodes have been added to `element` or removed from it, at most once per
/// animation frame, until the current owner ends.
pub fn on_nodes_changed(element: &Element, changed: impl Fn() + 'static) {
    let changed = Rc::new(changed);
    let is_scheduled = Rc::new(Cell::new(false));
    let on_mutation = callback(move |_| {
        if !is_scheduled.replace(true) {
            let (changed, is_scheduled) = (Rc::clone(&changed), Rc::clone(&is_scheduled));
            request_animation_frame(move || {
                is_scheduled.set(false);
                changed();
            });
        }
    });
    let observer = construct("MutationObserver", &on_mutation);
    let options = construct("Object", &JsValue::UNDEFINED);
    if let (Some(observer), Some(options)) = (observer, options) {
        set(&options, "childList", &JsValue::TRUE);
        set(&options, "subtree", &JsValue::TRUE);
        call_two(&observer, "observe", element, &options);
        let observer = SendWrapper::new(observer);
        on_cleanup(move || {
            call(&observer, "disconnect", &JsValue::UNDEFINED);
        });
    }
}
