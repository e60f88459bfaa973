//! Following of content: feeds by their addresses and files by their paths are asked again, and
//! imported when they have changed; one import at a time, off the path of requests.

mod address;
mod body;
mod cache_control;
mod feed;
mod fetch;
mod fetch_error;
mod files;
mod import;
mod kind;
mod resolver;
mod schedule;
mod status;
mod watch;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, Semaphore};
use tokio::task::JoinSet;

pub use fetch::{Answer, Fetch, Fetched, Fetcher, Validators};
pub use fetch_error::FetchError;
pub use kind::FetchLimits;
pub use status::{FollowStatus, SourceState, SourceStatus};

use crate::clock::{Clock, system_clock};
use crate::content::{Content, Place, ReadOptions, Settings};
use crate::store::{Store, StoreError};
pub(crate) use import::read_fetched;

/// How many feeds are fetched at once: each may hold as many bytes as an import takes.
const MAX_FETCHES: usize = 4;

/// How often content is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Interval of a feed that is all right and asks for no longer one.
    pub feeds: Duration,
    /// Interval between looks at a file or a folder.
    pub files: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { feeds: Duration::from_secs(600), files: Duration::from_secs(2) }
    }
}

/// Content that is followed.
pub struct Follow {
    shared: Shared,
    sources: Vec<Source>,
    pace: Pace,
}

/// What the tasks of all sources share.
struct Shared {
    store: Store,
    fetcher: Fetcher,
    status: FollowStatus,
    clock: Clock,
    options: ReadOptions,
    /// Held during an import.
    importing: Mutex<()>,
    fetches: Semaphore,
}

/// One content with its place in the registry.
#[derive(Clone)]
struct Source {
    index: usize,
    content: Content,
    settings: Settings,
    prune: bool,
}

/// The running tasks, which end when this is dropped. What is being imported is then rolled back.
#[derive(Debug)]
pub struct Following(#[allow(dead_code, reason = "its drop ends the tasks")] JoinSet<()>);

impl Follow {
    /// `contents` that are imported into `store`; the settings of the site are those of the first.
    #[must_use]
    pub fn new(store: Store, fetcher: Fetcher, contents: &[Content], pace: Pace) -> Self {
        let status = FollowStatus::default();
        let settings = |n: usize| match (contents.len(), n) {
            (1, _) => Settings::Own,
            (_, 0) => Settings::First,
            _ => Settings::Stored,
        };
        let source = |(n, content): (usize, &Content)| Source {
            index: status.add(content.label()),
            content: content.clone(),
            settings: settings(n),
            prune: false,
        };
        let sources = contents.iter().enumerate().map(source).collect();
        let shared = Shared {
            store,
            fetcher,
            status,
            clock: Arc::new(system_clock),
            options: ReadOptions::default(),
            importing: Mutex::new(()),
            fetches: Semaphore::new(MAX_FETCHES),
        };
        Self { shared, sources, pace }
    }

    /// The same, but articles that are gone from the content that `asked` is true of are withdrawn.
    #[must_use]
    pub fn with_prune(mut self, asked: impl Fn(&Content) -> bool) -> Self {
        for source in &mut self.sources {
            source.prune = asked(&source.content);
        }
        self
    }

    /// The same, with other options of how content is read.
    #[must_use]
    pub fn with_options(mut self, options: ReadOptions) -> Self {
        self.shared.options = options;
        self
    }

    /// State and counters of the sources.
    #[must_use]
    pub fn status(&self) -> FollowStatus {
        self.shared.status.clone()
    }

    /// Imports the files and folders once, and then follows everything. What cannot be read is
    /// logged, and what was there before stays.
    ///
    /// # Errors
    /// An error of the database at the first import of a file.
    pub async fn start(self) -> Result<Following, StoreError> {
        let mut tasks = JoinSet::new();
        let all = Arc::new(self.shared);
        for source in self.sources {
            let shared = Arc::clone(&all);
            match &source.content.place {
                Place::Url(url) => {
                    let url = (**url).clone();
                    tasks.spawn(feed::follow(shared, source, url, self.pace.feeds));
                }
                Place::Path(path) => {
                    let path = path.clone();
                    let watched = files::import_first(&shared, &source, &path).await?;
                    tasks.spawn(files::follow(shared, source, path, watched, self.pace.files));
                }
            }
        }
        Ok(Following(tasks))
    }
}
