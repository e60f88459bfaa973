//! Why the store did not answer as asked.

use std::fmt;

use sea_orm::DbErr;
use zaidu_model::ProblemCode;

/// Why the store did not answer as asked.
#[derive(Debug)]
pub enum StoreError {
    /// The question has no answer: no such article, no such channel, a forged
    /// cursor.
    Refused(ProblemCode),
    /// The engine did not answer. Holds its own words, which belong in logs
    /// only.
    Database(DbErr),
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
            Self::Corrupt(reason) => write!(f, "a stored row cannot be read: {reason}"),
        }
    }
}

impl std::error::Error for StoreError {}
