//! Failures as they travel: RFC 9457.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use zaidu_model::decode::DecodeError;
use zaidu_model::{Problem, ProblemCode, problem};

use crate::store::StoreError;

/// Seconds after which votes that found the queue full are welcome.
const BUSY: u64 = 2;

/// Why a request is not answered as asked.
#[derive(Debug)]
pub(crate) enum ApiError {
    /// A problem of the contract that needs no more words.
    Code(ProblemCode),
    /// A problem that may be over in so many seconds.
    Later(ProblemCode, u64),
    /// A parameter of the query that is missing, doubled or no text.
    Query { parameter: &'static str, reason: &'static str },
    /// A body that did not arrive whole.
    BodyCut,
    /// A body that is not what the endpoint takes.
    Body(DecodeError),
    /// The store's.
    Store(StoreError),
    /// A fault of the server's own. The reason is for its log.
    Internal(String),
}

impl ApiError {
    /// What the client is told: never the words of the engine, which may hold
    /// paths or SQL.
    pub(crate) fn problem(&self) -> Problem {
        match self {
            Self::Code(code) | Self::Later(code, _) | Self::Store(StoreError::Refused(code)) => {
                Problem::new(*code)
            }
            Self::Query { parameter, reason } => Problem::new(ProblemCode::QueryMalformed)
                .with_detail(format!("{parameter}: {reason}")),
            Self::BodyCut => Problem::new(ProblemCode::BodyMalformed)
                .with_detail("the body ended before its length"),
            Self::Body(error) => {
                Problem::new(ProblemCode::BodyMalformed).with_detail(error.to_string())
            }
            Self::Store(StoreError::Database(_) | StoreError::Busy) => {
                Problem::new(ProblemCode::StoreUnavailable)
            }
            Self::Store(StoreError::Corrupt(_)) | Self::Internal(_) => {
                Problem::new(ProblemCode::Internal)
            }
        }
    }
}

impl From<ProblemCode> for ApiError {
    fn from(code: ProblemCode) -> Self {
        Self::Code(code)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.response()
    }
}

impl ApiError {
    /// The problem as an answer; its cause goes to the log.
    pub(crate) fn response(&self) -> Response {
        match self {
            Self::Store(
                error @ (StoreError::Database(_) | StoreError::Busy | StoreError::Corrupt(_)),
            ) => {
                tracing::error!(%error, "the store failed");
            }
            Self::Internal(reason) => tracing::error!(%reason, "internal error"),
            _ => {}
        }
        let problem = self.problem();
        let status = StatusCode::from_u16(problem.status);
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(problem::MEDIA_TYPE)),
            // What is missing now may be there in a minute.
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        // A problem is text and numbers, which always serialise.
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, headers, body).into_response();
        let later = match self {
            Self::Later(_, seconds) => Some(*seconds),
            // A queue is short within seconds, whatever it waited for.
            Self::Store(StoreError::Busy) => Some(BUSY),
            _ => None,
        };
        if let Some(seconds) = later {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::DbErr;

    #[test]
    fn a_full_queue_says_when_to_come_again() {
        let response = ApiError::Store(StoreError::Busy).response();
        let told = (response.status().as_u16(), &response.headers()[header::RETRY_AFTER]);
        assert_eq!(told, (503, &HeaderValue::from_static("2")));
    }

    #[test]
    fn the_engines_words_stay_inside() {
        let secret = "SELECT reader FROM /var/lib/zaidu.sqlite".to_owned();
        for error in [
            ApiError::Store(StoreError::Database(DbErr::Custom(secret.clone()))),
            ApiError::Store(StoreError::Corrupt(secret.clone())),
            ApiError::Internal(secret),
        ] {
            let told = serde_json::to_string(&error.problem()).unwrap();
            assert!(!told.contains("SELECT") && !told.contains("/var"), "{told}");
        }
    }
}
