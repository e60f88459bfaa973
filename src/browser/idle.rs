//! Waiting until nothing more urgent is to be done, or until a part of the page comes near.

use js_sys::{Function, Promise};
use leptos::tachys::renderer::types::Element;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::clock::sleep;
use super::observers::observe_near_viewport;
use super::page::window;

/// How long it waits where the browser does not tell when it is idle, in milliseconds.
const WITHOUT_IDLE_CALLBACK: u32 = 1_000;

/// Ends when the browser is idle.
pub async fn idle() {
    let mut is_supported = false;
    let promise = Promise::new(&mut |resolve: Function, _| {
        is_supported =
            window().is_some_and(|window| window.request_idle_callback(&resolve).is_ok());
    });
    if is_supported {
        // A promise that is only ever resolved.
        let _ = JsFuture::from(promise).await;
    } else {
        sleep(WITHOUT_IDLE_CALLBACK).await;
    }
}

/// Ends when `element` is in the viewport or less than two viewport heights below it.
pub async fn near_viewport(element: &Element) {
    let mut observer = None;
    let promise = Promise::new(&mut |resolve: Function, _| {
        observer = observe_near_viewport(element.unchecked_ref(), move || {
            // Resolving a promise does not throw.
            let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
        });
    });
    // Without an IntersectionObserver it counts as near.
    if observer.is_some() {
        let _ = JsFuture::from(promise).await;
    }
}
