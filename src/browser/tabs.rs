//! Tabs of this site in one browser: messages between them, and locks that one of them has.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::page::{property, set, window};
use super::speech::{call, call_two, callback, construct};

/// Messages between the tabs of this site in one browser.
#[derive(Debug, Clone)]
pub struct Channel(JsValue);

impl Channel {
    /// Opens the channel `name`, for as long as the page lives. None where the browser has none.
    #[must_use]
    pub fn open(name: &str, received: impl Fn(String) + 'static) -> Option<Self> {
        let channel = construct("BroadcastChannel", &name.into())?;
        let on_message = callback(move |event| {
            received(property(&event, "data").as_string().unwrap_or_default());
        });
        set(&channel, "onmessage", &on_message);
        Some(Self(channel))
    }

    /// Sends `text` to the other tabs.
    pub fn post(&self, text: &str) {
        call(&self.0, "postMessage", &text.into());
    }
}

/// Waits for the lock `name`, which one tab has at a time, and calls `granted` with what gives it back.
/// False where the browser has no locks. A tab that ends gives its locks back.
pub fn request_lock(name: &str, granted: impl Fn(LockGuard) + 'static) -> bool {
    let locks = window().map(|window| property(&window.navigator(), "locks")).unwrap_or_default();
    if !locks.is_truthy() {
        return false;
    }
    let granted = RefCell::new(Some(granted));
    let on_grant = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |_| {
        let mut guard = None;
        let held = Promise::new(&mut |resolve, _| guard = Some(LockGuard(resolve)));
        if let (Some(granted), Some(guard)) = (granted.borrow_mut().take(), guard) {
            granted(guard);
        }
        held.into()
    });
    call_two(&locks, "request", &name.into(), &on_grant.into_js_value());
    true
}

/// A lock that is held until this is dropped.
#[derive(Debug)]
pub struct LockGuard(Function);

impl Drop for LockGuard {
    fn drop(&mut self) {
        // Resolving a promise does not throw.
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}
