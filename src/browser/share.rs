//! The system's share sheet.

use js_sys::{Function, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, ShareData};

use super::page::{property, window};

/// Why nothing was shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareError {
    /// The reader closed the sheet, or has it open: nothing to say.
    Cancelled,
    /// There is no sheet, or it does not take this.
    Unavailable,
}

/// Opens the system's share sheet now, and gives what will have come of it. To
/// be called straight from a tap: the browser wants one, and spends it here. So
/// it is no `async fn`, whose first step would wait for whoever polls it.
pub fn share(title: &str, url: &str) -> impl Future<Output = Result<(), ShareError>> + use<> {
    let opened = open(title, url).map(JsFuture::from);
    async move {
        match opened.ok_or(ShareError::Unavailable)?.await {
            Ok(_) => Ok(()),
            Err(error) => {
                match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
                    // A second tap finds the sheet open already.
                    Some("AbortError" | "InvalidStateError") => Err(ShareError::Cancelled),
                    _ => Err(ShareError::Unavailable),
                }
            }
        }
    }
}

fn open(title: &str, url: &str) -> Option<Promise> {
    let navigator = window()?.navigator();
    // Absent on many desktops and in web views, and in some there is one that throws.
    let share: Function = property(&navigator, "share").dyn_into().ok()?;
    let data = ShareData::new();
    data.set_title(title);
    data.set_url(url);
    share.call1(&navigator, &data).ok().map(|asked| Promise::resolve(&asked))
}
