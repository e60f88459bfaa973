//! Request timeout: the future of a handler that is too slow is dropped, and the response is a
//! problem.

use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use zaidu_model::ProblemCode;

use crate::http::error::ApiError;

/// The longest time from a complete request head to the response head.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// Middleware: responds with [`ProblemCode::TimedOut`] when the handler takes longer
/// than [`REQUEST_TIMEOUT`].
pub(crate) async fn request_timeout(request: Request, next: Next) -> Response {
    match tokio::time::timeout(REQUEST_TIMEOUT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::Code(ProblemCode::TimedOut).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vote_fails_before_its_request_times_out() {
        assert!(crate::store::VOTE_TIMEOUT < REQUEST_TIMEOUT);
    }
}
