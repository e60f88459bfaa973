//! Web Share API: the system's share sheet.

use js_sys::{Function, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, ShareData};

use super::page::{property, window};

/// Why nothing was shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareError {
    /// The reader has closed the sheet, or it is open already: no message needed.
    Cancelled,
    /// There is no share sheet, or it does not accept the data.
    Unavailable,
}

/// Opens the share sheet at once; the future resolves to the outcome. To be called
/// synchronously from a user gesture: `navigator.share` requires and consumes transient
/// activation. So this is not an `async fn`, which would not start before it is polled.
pub fn share(title: &str, url: &str) -> impl Future<Output = Result<(), ShareError>> + use<> {
    let promise = open(title, url).map(JsFuture::from);
    async move {
        match promise.ok_or(ShareError::Unavailable)?.await {
            Ok(_) => Ok(()),
            Err(error) => {
                match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
                    // `InvalidStateError`: the sheet is open already, after a second tap.
                    Some("AbortError" | "InvalidStateError") => Err(ShareError::Cancelled),
                    _ => Err(ShareError::Unavailable),
                }
            }
        }
    }
}

fn open(title: &str, url: &str) -> Option<Promise> {
    let navigator = window()?.navigator();
    // Missing on many desktops and in web views; in some web views it throws.
    let share: Function = property(&navigator, "share").dyn_into().ok()?;
    let data = ShareData::new();
    data.set_title(title);
    data.set_url(url);
    share.call1(&navigator, &data).ok().map(|returned| Promise::resolve(&returned))
}
