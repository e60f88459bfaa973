//! Opening and filling the database, with errors for the command line.

use std::path::Path;

use zaidu_import::Import;
use zaidu_model::{Newsroom, Timestamp};

use super::error::StartError;
use crate::state::system_clock;
use crate::store::{ImportSummary, Store};

/// Opens the store at `url` and migrates its schema.
///
/// # Errors
/// [`StartError::Database`].
pub(super) async fn open_store(url: &str) -> Result<Store, StartError> {
    Store::open(url).await.map_err(|reason| StartError::database(url, reason))
}

/// Opens the store at `url`, which must exist and have the current schema.
///
/// # Errors
/// [`StartError::Database`].
pub(super) async fn open_existing_store(url: &str) -> Result<Store, StartError> {
    Store::open_existing(url).await.map_err(|reason| StartError::database(url, reason))
}

/// Imports `newsroom` into `store`, whose URL is `url`.
///
/// # Errors
/// [`StartError::Database`].
pub(super) async fn import_newsroom(
    store: &Store,
    url: &str,
    newsroom: &Newsroom,
) -> Result<ImportSummary, StartError> {
    store.import(newsroom).await.map_err(|reason| StartError::database(url, reason))
}

/// Reads the newsroom's feed in `file`.
///
/// # Errors
/// [`StartError::Content`] when it cannot be read as a whole.
pub(super) fn read_feed(file: &Path) -> Result<Import, StartError> {
    let failed = |reason: String| StartError::content(file, reason);
    let bytes = std::fs::read(file).map_err(|error| failed(error.to_string()))?;
    let now = Timestamp::from_unix(system_clock()).map_err(|error| failed(error.to_string()))?;
    zaidu_import::import_feed(&bytes, now).map_err(|error| failed(error.to_string()))
}
