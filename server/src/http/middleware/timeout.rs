//! Request timeout: the future of a handler that is too slow is dropped, and the response is a
//! problem.

use std::time::Duration;

use axum::response::{IntoResponse, Response};
use zaidu_model::ProblemCode;

use crate::http::error::ApiError;

/// The longest time from a complete request head to the response head.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// The response of `handler`, or [`ProblemCode::TimedOut`] when it takes longer than
/// [`REQUEST_TIMEOUT`].
pub(crate) async fn with_timeout(handler: impl Future<Output = Response>) -> Response {
    match tokio::time::timeout(REQUEST_TIMEOUT, handler).await {
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
