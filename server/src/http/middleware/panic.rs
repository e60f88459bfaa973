//! Panic handling: a panic in a handler results in a problem response. The panic message is logged
//! and not sent.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use crate::http::error::ApiError;

/// The response of `handler`, or a problem when it panics.
pub(crate) async fn catch_panic(handler: impl Future<Output = Response>) -> Response {
    // A handler that panicked is dropped; what it shares with others has locks that survive it.
    let response = AssertUnwindSafe(handler).catch_unwind().await;
    response.unwrap_or_else(|panic| panic_response(&*panic))
}

fn panic_response(panic: &(dyn Any + Send)) -> Response {
    let message = panic.downcast_ref::<&str>().map(|message| (*message).to_owned());
    let message = message.or_else(|| panic.downcast_ref::<String>().cloned());
    ApiError::Internal(format!("panic: {}", message.unwrap_or_default())).into_response()
}
