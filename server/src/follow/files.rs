//! Following of a file or a folder: looked at by intervals, imported when it has changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::import::Failure;
use super::watch::{Look, Verdict, Watched, look};
use super::{Shared, Source};
use crate::content;
use crate::store::StoreError;

/// How much longer than a look the pause after it is at least, so that a large folder on a slow
/// file system is not looked at all the time.
const PAUSE_FACTOR: u32 = 20;

/// Imports `path` as it is.
///
/// # Errors
/// An error of the database.
pub(super) async fn import_first(
    shared: &Shared,
    source: &Source,
    path: &Path,
) -> Result<Watched, StoreError> {
    let mut watched = Watched::default();
    let seen = look_at(path).await;
    watched.observe(seen.clone());
    match (import(shared, source, path, seen.clone()).await, seen) {
        (Err(Failure::Store(error)), _) => return Err(error),
        // It is imported when it is whole.
        (Err(Failure::Changing), _) | (_, None) => {}
        (_, Some(seen)) => watched.done(seen),
    }
    Ok(watched)
}

/// Looks at `path` for ever.
pub(super) async fn follow(
    shared: Arc<Shared>,
    source: Source,
    path: PathBuf,
    mut watched: Watched,
    interval: Duration,
) {
    let (mut pause, mut is_missing) = (interval, false);
    loop {
        tokio::time::sleep(pause).await;
        let start = Instant::now();
        let seen = look_at(&path).await;
        pause = interval.max(start.elapsed().saturating_mul(PAUSE_FACTOR));
        match watched.observe(seen) {
            Verdict::Unchanged if is_missing => {
                is_missing = false;
                shared.status.unchanged(source.index, (shared.clock)());
            }
            Verdict::Unchanged | Verdict::Settling => {}
            Verdict::Missing if shared.status.is_failing(source.index) => {}
            Verdict::Missing => {
                is_missing = true;
                let place = source.content.shown();
                tracing::warn!(%place, "the content is not there; what was imported stays");
                shared.status.failed(source.index, "is not there".to_owned());
            }
            Verdict::Whole(seen) => {
                is_missing = false;
                let result = import(&shared, &source, &path, Some(seen.clone())).await;
                // What the database does not take is tried again.
                if !matches!(result, Err(Failure::Changing | Failure::Store(_))) {
                    watched.done(seen);
                }
            }
        }
    }
}

/// Imports `path`, which looks like `seen`.
async fn import(
    shared: &Shared,
    source: &Source,
    path: &Path,
    seen: Option<Look>,
) -> Result<(), Failure> {
    let (file, section) = (path.to_owned(), source.content.section.clone());
    let options = shared.options.clone();
    let read = move |now| {
        let import = content::read(&file, &section, &options, now, false).map_err(Failure::Content);
        if look(&file) == seen { import } else { Err(Failure::Changing) }
    };
    let result = shared.import(source, read).await;
    if let Err(failure) = &result
        && !matches!(failure, Failure::Changing)
    {
        let place = source.content.shown();
        let error = format!("cannot import {place}: {failure}");
        tracing::error!(%error, "serving what the database has; see --content");
        shared.status.failed(source.index, failure.public());
    }
    result.map(drop)
}

async fn look_at(path: &Path) -> Option<Look> {
    let path = path.to_owned();
    // A task that panics has seen nothing.
    tokio::task::spawn_blocking(move || look(&path)).await.ok().flatten()
}
