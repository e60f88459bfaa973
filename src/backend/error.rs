//! Why there is no answer.

use serde::{Deserialize, Serialize};
use zaidu_model::Problem;

/// Why there is no answer. It keeps its type up to the view, which alone turns
/// it into words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BackendError {
    /// The request did not arrive, or its answer did not.
    Unreachable,
    /// No answer within [`super::http::DEADLINE`].
    TimedOut,
    /// An answer that is not what the contract says; why, for developers.
    #[serde(rename = "Garbled")]
    InvalidResponse(String),
    /// The server has had too much from here, and says for how many seconds it
    /// wants no more.
    #[serde(rename = "Busy")]
    RateLimited(u32),
    /// The server said what is wrong.
    Problem(Problem),
}

impl BackendError {
    /// Whoever asks for an answer of one kind gets that kind; this is for the
    /// day when that is no longer so.
    pub(crate) fn unexpected_type() -> Self {
        Self::InvalidResponse("an answer of another kind".to_owned())
    }

    /// Whether what was asked for does not exist, so that trying again is no use.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.status == 404)
    }
}
