//! Trusted Types: of the addresses of scripts that the program sets, only those that it knows are
//! taken. The page's policy asks for it, in browsers that have it.

use js_sys::{Function, Map, Object};
use wasm_bindgen::JsCast;
use zaidu_model::wechat::SDK_URLS;

use super::page::{property, set, window};
use super::service_worker::SCRIPT;
use super::speech::call_two;

/// Installs the default policy: nothing in browsers without Trusted Types, and nothing when the
/// program is started again in the same page.
///
/// Markup passes: what becomes `innerHTML` are the static parts of views, and the page's policy
/// keeps a handler in them from running. All of it is made of the browser's own functions, so that
/// it outlives the program.
pub fn install() {
    let Some(window) = window() else { return };
    let factory = property(&window, "trustedTypes");
    if !factory.is_truthy() {
        return;
    }
    let known = Map::new();
    for url in SDK_URLS.into_iter().chain([SCRIPT]) {
        known.set(&url.into(), &url.into());
    }
    let Ok(find) = property(&known, "get").dyn_into::<Function>() else { return };
    let rules = Object::new();
    set(&rules, "createHTML", &property(&window, "String"));
    set(&rules, "createScriptURL", &find.bind0(&known));
    call_two(&factory, "createPolicy", &"default".into(), &rules);
}
