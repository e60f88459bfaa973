//! Being told when something on the page changes.

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

/// Calls `changed` with whether `element` has left the screen upwards, now and
/// whenever that changes, until the current owner ends.
pub fn observe_left_above(element: &Element, changed: impl Fn(bool) + 'static) {
    let callback = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        if let Ok(entry) = entries.pop().dyn_into::<IntersectionObserverEntry>() {
            changed(!entry.is_intersecting() && entry.bounding_client_rect().bottom() <= 0.0);
        }
    });
    if let Ok(observer) = IntersectionObserver::new(callback.as_ref().unchecked_ref()) {
        observer.observe(element);
        let kept = SendWrapper::new((observer, callback));
        on_cleanup(move || kept.0.disconnect());
    }
}

/// Watches whether an element is near the screen.
pub struct ViewportObserver(SendWrapper<Watching>);

struct Watching {
    observer: IntersectionObserver,
    element: Element,
    _callback: Closure<dyn FnMut(js_sys::Array)>,
}

impl ViewportObserver {
    /// Tells once more whether it is, also where that has not changed.
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

/// Calls `came` when `element` is within two screens below the screen or on it:
/// now, or whenever it comes there. Nothing where the browser cannot watch.
#[must_use = "it is watched as long as this lives"]
pub fn observe_near_viewport(
    element: &Element,
    came: impl Fn() + 'static,
) -> Option<ViewportObserver> {
    let callback = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        if let Ok(entry) = entries.pop().dyn_into::<IntersectionObserverEntry>()
            && entry.is_intersecting()
        {
            came();
        }
    });
    let options = IntersectionObserverInit::new();
    options.set_root_margin("0px 0px 200%");
    let made = callback.as_ref().unchecked_ref();
    let observer = IntersectionObserver::new_with_options(made, &options).ok()?;
    observer.observe(element);
    Some(ViewportObserver(SendWrapper::new(Watching {
        observer,
        element: element.clone(),
        _callback: callback,
    })))
}

/// Calls `moved` when the reader has scrolled or the screen has changed its size,
/// at most once a frame, until the current owner ends.
pub fn on_scroll_or_resize(moved: impl Fn() + 'static) {
    let moved = Rc::new(moved);
    let is_coming = Rc::new(Cell::new(false));
    listen(&["scroll", "resize"], move |_| {
        if !is_coming.replace(true) {
            let (moved, is_coming) = (Rc::clone(&moved), Rc::clone(&is_coming));
            request_animation_frame(move || {
                is_coming.set(false);
                moved();
            });
        }
    });
}

/// Calls `changed` with the width of `element` in CSS pixels, now and whenever its
/// size changes, until the current owner ends.
///
/// It is told a frame later: who changes the element's height while the browser
/// counts sizes makes it report an error to the whole page.
pub fn observe_width(element: &Element, changed: impl Fn(f64) + 'static) {
    let watched = element.clone();
    let tell = Rc::new(move || changed(watched.get_bounding_client_rect().width()));
    let frame = Rc::new(Cell::new(None::<AnimationFrameRequestHandle>));
    let coming = Rc::clone(&frame);
    let callback = Closure::<dyn FnMut()>::new(move || {
        let tell = Rc::clone(&tell);
        let asked = request_animation_frame_with_handle(move || tell()).ok();
        if let Some(earlier) = coming.replace(asked) {
            earlier.cancel();
        }
    });
    if let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) {
        observer.observe(element);
        let kept = SendWrapper::new((observer, callback, frame));
        on_cleanup(move || {
            kept.0.disconnect();
            if let Some(coming) = kept.2.take() {
                coming.cancel();
            }
        });
    }
}
