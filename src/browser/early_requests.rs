//! Early requests: those that a page without server rendering has sent while the program was loading
//! (the script is in `xtask/src/dist/early_requests.rs`).

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::JsCast;
use web_sys::AbortController;

use super::page::{property, window};

/// The global object with the early requests by their addresses.
const GLOBAL: &str = "zaiduEarly";

/// A request that is under way or has ended.
#[derive(Debug)]
pub struct EarlyRequest {
    /// A `Response` to come.
    pub response: Promise,
    /// Aborts the request.
    pub abort: AbortController,
}

/// The early request for `url`, which is taken but once.
#[must_use]
pub fn take(url: &str) -> Option<EarlyRequest> {
    let window = window()?;
    let all = property(&window, GLOBAL).dyn_into::<Object>().ok()?;
    let request = property(&all, url);
    Reflect::delete_property(&all, &url.into()).ok()?;
    Some(EarlyRequest {
        response: property(&request, "response").dyn_into().ok()?,
        abort: property(&request, "abort").dyn_into().ok()?,
    })
}
