//! The write-ahead log of an SQLite database: its file tells, without a query, that nobody has
//! written since.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::{IN_MEMORY, Store, sqlite_path};

/// How long a file may be written again without another time of modification: systems keep times in
/// steps of up to some milliseconds.
const STEP: Duration = Duration::from_millis(100);

/// What stays the same while no program writes to the database and no second passes, as the end of
/// an embargo is in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    modified: SystemTime,
    length: u64,
    now: i64,
}

/// The log of the database whose URL is `sqlite:` and `address`; `None` of one in memory.
pub(super) fn log_of(address: &str) -> Option<Arc<Path>> {
    let path = sqlite_path(address);
    (path != IN_MEMORY).then(|| PathBuf::from([path, "-wal"].concat()).into())
}

impl Store {
    /// The stamp of the database; `None` where only a query tells: on PostgreSQL, in memory, or if
    /// the log was written a moment ago and so could be written again without a trace.
    pub(crate) fn stamp(&self) -> Option<Stamp> {
        let metadata = self.log.as_ref()?.metadata().ok()?;
        let modified = metadata.modified().ok()?;
        // A time in the future is not trusted either.
        let age = SystemTime::now().duration_since(modified).ok()?;
        (age > STEP).then(|| Stamp { modified, length: metadata.len(), now: self.now() })
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use sea_orm::ConnectionTrait;

    use super::*;

    fn set_age(log: &Path, age: Duration) {
        let file = File::options().append(true).open(log).unwrap();
        file.set_modified(SystemTime::now() - age).unwrap();
    }

    #[tokio::test]
    async fn a_stamp_changes_with_what_another_program_writes() {
        let folder = tempfile::tempdir().unwrap();
        let address = folder.path().join("a.sqlite").display().to_string();
        let url = ["sqlite:", &address].concat();
        let store = Store::open(&url).await.unwrap().with_clock(Arc::new(|| 7));
        let log = log_of(&address).unwrap();
        // The tables were made a moment ago.
        set_age(&log, Duration::ZERO);
        assert_eq!(store.stamp(), None);
        set_age(&log, Duration::from_secs(5));
        let before = store.stamp();
        assert!(before.is_some());
        assert_eq!(store.stamp(), before);
        assert_ne!(store.clone().with_clock(Arc::new(|| 8)).stamp(), before, "an embargo may end");
        let other = Store::open(&url).await.unwrap();
        let write = "INSERT INTO settings (name, value) VALUES ('a', 'b')";
        other.db.execute_unprepared(write).await.unwrap();
        assert_eq!(store.stamp(), None);
        set_age(&log, Duration::from_secs(3));
        assert_ne!(store.stamp(), before);
        set_age(&log, Duration::ZERO);
        let file = File::options().append(true).open(&log).unwrap();
        file.set_modified(SystemTime::now() + Duration::from_secs(60)).unwrap();
        assert_eq!(store.stamp(), None, "in the future");
    }

    #[tokio::test]
    async fn a_database_in_memory_has_none() {
        assert_eq!(Store::open("sqlite::memory:").await.unwrap().stamp(), None);
    }
}
