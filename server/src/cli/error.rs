//! Errors of start-up, each as one line that names the option to check.

use std::fmt;

use crate::content::Content;
use crate::http::{StaticFilesError, TlsError};
use crate::pictures::PicturesError;
use crate::state::StateError;
use crate::store::StoreError;

/// Why a command cannot start.
#[derive(Debug)]
pub(super) enum StartError {
    /// The database does not open, or cannot be written.
    Database {
        /// Its URL, without a password.
        url: String,
        /// The engine's message.
        reason: StoreError,
    },
    /// The content cannot be read, or is not a newsroom's.
    Content {
        /// The file, the folder or the address.
        place: String,
        /// Why.
        reason: String,
    },
    /// A folder to serve is missing.
    Files(StaticFilesError),
    /// The folder of pictures cannot be used.
    Pictures(PicturesError),
    /// Pictures are asked for, and cannot be made for this reason.
    NoPictures(&'static str),
    /// The application state cannot be built.
    State(StateError),
    /// The site's certificate cannot be used.
    Certificate(TlsError),
    /// The system's TLS library, which feeds and calls to WeChat need, does not start.
    Tls(reqwest::Error),
}

impl StartError {
    /// The error of `content`.
    pub(super) fn content(content: &Content, reason: String) -> Self {
        Self::Content { place: content.shown(), reason }
    }

    /// The error of the database at `url`, from which the password is removed.
    pub(super) fn database(url: &str, reason: StoreError) -> Self {
        // `scheme://user:password@host/name`
        let url = match (url.split_once("://"), url.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
            _ => url.to_owned(),
        };
        Self::Database { url, reason }
    }
}

impl From<StaticFilesError> for StartError {
    fn from(error: StaticFilesError) -> Self {
        Self::Files(error)
    }
}

impl From<PicturesError> for StartError {
    fn from(error: PicturesError) -> Self {
        Self::Pictures(error)
    }
}

impl From<StateError> for StartError {
    fn from(error: StateError) -> Self {
        Self::State(error)
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database { url, reason } => {
                write!(f, "cannot use the database {url}: {reason}; see --database")
            }
            Self::Content { place, reason } => write!(f, "cannot import {place}: {reason}"),
            Self::Files(error @ (StaticFilesError::NoDist | StaticFilesError::Dist { .. })) => {
                write!(f, "{error}; build the app (`cargo xtask dist`) or see --dist")
            }
            Self::Files(error @ StaticFilesError::Media { .. }) => {
                write!(f, "{error}; see --media")
            }
            Self::Pictures(error) => write!(f, "{error}; see --picture-store and --media"),
            Self::NoPictures(reason) => write!(f, "no pictures can be made: {reason}"),
            Self::State(error @ StateError::Settings(_)) => write!(f, "{error}; see --database"),
            Self::State(error @ StateError::CookieKey) => write!(f, "{error}; see --cookie-key"),
            Self::State(error @ StateError::Random(_)) => error.fmt(f),
            Self::Certificate(error) => {
                write!(f, "{error}; see --tls-certificate and --tls-key")
            }
            Self::Tls(error) => {
                write!(f, "the system's TLS does not start, which feeds and WeChat need: {error}")
            }
        }
    }
}

impl std::error::Error for StartError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_repeated() {
        let error = || StoreError::Corrupt(String::new());
        let message = |url| StartError::database(url, error()).to_string();
        assert!(message("postgres://me:se:cr@t@db/zaidu").contains("postgres://…@db/zaidu:"));
        assert!(message("sqlite:data/a.sqlite").contains("sqlite:data/a.sqlite:"));
    }
}
