//! Pictures of articles in several widths: made in the background of what lies in the folder of media
//! and, if that is wanted, on other servers; stored by content beside the database (decision 029).
//!
//! Nothing is made on the path of a request: a page shows what is there, and the picture as it is
//! until then.

mod address;
mod color;
mod decode;
mod encode;
mod entry;
mod error;
mod folder;
mod limits;
mod look;
mod made;
mod make;
mod queue;
mod status;
mod wanted;
mod widths;

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use zaidu_model::{Article, Block, Live, Picture, Preview, Site};

pub use status::{PictureCounts, PictureStatus};

use crate::clock::system_clock;
use crate::etag::content_hash;
use crate::follow::{FetchLimits, Fetcher};
use crate::store::{Revision, Store};
use folder::Folder;
use limits::{MAX_BYTES, MAX_FETCH};
use look::Looker;
pub(crate) use made::PATH;
use make::Shared;
use queue::Queue;
use wanted::Wanted;

/// How many pictures are fetched at once.
const MAKERS: usize = 4;

/// How often everything is looked at although no article has changed: files may have.
const LOOK: Duration = Duration::from_secs(60);

/// How long a start waits for the first look.
const MAX_START: Duration = Duration::from_secs(5);

/// How pictures are made.
#[derive(Debug, Clone)]
pub struct PictureOptions {
    /// The folder for what is made. Servers of one database may share it.
    pub store: PathBuf,
    /// The folder of media.
    pub media: Option<PathBuf>,
    /// The hosts of pictures that need not be public, if pictures on other servers are fetched.
    pub fetch: Option<Vec<String>>,
    /// How often the store is asked whether something has changed.
    pub pace: Duration,
}

/// The pictures of a server; by default none are made. Cheap to clone.
#[derive(Clone, Default)]
pub struct Pictures(Option<Arc<Shared>>);

/// The running tasks, which end when this is dropped.
#[derive(Debug)]
pub struct Making(#[allow(dead_code, reason = "its drop ends the tasks")] JoinSet<()>);

/// Why pictures cannot be made.
#[derive(Debug)]
pub enum PicturesError {
    /// A folder cannot be used.
    Folder(PathBuf, io::Error),
    /// The system's TLS library does not start.
    Tls(reqwest::Error),
}

impl fmt::Display for PicturesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder, error) => write!(f, "cannot use {}: {error}", folder.display()),
            Self::Tls(error) => write!(f, "the system's TLS does not start: {error}"),
        }
    }
}

impl std::error::Error for PicturesError {}

