//! Downloads of what the page itself has written.

use js_sys::Array;
use wasm_bindgen::JsValue;
use zaidu_model::url::encode_component;

use super::clock;
use super::page::{property, window};
use super::speech::{call, construct};

/// How long the address of a download is valid, in milliseconds.
const VALID: u32 = 60_000;

/// The address from which a link with the attribute `download` downloads `text`, a JSON document.
#[must_use]
pub fn address_of(text: &str) -> String {
    // Browsers that have no addresses of objects have lower limits for the length of others.
    let whole =
        || ["data:application/json;charset=utf-8,", &encode_component(text).to_string()].concat();
    object_address(text).unwrap_or_else(whole)
}

fn object_address(text: &str) -> Option<String> {
    let blob = construct("Blob", &Array::of1(&text.into()))?;
    let url = property(&window()?.into(), "URL");
    let address = call(&url, "createObjectURL", &blob).as_string()?;
    let revoked = JsValue::from_str(&address);
    clock::set_timeout(VALID, move || {
        call(&url, "revokeObjectURL", &revoked);
    });
    Some(address)
}
