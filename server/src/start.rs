//! What happens before the first request, and how its failures are told.

use std::fmt;
use std::path::{Path, PathBuf};

use zaidu_model::Newsroom;

use crate::app::KEY;
use crate::store::{Imported, Store, StoreError};

/// Why a server cannot start, in one line that says what to do.
#[derive(Debug)]
pub enum StartError {
    /// The database does not open, or cannot be written.
    Database {
        /// Its address, without a password.
        url: String,
        /// The engine's words.
        reason: StoreError,
    },
    /// The database opens, but does not keep the server's own settings.
    Settings(StoreError),
    /// The content file cannot be read, or is no newsroom.
    Content {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// The folder of the built app is not one.
    Dist {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder of media is not one.
    Media {
        /// The folder.
        folder: PathBuf,
        /// Why.
        reason: std::io::Error,
    },
    /// The cookie key is too short.
    CookieKey,
    /// The system gives no random bytes.
    Random(getrandom::Error),
    /// The system's TLS does not start, without which nobody can talk to WeChat.
    Tls(reqwest::Error),
}

/// Opens the store at `url`.
///
/// # Errors
/// [`StartError::Database`].
pub async fn open_store(url: &str) -> Result<Store, StartError> {
    Store::open(url).await.map_err(|reason| database(url, reason))
}

/// Opens the store at `url`, which must be there already.
///
/// # Errors
/// [`StartError::Database`].
pub async fn open_existing_store(url: &str) -> Result<Store, StartError> {
    Store::open_existing(url).await.map_err(|reason| database(url, reason))
}

/// Puts `newsroom` into `store`, which is at `url`.
///
/// # Errors
/// [`StartError::Database`].
pub async fn import(store: &Store, url: &str, newsroom: &Newsroom) -> Result<Imported, StartError> {
    store.import(newsroom).await.map_err(|reason| database(url, reason))
}

fn database(url: &str, reason: StoreError) -> StartError {
    // `scheme://user:password@host/name`
    let url = match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, place))) => format!("{scheme}://…@{place}"),
        _ => url.to_owned(),
    };
    StartError::Database { url, reason }
}

/// The newsroom in `file`.
///
/// # Errors
/// [`StartError::Content`].
pub fn content(file: &Path) -> Result<Newsroom, StartError> {
    let failed = |reason: String| StartError::Content { file: file.to_owned(), reason };
    let bytes = std::fs::read(file).map_err(|error| failed(error.to_string()))?;
    zaidu_import::import_feed(&bytes).map_err(|error| failed(error.to_string()))
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database { url, reason } => {
                write!(f, "cannot use the database {url}: {reason}; see --database")
            }
            Self::Settings(reason) => {
                write!(f, "the database does not keep settings: {reason}; see --database")
            }
            Self::Content { file, reason } => {
                write!(f, "cannot import {}: {reason}", file.display())
            }
            Self::Dist { folder } => write!(
                f,
                "there is no index.html in {}; build the app (`cargo xtask dist`) or see --dist",
                folder.display()
            ),
            Self::Media { folder, reason } => {
                write!(f, "cannot read {}: {reason}; see --media", folder.display())
            }
            Self::CookieKey => {
                write!(f, "the cookie key is shorter than {KEY} bytes; see --cookie-key")
            }
            Self::Random(error) => write!(f, "the system gives no random bytes: {error}"),
            Self::Tls(error) => {
                write!(f, "the system's TLS does not start, which WeChat needs: {error}")
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
        let refused = || StoreError::Corrupt(String::new());
        let told = |url| database(url, refused()).to_string();
        assert!(told("postgres://me:se:cr@t@db/zaidu").contains("postgres://…@db/zaidu:"));
        assert!(told("sqlite:data/a.sqlite").contains("sqlite:data/a.sqlite:"));
    }
}