impl Pictures {
    /// Opens the folder of pictures.
    ///
    /// # Errors
    /// [`PicturesError`].
    pub fn open(options: &PictureOptions) -> Result<Self, PicturesError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |error| PicturesError::Folder(path, error)
        };
        let media = options.media.as_deref();
        let media = media.map(|media| media.canonicalize().map_err(failed(media))).transpose()?;
        let limits = FetchLimits { bytes: MAX_BYTES, total: MAX_FETCH, ..FetchLimits::default() };
        let fetcher = options.fetch.as_ref().map(|hosts| Fetcher::of_pictures(hosts, limits));
        Ok(Self(Some(Arc::new(Shared {
            folder: Folder::open(&options.store).map_err(failed(&options.store))?,
            media,
            fetcher: fetcher.transpose().map_err(PicturesError::Tls)?,
            known: RwLock::new(HashMap::new()),
            queue: Queue::default(),
            status: PictureStatus::default(),
            clock: Arc::new(system_clock),
            decoding: Semaphore::new(1),
            pace: options.pace,
        }))))
    }

    /// Begins to make the pictures of `store`, and waits a moment for those that are there already.
    pub async fn start(&self, store: Store) -> Making {
        let mut tasks = JoinSet::new();
        if let Some(shared) = &self.0 {
            for _ in 0..MAKERS {
                tasks.spawn(Arc::clone(shared).make_all());
            }
            tasks.spawn(follow(Arc::clone(shared), store));
            let looked = shared.status.wait_for(|counts| counts.looks > 0);
            let _ = tokio::time::timeout(MAX_START, looked).await;
        }
        Making(tasks)
    }

    /// Counts and failures.
    #[must_use]
    pub fn status(&self) -> PictureStatus {
        self.0.as_ref().map(|shared| shared.status.clone()).unwrap_or_default()
    }

    /// The path of the file that is served as `name`.
    pub(crate) fn file(&self, name: &str) -> Option<PathBuf> {
        self.0.as_ref()?.folder.file(name)
    }

    /// Gives the pictures of `article` their files. Returns a hash of these, which is empty if there
    /// are none.
    pub(crate) fn apply_to_article(&self, article: &mut Article) -> String {
        let mut names = String::new();
        let Some(shared) = &self.0 else { return names };
        if let Some(picture) = &mut article.picture {
            apply(shared, picture, &mut names);
        }
        for body in article.bodies_mut() {
            *body = with_pictures(shared, std::mem::take(body), &mut names);
        }
        if names.is_empty() { names } else { content_hash(names.as_bytes()) }
    }

    /// Gives the pictures of the entries of `live` their files.
    pub(crate) fn apply_to_live(&self, live: &mut Live) {
        let Some(shared) = &self.0 else { return };
        for entry in &mut live.entries {
            let body = std::mem::take(&mut entry.body);
            entry.body = with_pictures(shared, body, &mut String::new());
        }
    }

    /// Gives the picture of `preview` its files.
    pub(crate) fn apply_to_preview(&self, preview: &mut Preview) {
        if let (Some(shared), Some(picture)) = (&self.0, &mut preview.picture) {
            apply(shared, picture, &mut String::new());
        }
    }

    /// Gives the pictures of the cards of `site` their files.
    pub(crate) fn apply_to_site(&self, site: &mut Site) {
        let Some(shared) = &self.0 else { return };
        for card in site.focus.iter_mut().chain(&mut site.special) {
            if let Some(picture) = &mut card.picture {
                apply(shared, picture, &mut String::new());
            }
        }
    }
}

/// Gives `picture` its files, if it has been made, and adds their name to `names`.
fn apply(shared: &Shared, picture: &mut Picture, names: &mut String) {
    if !picture.variants.is_empty() {
        return;
    }
    if let Some(made) = shared.made(picture.url.as_str()) {
        made.apply(picture);
        names.push_str(made.files().next().unwrap_or("moves"));
        names.push(' ');
    }
}

fn with_pictures(shared: &Shared, body: Vec<Block>, names: &mut String) -> Vec<Block> {
    let with_picture = |block| match block {
        Block::Image { mut picture, caption } => {
            apply(shared, &mut picture, names);
            Block::Image { picture, caption }
        }
        other => other.map_children(|body| with_pictures(shared, body, names)),
    };
    body.into_iter().map(with_picture).collect()
}

/// Looks at `store` whenever it has changed, for ever.
async fn follow(shared: Arc<Shared>, store: Store) {
    let (mut wanted, mut looker) = (Wanted::default(), Looker::default());
    let mut last: Option<(Revision, Instant)> = None;
    let mut is_waiting = false;
    loop {
        match store.revision().await {
            Ok(revision) => {
                let is_new = last.as_ref().is_none_or(|(known, time)| {
                    *known != revision || time.elapsed() >= LOOK || is_waiting
                });
                if is_new {
                    let looked = look(&shared, &store, wanted, looker).await;
                    (wanted, looker, is_waiting) = looked.unwrap_or_default();
                    last = Some((revision, Instant::now()));
                }
            }
            Err(error) => tracing::warn!(%error, "pictures: the revision is not known"),
        }
        tokio::time::sleep(shared.pace).await;
    }
}

/// One look. `None` after a failure, which is logged.
async fn look(
    shared: &Arc<Shared>,
    store: &Store,
    mut wanted: Wanted,
    mut looker: Looker,
) -> Option<(Wanted, Looker, bool)> {
    if let Err(error) = wanted.refresh(store).await {
        tracing::warn!(%error, "pictures: the articles cannot be read");
        return Some((Wanted::default(), looker, true));
    }
    let shared = Arc::clone(shared);
    let looked = tokio::task::spawn_blocking(move || {
        let (in_use, withdrawn) = (wanted.in_use(), wanted.withdrawn());
        let is_waiting = looker.look(&shared, &in_use, withdrawn);
        (wanted, looker, is_waiting)
    });
    looked.await.ok()
}
