//! Errors of the backend.

use serde::Serialize;
use zaidu_model::Problem;
use zaidu_model::json::{Errors, FromJson, Node};

/// Why a request has no response. It stays typed up to the view, which alone turns it into
/// a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum BackendError {
    /// The request did not reach the server, or its response did not arrive.
    Unreachable,
    /// No response within the timeout.
    TimedOut,
    /// The response violates the contract; how, for developers.
    #[serde(rename = "Garbled")]
    InvalidResponse(String),
    /// 429 Too Many Requests: no request for this many seconds (`Retry-After`).
    #[serde(rename = "Busy")]
    RateLimited(u32),
    /// The server responded with a problem (RFC 9457).
    Problem(Problem),
}

impl BackendError {
    /// A response of another type than the request has: a bug, as long as each request is
    /// paired with its type of response.
    pub(crate) fn unexpected_type() -> Self {
        Self::InvalidResponse("an answer of another kind".to_owned())
    }

    /// Whether the resource does not exist, so that a retry is no use.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.status == 404)
    }

    /// Whether the resource has been withdrawn (410), so that a retry is no use either.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.status == 410)
    }
}

impl FromJson for BackendError {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        let (kind, node) = node.variant(errors);
        match kind.as_str() {
            "Unreachable" => Self::Unreachable,
            "TimedOut" => Self::TimedOut,
            "Garbled" => Self::InvalidResponse(FromJson::from_node(node, errors)),
            "Busy" => Self::RateLimited(FromJson::from_node(node, errors)),
            "Problem" => Self::Problem(FromJson::from_node(node, errors)),
            _ => {
                errors.expected("an error");
                Self::Unreachable
            }
        }
    }
}
