//! Error type of the store.

use std::fmt;

use sea_orm::{DbErr, RuntimeErr};
use zaidu_model::ProblemCode;

/// An error of the store. Cheap to clone: when a batch fails, each of its votes gets the same
/// error.
#[derive(Debug, Clone)]
pub enum StoreError {
    /// The request is invalid: an unknown article or channel, a forged cursor.
    Refused(ProblemCode),
    /// The database failed. Its message is for logs only, not for clients.
    Database(DbErr),
    /// The vote queue is full; the vote was not applied.
    Busy,
    /// A stored row that this version cannot parse.
    Corrupt(String),
}

impl From<ProblemCode> for StoreError {
    fn from(code: ProblemCode) -> Self {
        Self::Refused(code)
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(code) => f.write_str(code.title()),
            Self::Database(error) => error.fmt(f),
            Self::Busy => f.write_str("too many votes are waiting"),
            Self::Corrupt(reason) => write!(f, "a stored row cannot be read: {reason}"),
        }
    }
}

impl std::error::Error for StoreError {}

/// The database's own error code: an SQLSTATE on PostgreSQL, a result code on SQLite.
pub(super) fn engine_code(error: &DbErr) -> Option<String> {
    let (DbErr::Conn(error) | DbErr::Exec(error) | DbErr::Query(error)) = error else {
        return None;
    };
    let RuntimeErr::SqlxError(error) = error else { return None };
    error.as_database_error()?.code().map(Into::into)
}
