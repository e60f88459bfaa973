//! The system's share sheet.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, ShareData};

use super::page::{property, window};

/// Why nothing was shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareError {
    /// The reader closed the sheet: nothing to say.
    Cancelled,
    /// There is no sheet, or it does not take this.
    Unavailable,
}

/// Opens the system's share sheet. To be called straight from a tap: the browser
/// wants one, and spends it here.
///
/// # Errors
/// [`ShareError`].
pub async fn share(title: &str, url: &str) -> Result<(), ShareError> {
    let navigator = window().ok_or(ShareError::Unavailable)?.navigator();
    // Absent on many desktops and in web views, though its type does not say so.
    if !property(&navigator, "share").is_function() {
        return Err(ShareError::Unavailable);
    }
    let data = ShareData::new();
    data.set_title(title);
    data.set_url(url);
    match JsFuture::from(navigator.share_with_data(&data)).await {
        Ok(_) => Ok(()),
        Err(error) => match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
            Some("AbortError") => Err(ShareError::Cancelled),
            _ => Err(ShareError::Unavailable),
        },
    }
}
