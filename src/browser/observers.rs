//! Observers of intersection, size and scrolling, bound to an owner.

use std::cell::Cell;
use std::rc::Rc;

use leptos::leptos_dom::helpers::AnimationFrameRequestHandle;
use leptos::prelude::{on_cleanup, request_animation_frame, request_animation_frame_with_handle};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit,
    ResizeObserver,
};

use super::events::listen;

/// Calls `changed` with whether `element` is above the viewport, now and whenever that
/// changes, until the current owner ends.
pub fn observe_left_above(element: &Element, changed: impl Fn(bool) + 'static) {
    let callback = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        if let Ok(entry) = entries.pop().dyn_into::<IntersectionObserverEntry>() {
            changed(!entry.is_intersecting() && entry.bounding_client_rect().bottom() <= 0.0);
        }
    });
    if let Ok(observer) = IntersectionObserver::new(callback.as_ref().unchecked_ref()) {
        observer.observe(element);
        let observing = SendWrapper::new((observer, callback));
        on_cleanup(move || observing.0.disconnect());
    }
}

/// Observes whether an element is near the viewport, until it is dropped.
pub struct ViewportObserver(SendWrapper<Observation>);

struct Observation {
    observer: IntersectionObserver,
    element: Element,
    _callback: Closure<dyn FnMut(js_sys::Array)>,
}

impl ViewportObserver {
    /// Calls the callback once more if the element is near, even if that has not changed.
    pub fn recheck(&self) {
        self.0.observer.unobserve(&self.0.element);
        self.0.observer.observe(&self.0.element);
    }
}

impl Drop for ViewportObserver {
    fn drop(&mut self) {
        self.0.observer.disconnect();
    }
}

/// Calls `entered` when `element` is in the viewport or less than two viewport heights below
/// it: now, or whenever it gets there. None if the browser has no `IntersectionObserver`.
#[must_use = "the element is observed until this is dropped"]
pub fn observe_near_viewport(
    element: &Element,
    entered: impl Fn() + 'static,
) -> Option<ViewportObserver> {
    let callback = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        if let Ok(entry) = entries.pop().dyn_into::<IntersectionObserverEntry>()
            && entry.is_intersecting()
        {
            entered();
        }
    });
    let options = IntersectionObserverInit::new();
    options.set_root_margin("0px 0px 200%");
    let function = callback.as_ref().unchecked_ref();
    let observer = IntersectionObserver::new_with_options(function, &options).ok()?;
    observer.observe(element);
    Some(ViewportObserver(SendWrapper::new(Observation {
        observer,
        element: element.clone(),
        _callback: callback,
    })))
}

/// Calls `callback` when the page is scrolled or the window resized, at most once per
/// animation frame, until the current owner ends.
pub fn on_scroll_or_resize(callback: impl Fn() + 'static) {
    let callback = Rc::new(callback);
    let is_scheduled = Rc::new(Cell::new(false));
    listen(&["scroll", "resize"], move |_| {
        if !is_scheduled.replace(true) {
            let (callback, is_scheduled) = (Rc::clone(&callback), Rc::clone(&is_scheduled));
            request_animation_frame(move || {
                is_scheduled.set(false);
                callback();
            });
        }
    });
}

/// Calls `changed` with the width of `element` in CSS pixels, now and whenever its
/// size changes, until the current owner ends.
///
/// The call is delayed by a frame: a callback that changes the element's height during the
/// delivery of resize observations raises a `ResizeObserver loop` error on the window.
pub fn observe_width(element: &Element, changed: impl Fn(f64) + 'static) {
    let target = element.clone();
    let notify = Rc::new(move || changed(target.get_bounding_client_rect().width()));
    let frame = Rc::new(Cell::new(None::<AnimationFrameRequestHandle>));
    let pending = Rc::clone(&frame);
    let callback = Closure::<dyn FnMut()>::new(move || {
        let notify = Rc::clone(&notify);
        let requested = request_animation_frame_with_handle(move || notify()).ok();
        if let Some(earlier) = pending.replace(requested) {
            earlier.cancel();
        }
    });
    if let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) {
        observer.observe(element);
        let observing = SendWrapper::new((observer, callback, frame));
        on_cleanup(move || {
            observing.0.disconnect();
            if let Some(pending) = observing.2.take() {
                pending.cancel();
            }
        });
    }
}
