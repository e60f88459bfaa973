//! Server-sent events: one connection, which this module does not open again by itself.

use wasm_bindgen::JsValue;

use super::page::{property, set, window};
use super::speech::{call, callback, construct};

/// An open stream. It is closed when it is dropped.
#[derive(Debug)]
pub struct EventSource(JsValue);

/// `readyState` of a stream that was refused: the answer is no stream. After a broken connection it
/// is another.
const CLOSED: f64 = 2.0;

/// Whether the browser has such streams.
#[must_use]
pub fn is_supported() -> bool {
    window().is_some_and(|window| property(&window, "EventSource").is_function())
}

impl EventSource {
    /// Opens the stream at `url`, and calls `received` with the data of each message. `ended` is
    /// called when it has ended, with whether it was refused. None where the browser has no such
    /// streams.
    #[must_use]
    pub fn open(
        url: &str,
        received: impl Fn(String) + 'static,
        ended: impl Fn(bool) + 'static,
    ) -> Option<Self> {
        let source = construct("EventSource", &url.into())?;
        let on_message = callback(move |event| {
            received(property(&event, "data").as_string().unwrap_or_default());
        });
        set(&source, "onmessage", &on_message);
        let on_error = callback(move |event| {
            let source = property(&event, "target");
            let state = property(&source, "readyState").as_f64();
            // Before it connects by itself.
            close(&source);
            ended(state == Some(CLOSED));
        });
        set(&source, "onerror", &on_error);
        Some(Self(source))
    }
}

impl Drop for EventSource {
    fn drop(&mut self) {
        close(&self.0);
    }
}

fn close(source: &JsValue) {
    set(source, "onmessage", &JsValue::NULL);
    set(source, "onerror", &JsValue::NULL);
    call(source, "close", &JsValue::UNDEFINED);
}

/// How many seconds ago this page began to load, at least.
#[must_use]
pub fn page_age() -> u64 {
    let performance = window().map(|window| property(&window, "performance")).unwrap_or_default();
    let milliseconds = call(&performance, "now", &JsValue::UNDEFINED).as_f64().unwrap_or_default();
    // Not negative, and less than the age of the universe.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let seconds = (milliseconds / 1000.0) as u64;
    seconds + 1
}

/// A random number from 0 to 1.
#[must_use]
pub fn random() -> f64 {
    js_sys::Math::random()
}
