//! Panic handling: a panic in a handler results in a problem response. The panic message is logged
//! and not sent.

use std::any::Any;

use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

use crate::http::error::ApiError;

type PanicHandler = fn(Box<dyn Any + Send>) -> Response;

/// The layer that catches panics of the services below it.
pub(crate) fn catch_panic_layer() -> CatchPanicLayer<PanicHandler> {
    CatchPanicLayer::custom(panic_response)
}

fn panic_response(panic: Box<dyn Any + Send>) -> Response {
    let message = panic.downcast_ref::<&str>().map(|message| (*message).to_owned());
    let message = message.or_else(|| panic.downcast_ref::<String>().cloned());
    ApiError::Internal(format!("panic: {}", message.unwrap_or_default())).into_response()
}
