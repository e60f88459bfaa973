//! Making of one picture: its bytes, then its files, then their place in the folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::address::{self, Place};
use super::decode::{Decoded, decode};
use super::encode::{Encoded, encode};
use super::entry::{Entry, Stamp};
use super::error::PictureError;
use super::folder::Folder;
use super::limits::Deadline;
use super::made::Made;
use super::queue::Queue;
use super::status::PictureStatus;
use crate::clock::Clock;
use crate::follow::{Answer, Fetched, Fetcher, Validators};

/// Media types that servers give to files of which they know nothing.
const UNKNOWN_TYPES: [&str; 3] =
    ["application/octet-stream", "binary/octet-stream", "application/x-octet-stream"];

/// What the tasks and the requests share.
pub(super) struct Shared {
    pub(super) folder: Folder,
    /// The folder of media, its links resolved.
    pub(super) media: Option<PathBuf>,
    /// The client for pictures on other servers, if they are fetched.
    pub(super) fetcher: Option<Fetcher>,
    /// What pages show, by the address in an article.
    pub(super) known: RwLock<HashMap<Arc<str>, Arc<Made>>>,
    pub(super) queue: Queue,
    pub(super) status: PictureStatus,
    pub(super) clock: Clock,
    /// One picture is decoded at a time, which bounds the memory.
    pub(super) decoding: Semaphore,
    /// How often the store is asked whether something has changed.
    pub(super) pace: Duration,
}

