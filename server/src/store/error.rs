//! Why the store did not answer as asked.

use std::fmt;

use sea_orm::{DbErr, RuntimeErr};
use zaidu_model::ProblemCode;

/// Why the store did not answer as asked. Cheap to clone: all votes of a batch
/// fail by one cause.
#[derive(Debug, Clone)]
pub enum StoreError {
    /// The question has no answer: no such article, no such channel, a forged
    /// cursor.
    Refused(ProblemCode),
    /// The engine did not answer. Holds its own words, which belong in logs
    /// only.
    Database(DbErr),
    /// More votes wait than the store takes; none of this one was done.
    Busy,
    /// A row that this version cannot read.
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

/// The engine's own code for what went wrong: an SQLSTATE, or a number of
/// SQLite's.
pub(super) fn engine_code(error: &DbErr) -> Option<String> {
    let (DbErr::Conn(error) | DbErr::Exec(error) | DbErr::Query(error)) = error else {
        return None;
    };
    let RuntimeErr::SqlxError(error) = error else { return None };
    error.as_database_error()?.code().map(Into::into)
}
