//! Web Share API: the system's share sheet.

use std::cell::Cell;

use js_sys::{Date, Function, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, ShareData};

use super::page::{property, window};

/// Why nothing was shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareError {
    /// The reader has closed the sheet, or has tapped twice: no message needed.
    Cancelled,
    /// There is no share sheet, or it does not accept the data.
    Unavailable,
}

/// Time after opening the sheet, in milliseconds, in which another call counts as a second
/// tap. Some browsers never settle the promise of a sheet that is long closed, and then
/// reject every later call with `InvalidStateError`: those are failures.
const SECOND_TAP: f64 = 3_000.0;

thread_local! {
    /// When the sheet was last opened, in milliseconds since 1970.
    static OPENED_AT: Cell<f64> = const { Cell::new(0.0) };
}

/// Opens the share sheet at once; the future resolves to the outcome. To be called
/// synchronously from a user gesture: `navigator.share` requires and consumes transient
/// activation. So this is not an `async fn`, which would not start before it is polled.
pub fn share(title: &str, url: &str) -> impl Future<Output = Result<(), ShareError>> + use<> {
    let now = Date::now();
    let opened_at = OPENED_AT.replace(now);
    let promise = open(title, url).map(JsFuture::from);
    async move {
        match promise.ok_or(ShareError::Unavailable)?.await {
            Ok(_) => Ok(()),
            Err(error) => {
                match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
                    Some("AbortError") => Err(ShareError::Cancelled),
                    // An earlier call is pending, by which the sheet was opened.
                    Some("InvalidStateError") => {
                        OPENED_AT.set(opened_at);
                        // Before the opening: the clock was set back.
                        let is_second_tap = (0.0..SECOND_TAP).contains(&(now - opened_at));
                        Err(if is_second_tap {
                            ShareError::Cancelled
                        } else {
                            ShareError::Unavailable
                        })
                    }
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
