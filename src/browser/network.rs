//! Network information: data saver, online state.

use wasm_bindgen::JsValue;

use super::page::{property, window};

pub(super) fn navigator() -> JsValue {
    window().map(|window| window.navigator().into()).unwrap_or_default()
}

/// Whether the reader has turned on the data saver (`navigator.connection.saveData`);
/// false where the browser does not tell.
#[must_use]
pub fn saves_data() -> bool {
    property(&property(&navigator(), "connection"), "saveData").is_truthy()
}

/// Whether there is certainly no network. If this is false, servers may still be
/// unreachable.
#[must_use]
pub fn is_offline() -> bool {
    property(&navigator(), "onLine").as_bool() == Some(false)
}
