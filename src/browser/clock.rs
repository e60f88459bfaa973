//! The reader's clock.

use zaidu_model::Timestamp;

/// Now, by the reader's clock, which may be wrong.
#[must_use]
pub fn now() -> Timestamp {
    // Whole seconds of a date that JavaScript can hold fit exactly.
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (js_sys::Date::now() / 1000.0) as i64;
    // A clock set beyond the year 9999 shows the first second of 1970.
    Timestamp::from_unix(seconds).unwrap_or(Timestamp::EPOCH)
}

/// Resolves after `milliseconds`.
pub async fn sleep(milliseconds: u32) {
    gloo_timers::future::TimeoutFuture::new(milliseconds).await;
}

/// Calls `then` after `milliseconds`, wherever the reader is by that time.
pub fn set_timeout(milliseconds: u32, then: impl FnOnce() + 'static) {
    gloo_timers::callback::Timeout::new(milliseconds, then).forget();
}
