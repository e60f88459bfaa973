//! Error responses as problem documents (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;
use zaidu_model::decode::DecodeError;
use zaidu_model::timestamp::TimestampError;
use zaidu_model::{Problem, ProblemCode, problem};

use crate::http::request_id::RequestId;
use crate::store::StoreError;
use crate::wechat::WechatError;

/// `Retry-After` in seconds when the vote queue is full.
const BUSY_RETRY_AFTER: u64 = 2;

/// Why a request fails.
#[derive(Debug)]
pub(crate) enum ApiError {
    /// A problem of the contract without further detail.
    Code(ProblemCode),
    /// A temporary problem, with the seconds after which to retry.
    Later(ProblemCode, u64),
    /// A query parameter that is missing, repeated or not UTF-8.
    Query { parameter: &'static str, reason: &'static str },
    /// A body that ended early.
    BodyCut,
    /// A body that the endpoint cannot decode.
    Body(DecodeError),
    /// An error of the store.
    Store(StoreError),
    /// A fault of the server. The reason is logged and not sent.
    Internal(String),
}

/// A problem with the id under which the logs have its request, an extension member.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(crate) struct ProblemBody {
    #[serde(flatten)]
    problem: Problem,
    /// The id of the request in the logs.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
}

impl ApiError {
    /// The problem document for the client. It leaves out the database engine's messages, which may
    /// contain paths or SQL.
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

impl From<WechatError> for ApiError {
    fn from(error: WechatError) -> Self {
        match error {
            WechatError::Unavailable(seconds) => {
                Self::Later(ProblemCode::WechatUnavailable, seconds)
            }
            WechatError::Store(error) => Self::Store(error),
            WechatError::Internal(reason) => Self::Internal(reason),
        }
    }
}

/// The server's clock is outside the supported years.
impl From<TimestampError> for ApiError {
    fn from(error: TimestampError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.response()
    }
}

impl ApiError {
    /// The problem as a response. Logs the cause of server errors.
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
            // The error may be temporary.
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        let body = ProblemBody { problem, request: RequestId::current().map(|id| id.to_string()) };
        // A problem consists of text and numbers, which always serialise.
        let body = serde_json::to_vec(&body).unwrap_or_default();
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, headers, body).into_response();
        let retry_after = match self {
            Self::Later(_, seconds) => Some(*seconds),
            // The queue is drained within seconds.
            Self::Store(StoreError::Busy) => Some(BUSY_RETRY_AFTER),
            _ => None,
        };
        if let Some(seconds) = retry_after {
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
    fn a_full_queue_sets_retry_after() {
        let response = ApiError::Store(StoreError::Busy).response();
        let head = (response.status().as_u16(), &response.headers()[header::RETRY_AFTER]);
        assert_eq!(head, (503, &HeaderValue::from_static("2")));
    }

    #[test]
    fn messages_of_the_engine_are_not_sent() {
        let secret = "SELECT reader FROM /var/lib/zaidu.sqlite".to_owned();
        for error in [
            ApiError::Store(StoreError::Database(DbErr::Custom(secret.clone()))),
            ApiError::Store(StoreError::Corrupt(secret.clone())),
            ApiError::Internal(secret),
        ] {
            let body = serde_json::to_string(&error.problem()).unwrap();
            assert!(!body.contains("SELECT") && !body.contains("/var"), "{body}");
        }
    }
}