impl Shared {
    /// What is known of `address`.
    pub(super) fn made(&self, address: &str) -> Option<Arc<Made>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(address).map(Arc::clone)
    }

    /// Whether pictures at `place` are made.
    pub(super) fn takes(&self, place: &Place) -> bool {
        match place {
            Place::Local(_) => self.media.is_some(),
            Place::Remote(_) => self.fetcher.is_some(),
        }
    }

    /// Makes pictures of the queue for ever.
    pub(super) async fn make_all(self: Arc<Self>) {
        loop {
            let address = self.queue.next().await;
            let result = self.make(&address).await;
            let retry = match &result {
                Ok(_) => None,
                Err(error) => {
                    let picture = address::shown(&address);
                    tracing::warn!(%picture, %error, "a picture stays as it is");
                    error.is_temporary().then(|| ((self.clock)(), error.to_string()))
                }
            };
            if let Ok(made) = &result {
                let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
                known.insert(Arc::clone(&address), Arc::clone(made));
            }
            let waiting = self.queue.done(&address, retry);
            let made = self.known.read().unwrap_or_else(PoisonError::into_inner).len();
            self.status.modify(|counts| {
                (counts.waiting, counts.made) = (waiting, made);
                let name = address::shown(&address);
                match result {
                    Ok(_) => counts.failed.remove(&name),
                    Err(error) => counts.failed.insert(name, error.to_string()),
                };
            });
        }
    }

    async fn make(self: &Arc<Self>, address: &str) -> Result<Arc<Made>, PictureError> {
        // The queue has no others.
        let place = Place::of(address).ok_or(PictureError::Missing)?;
        let stamp = match (&place, &self.media) {
            (Place::Local(path), Some(media)) => Some(address::find(media, path)?.1),
            _ => None,
        };
        let entry = Entry::new(address, stamp);
        let result = match &place {
            Place::Local(path) => self.of_local(path, entry.clone()).await,
            Place::Remote(url) => self.of_remote(url, entry.clone()).await,
        };
        if let Err(error) = &result
            && !error.is_temporary()
        {
            let failure = Some((error.to_string(), (self.clock)()));
            let failed = self.folder.write_entry(&Entry { failure, ..entry });
            failed.map_err(|error| PictureError::Store(error.to_string()))?;
        }
        result
    }

    async fn of_local(
        self: &Arc<Self>,
        path: &Path,
        entry: Entry,
    ) -> Result<Arc<Made>, PictureError> {
        let Some(media) = &self.media else { return Err(PictureError::Missing) };
        let file = address::find(media, path)?.0;
        // Waits before it reads, so that the bytes of one picture are in memory.
        let _permit = self.decoding.acquire().await;
        self.in_background(move |shared| shared.store(&address::read(&file)?, entry)).await
    }

    async fn of_remote(
        self: &Arc<Self>,
        url: &reqwest::Url,
        entry: Entry,
    ) -> Result<Arc<Made>, PictureError> {
        let Some(fetcher) = &self.fetcher else { return Err(PictureError::Missing) };
        let fetch =
            fetcher.fetch(url, &Validators::default()).await.map_err(PictureError::Fetch)?;
        // Without validators no server answers that nothing has changed.
        let Answer::Fetched(fetched) = fetch.answer else { return Err(PictureError::Format) };
        let Fetched { bytes, media_type, .. } = *fetched;
        if let Some(told) = media_type
            && !told.starts_with("image/")
            && !UNKNOWN_TYPES.contains(&&*told)
        {
            return Err(PictureError::MediaType(told.chars().take(80).collect()));
        }
        let _permit = self.decoding.acquire().await;
        self.in_background(move |shared| shared.store(&bytes, entry)).await
    }

    async fn in_background(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<Arc<Made>, PictureError> + Send + 'static,
    ) -> Result<Arc<Made>, PictureError> {
        let shared = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || work(&shared)).await;
        done.unwrap_or_else(|_| Err(PictureError::Decode("the decoder failed".to_owned())))
    }

    /// Makes and stores the picture in `bytes`, unless the folder has it under another address.
    fn store(&self, bytes: &[u8], entry: Entry) -> Result<Arc<Made>, PictureError> {
        let failed = |error: std::io::Error| PictureError::Store(error.to_string());
        let content = Folder::content(bytes);
        let is_local = entry.stamp.is_some();
        let entry = Entry { content: Some(content.clone()), ..entry };
        if let Some(made) = self.folder.made(&content)
            // What moves is copied only from elsewhere.
            && (is_local || made.file.is_some())
        {
            self.folder.write_entry(&entry).map_err(failed)?;
            return Ok(Arc::new(made));
        }
        let (made, files) = match decode(bytes)? {
            Decoded::Still(pixels) => named(&content, encode(pixels, Deadline::start())?),
            Decoded::Animated { size, extension } => {
                let name = (!is_local).then(|| format!("{content}.{extension}"));
                let files = name.iter().map(|name| (name.clone(), bytes.to_vec())).collect();
                (Made { size, file: name, variants: Vec::new(), color: None }, files)
            }
        };
        self.folder.write_made(&content, &files, &made, &entry).map_err(failed)?;
        self.status.modify(|counts| counts.encoded += 1);
        Ok(Arc::new(made))
    }

    /// What the file of a local picture looks like now.
    pub(super) fn stamp(&self, place: &Place) -> Result<Option<Stamp>, PictureError> {
        match (place, &self.media) {
            (Place::Local(path), Some(media)) => Ok(Some(address::find(media, path)?.1)),
            _ => Ok(None),
        }
    }
}

/// The record of a picture, and its files with their names.
fn named(content: &str, encoded: Encoded) -> (Made, Vec<(String, Vec<u8>)>) {
    let Encoded { size: (width, height), variants, fallback, color } = encoded;
    let name = format!("{content}.{}", fallback.extension);
    let mut files = vec![(name.clone(), fallback.bytes)];
    let mut widths = Vec::new();
    for file in variants {
        let name = format!("{content}-{}.{}", file.width, file.extension);
        widths.push((name.clone(), file.width));
        files.push((name, file.bytes));
    }
    // What is decoded is no larger than a size may be.
    let size = zaidu_model::Size::new(width, height);
    let size = size.unwrap_or_else(|| unreachable!("{width} by {height} was decoded"));
    (Made { size, file: Some(name), variants: widths, color }, files)
}
