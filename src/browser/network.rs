//! What the browser says of its network.

use wasm_bindgen::JsValue;

use super::page::{property, window};

fn navigator() -> JsValue {
    window().map(|window| window.navigator().into()).unwrap_or_default()
}

/// Whether the reader asked for less data. Browsers that do not say so are not asked
/// for less.
#[must_use]
pub fn saves_data() -> bool {
    property(&property(&navigator(), "connection"), "saveData").is_truthy()
}

/// Whether there is certainly no network. Where there is one, it may still lead
/// nowhere.
#[must_use]
pub fn is_offline() -> bool {
    property(&navigator(), "onLine").as_bool() == Some(false)
}
