//! WeChat JS-SDK: a script by WeChat that sets how a shared page appears in the app.
//!
//! The script may be blocked, slow or broken. The page never depends on it.

use js_sys::{Function, JSON, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::page::{document, property, window};

/// The SDK functions that the page asks permission for (`jsApiList`), as JSON.
const API_LIST: &str = r#"["updateAppMessageShareData","updateTimelineShareData"]"#;

/// The appearance of a shared page in chats and in 朋友圈 (Moments).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// Its title.
    pub title: String,
    /// A sentence or two, shown only in chats.
    pub description: String,
    /// The absolute URL of the link, on the domain registered for the WeChat account.
    pub link: String,
    /// The absolute URL of its image; empty for none.
    pub image: String,
}

/// The page's URL as it is signed: verbatim, without the fragment.
#[must_use]
pub fn page_url() -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// Loads the script from the first of `urls` that works, and then calls `loaded`. There is no
/// timeout for a URL that neither loads nor fails.
pub fn load_sdk(urls: &'static [&'static str], loaded: impl Fn() + Copy + 'static) {
    let Some((url, others)) = urls.split_first() else { return };
    let script = document().and_then(|document| document.create_element("script").ok());
    let head = document().and_then(|document| document.head());
    let (Some(script), Some(head)) = (script, head) else { return };
    set(&script, "onload", &Closure::once_into_js(loaded));
    set(&script, "onerror", &Closure::once_into_js(move || load_sdk(others, loaded)));
    set(&script, "src", &(*url).into());
    // Appending to the head cannot fail.
    let _ = head.append_child(&script);
}

/// Calls `refused` with the error message whenever WeChat rejects a signature, from now on.
pub fn on_config_error(refused: impl Fn(&str) + 'static) {
    let refused = Closure::<dyn FnMut(JsValue)>::new(move |error: JsValue| {
        refused(&property(&error, "errMsg").as_string().unwrap_or_default());
    });
    call("error", &refused.into_js_value());
}

/// Passes a signature to `wx.config`: the server's response, unchanged. Calls `accepted` once
/// the first one has been verified; for later ones the script reports no end, and `accepted`
/// is called at once.
pub fn configure(config: &str, accepted: impl FnOnce() + 'static) {
    let (Ok(config), Ok(api_list)) = (JSON::parse(config), JSON::parse(API_LIST)) else { return };
    set(&config, "jsApiList", &api_list);
    call("config", &config);
    call("ready", &Closure::once_into_js(accepted));
}

/// Sets the appearance of the shared page. Calls `failed` if WeChat rejects it.
pub fn set_share_data(card: &Card, failed: impl FnOnce() + 'static) {
    let data = || {
        let data = Object::new();
        for (name, value) in [
            ("title", &card.title),
            ("desc", &card.description),
            ("link", &card.link),
            ("imgUrl", &card.image),
        ] {
            set(&data, name, &value.into());
        }
        data
    };
    call("updateTimelineShareData", &data());
    let data = data();
    set(&data, "fail", &Closure::once_into_js(failed));
    call("updateAppMessageShareData", &data);
}

/// Sets a property of an object that the page has created; this cannot fail.
fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

/// Calls a function of the SDK, which may lack it or throw.
fn call(name: &str, argument: &JsValue) {
    let Some(window) = window() else { return };
    let sdk = property(&window, "wx");
    if let Some(function) = property(&sdk, name).dyn_ref::<Function>() {
        let _ = function.call1(&sdk, argument);
    }
}
