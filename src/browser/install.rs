//! Installation of the site as an app, where the browser offers it.

use std::cell::RefCell;

use wasm_bindgen::JsValue;

use super::events::listen;
use super::page::{matches_media, property, window};
use super::speech::call;

thread_local! {
    /// The browser's offer, which can be accepted once.
    static OFFER: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Whether the page is shown by the installed app.
#[must_use]
pub fn is_installed() -> bool {
    let navigator = window().map(|window| window.navigator());
    matches_media("(display-mode: standalone)")
        || navigator.is_some_and(|navigator| property(&navigator, "standalone").is_truthy())
}

/// Calls `offered` when the browser offers to install the site, and `installed` when that is done,
/// until the current owner ends. The browser's own hint is not shown.
pub fn on_offer(offered: impl Fn() + 'static, installed: impl Fn() + 'static) {
    listen(&["beforeinstallprompt", "appinstalled"], move |event| {
        if event.type_() == "appinstalled" {
            return installed();
        }
        event.prevent_default();
        OFFER.set(Some(event.into()));
        offered();
    });
}

/// Accepts the offer: the browser asks the reader.
pub fn accept() {
    if let Some(offer) = OFFER.take() {
        call(&offer, "prompt", &JsValue::UNDEFINED);
    }
}
