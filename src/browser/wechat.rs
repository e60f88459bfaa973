//! WeChat's JS-SDK: a script of WeChat's own, which says how the program around
//! the page shows it when it is passed on.
//!
//! It may be blocked, late, or of another mind. Whatever it does, nothing of ours
//! waits for it.

use js_sys::{Function, JSON, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::page::{document, property, window};

/// What the page asks to be allowed, as JSON.
const CALLS: &str = r#"["updateAppMessageShareData","updateTimelineShareData"]"#;

/// How a page looks in a chat and among 朋友圈.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// Its title.
    pub title: String,
    /// A sentence or two, which only chats show.
    pub description: String,
    /// Where it leads: a whole address on the account's own domain.
    pub link: String,
    /// The whole address of its picture; empty for none.
    pub image: String,
}

/// The whole address in the address bar, as signatures are made of it: letter by
/// letter, without what follows `#`.
#[must_use]
pub fn page_url() -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// Loads the script from the first of `addresses` that gives it, and then calls
/// `came`. One that neither comes nor fails is waited for.
pub fn load_sdk(addresses: &'static [&'static str], came: impl Fn() + Copy + 'static) {
    let Some((address, others)) = addresses.split_first() else { return };
    let script = document().and_then(|document| document.create_element("script").ok());
    let head = document().and_then(|document| document.head());
    let (Some(script), Some(head)) = (script, head) else { return };
    set(&script, "onload", &Closure::once_into_js(came));
    set(&script, "onerror", &Closure::once_into_js(move || load_sdk(others, came)));
    set(&script, "src", &(*address).into());
    // A head takes a script.
    let _ = head.append_child(&script);
}

/// Calls `refused` with WeChat's words, now and whenever it does not take a
/// signature.
pub fn on_config_error(refused: impl Fn(&str) + 'static) {
    let refused = Closure::<dyn FnMut(JsValue)>::new(move |error: JsValue| {
        refused(&property(&error, "errMsg").as_string().unwrap_or_default());
    });
    call("error", &refused.into_js_value());
}

/// Gives WeChat a signature: the server's answer, as it came. Calls `taken` once
/// the first is checked; the script says nothing of the end of later ones, for
/// which it is called at once.
pub fn configure(config: &str, taken: impl FnOnce() + 'static) {
    let (Ok(config), Ok(calls)) = (JSON::parse(config), JSON::parse(CALLS)) else { return };
    set(&config, "jsApiList", &calls);
    call("config", &config);
    call("ready", &Closure::once_into_js(taken));
}

/// Says how the page looks. Calls `failed` if WeChat does not take it.
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

/// Sets a property of an object of ours, which takes any.
fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

/// Calls a function of the script's. A script of others' may lack it or throw.
fn call(name: &str, argument: &JsValue) {
    let Some(window) = window() else { return };
    let sdk = property(&window, "wx");
    if let Some(function) = property(&sdk, name).dyn_ref::<Function>() {
        let _ = function.call1(&sdk, argument);
    }
}
