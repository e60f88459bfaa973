//! Opening and filling the database, with errors for the command line.

use zaidu_import::Import;
use zaidu_model::{Newsroom, Timestamp};

use super::error::StartError;
use crate::clock::system_clock;
use crate::content::{self, Content, Place, ReadOptions, Settings, with_settings};
use crate::follow::{Answer, FetchLimits, Fetcher, Validators, read_fetched};
use crate::store::{ImportOptions, ImportPlan, Store};

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

/// Imports `newsroom` into `store`, whose URL is `url`, as `options` say. `name` is that of a site
/// that has none.
///
/// # Errors
/// [`StartError::Database`].
pub(super) async fn import_newsroom(
    store: &Store,
    url: &str,
    newsroom: &Newsroom,
    options: &ImportOptions,
    name: &str,
) -> Result<ImportPlan, StartError> {
    let failed = |reason| StartError::database(url, reason);
    let newsroom = with_settings(store, newsroom.clone(), Settings::Own, name).await;
    let newsroom = newsroom.map_err(failed)?;
    store.import_with(&newsroom, options).await.map_err(failed)
}

/// Reads `content`, with a report of the clean-up if `reports`. A feed is fetched, also from the
/// hosts in `allowed` that are not public.
///
/// # Errors
/// [`StartError::Content`] when it cannot be read as a whole.
pub(super) async fn read_content(
    content: &Content,
    allowed: &[String],
    options: &ReadOptions,
    reports: bool,
) -> Result<Import, StartError> {
    let failed = |reason: String| StartError::content(content, reason);
    let now = Timestamp::from_unix(system_clock()).map_err(|error| failed(error.to_string()))?;
    let url = match &content.place {
        Place::Path(path) => {
            return content::read(path, &content.section, options, now, reports).map_err(failed);
        }
        Place::Url(url) => url,
    };
    let fetcher = Fetcher::new(allowed, FetchLimits::default()).map_err(StartError::Tls)?;
    let fetch = fetcher.fetch(url, &Validators::default()).await;
    match fetch.map_err(|error| failed(error.to_string()))?.answer {
        Answer::Fetched(fetched) => read_fetched(&fetched, &content.section, options, now, reports)
            .map_err(|error| failed(error.to_string())),
        // Nothing is known that it could be compared with.
        Answer::NotModified => Err(failed("answers with status 304".to_owned())),
    }
}
