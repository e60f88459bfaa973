//! Current time and timers.

use zaidu_model::Timestamp;

/// The current time by the reader's clock, which may be wrong.
#[must_use]
pub fn now() -> Timestamp {
    // The seconds of any JavaScript date fit exactly.
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (js_sys::Date::now() / 1000.0) as i64;
    // A clock set beyond the year 9999 counts as the epoch.
    Timestamp::from_unix(seconds).unwrap_or(Timestamp::EPOCH)
}

/// A random number from 0 up to 1.
#[must_use]
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// Resolves after `milliseconds`.
pub async fn sleep(milliseconds: u32) {
    gloo_timers::future::TimeoutFuture::new(milliseconds).await;
}

/// Calls `callback` after `milliseconds`, also if the current owner has ended by then.
pub fn set_timeout(milliseconds: u32, callback: impl FnOnce() + 'static) {
    gloo_timers::callback::Timeout::new(milliseconds, callback).forget();
}
