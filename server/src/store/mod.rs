//! Persistent store on SeaORM: one code path for SQLite and PostgreSQL.
//!
//! Each module holds one kind of query; this one holds the connection pool and the set-up of the
//! database. Results follow the rules of [`MemoryStore`](zaidu_model::MemoryStore):
//! `tests/contract` runs the same cases against both.

mod articles;
mod changes;
mod check;
mod copy;
mod entity;
mod error;
mod facets;
mod feeds;
mod front_page;
mod import;
mod import_plan;
mod metrics;
mod migration;
mod picture_uses;
mod rankings;
mod reactions;
mod recommended;
mod schema;
mod search;
mod settings;
mod site;
mod stamp;
mod visibility;
mod votes;
mod wechat;
mod withdrawal;
mod write_lock;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use sea_orm::sqlx::Connection;
use sea_orm::sqlx::sqlite::{SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, IsolationLevel, RuntimeErr, TransactionTrait,
};

use crate::clock::{Clock, system_clock};
use metrics::StoreMetrics;
use votes::{ChangedCounts, VoteQueue};
use write_lock::{WriteTransaction, Writer};

pub use articles::StoredArticle;
pub(crate) use changes::{Heard, ListedArticle};
pub use check::Fault;
pub use copy::{CopyError, TableRows};
pub use error::StoreError;
pub use import::ImportSummary;
pub use import_plan::{ImportOptions, ImportPlan, Prune, PruneRefusal};
pub(crate) use schema::SchemaVersion;
pub(crate) use stamp::Stamp;
pub use visibility::Revision;
#[cfg(test)]
pub(crate) use votes::VOTE_TIMEOUT;
pub(crate) use wechat::{Account, Credential, Lease, Renewal};
pub use withdrawal::Withdrawal;

/// Maximum size of the connection pool.
const MAX_CONNECTIONS: u32 = 16;

/// Timeout of a query for a pooled connection, and of SQLite for the lock of another process. Less
/// than the request timeout, so that a client gets 503 with a cause and not 504.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// Maximum number of rows in one statement, whose parameters stay below the limits of SQLite
/// (32,766) and PostgreSQL (65,535).
const BATCH: usize = 500;

/// The path of an in-memory database.
const IN_MEMORY: &str = ":memory:";

/// The store of articles, reactions and settings. Clones share one connection pool and one vote
/// queue.
#[derive(Clone)]
pub struct Store {
    db: DatabaseConnection,
    writer: Writer,
    votes: VoteQueue,
    changed_counts: ChangedCounts,
    metrics: StoreMetrics,
    /// Tells which embargoes have ended.
    clock: Clock,
    /// The write-ahead log of an SQLite database on the disk.
    log: Option<Arc<Path>>,
    /// Keeps an in-memory database alive, which ends with its last connection. The pool's own
    /// connection is closed when a query's future is dropped.
    _keep_alive: Option<Arc<Mutex<SqliteConnection>>>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("db", &self.db).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the store at `url` (`sqlite:path`, `sqlite::memory:` or `postgres://…`), migrates its
    /// schema and verifies that it is writable. Creates a SQLite file and its folder if absent; one
    /// with an older schema is copied beside itself first.
    ///
    /// # Errors
    /// [`StoreError::Database`] when any of that fails, or a newer version has changed the schema.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let store = Self::connect(url).await?;
        schema::migrate(&store.db, url, &store.writer).await?;
        Ok(store)
    }

    /// Connects to the store at `url` without migrating it.
    async fn connect(url: &str) -> Result<Self, StoreError> {
        let mut options = ConnectOptions::new(url);
        // Statements would carry reader ids into the logs.
        options
            .sqlx_logging(false)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .max_connections(MAX_CONNECTIONS);
        if let Some(file) = url.strip_prefix("sqlite:") {
            configure_sqlite(&mut options, file)?;
        }
        let mut db = connect_with_retry(options).await?;
        let metrics = StoreMetrics::default();
        metrics.observe_statements(&mut db);
        let _keep_alive = if url.strip_prefix("sqlite:").map(sqlite_path) == Some(IN_MEMORY) {
            let connection = db.get_sqlite_connection_pool().acquire().await;
            let connection =
                connection.map_err(|error| DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error))))?;
            Some(Arc::new(Mutex::new(connection.detach())))
        } else {
            None
        };
        let writer = Writer::new(db.clone(), metrics.clone());
        let changed_counts = ChangedCounts::default();
        let votes = VoteQueue::start(writer.clone(), metrics.clone(), changed_counts.clone());
        let log = url.strip_prefix("sqlite:").and_then(stamp::log_of);
        let clock: Clock = Arc::new(system_clock);
        Ok(Self { db, writer, votes, changed_counts, metrics, clock, log, _keep_alive })
    }

    /// Replaces the clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// Opens an existing store without migrating it: a server of an older version may be using it.
    ///
    /// # Errors
    /// [`StoreError::Database`], also when the file does not exist or the schema is another.
    pub async fn open_existing(url: &str) -> Result<Self, StoreError> {
        let file = url.strip_prefix("sqlite:").map(sqlite_path);
        if file.is_some_and(|path| path != IN_MEMORY && !Path::new(path).is_file()) {
            return Err(DbErr::Custom("there is no such file".into()).into());
        }
        let store = Self::connect(url).await?;
        let refusal = match store.schema_version().await? {
            SchemaVersion::Current => return Ok(store),
            SchemaVersion::Newer(unknown) => schema::newer(&unknown),
            SchemaVersion::Empty | SchemaVersion::Older(_) => schema::older(),
        };
        store.close().await;
        Err(refusal)
    }

    /// Connects to the store at `url` and leaves its schema as it is.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub(crate) async fn connect_only(url: &str) -> Result<Self, StoreError> {
        Self::connect(url).await
    }

    /// How the schema of the database compares with that of this program.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn schema_version(&self) -> Result<SchemaVersion, StoreError> {
        Ok(SchemaVersion::read(&self.db).await?)
    }

    /// The file of the database whose URL is `sqlite:` and `address`.
    pub(crate) fn sqlite_path(address: &str) -> &str {
        sqlite_path(address)
    }

    /// Checks that the database responds and votes can be written.
    ///
    /// # Errors
    /// [`StoreError::Database`] otherwise.
    pub async fn ready(&self) -> Result<(), StoreError> {
        self.votes.ready()?;
        Ok(self.db.ping().await?)
    }

    /// Closes all connections; later queries fail.
    pub async fn close(&self) {
        if let Err(error) = self.db.close_by_ref().await {
            tracing::warn!(%error, "the store did not close cleanly");
        }
    }

    /// Begins a read transaction with snapshot isolation.
    async fn begin_snapshot(&self) -> Result<DatabaseTransaction, StoreError> {
        Ok(match self.db.get_database_backend() {
            DbBackend::Postgres => {
                let level = Some(IsolationLevel::RepeatableRead);
                self.db.begin_with_config(level, Some(AccessMode::ReadOnly)).await?
            }
            // Every SQLite transaction has snapshot isolation.
            _ => self.db.begin().await?,
        })
    }

    /// Begins a write transaction.
    async fn begin_write(&self) -> Result<WriteTransaction, StoreError> {
        self.writer.begin().await
    }
}

/// Connects, with retries while SQLite is busy. When two servers create a SQLite file at once, the
/// second one's change of the journal mode fails without waiting for the lock.
async fn connect_with_retry(options: ConnectOptions) -> Result<DatabaseConnection, DbErr> {
    let deadline = Instant::now() + ACQUIRE_TIMEOUT;
    loop {
        match Database::connect(options.clone()).await {
            Err(error) if is_busy(&error) && Instant::now() < deadline => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            connected => return connected,
        }
    }
}

/// Whether another process holds SQLite's lock (`SQLITE_BUSY`).
fn is_busy(error: &DbErr) -> bool {
    error::engine_code(error).is_some_and(|code| code == "5")
}

/// The file path in what follows `sqlite:` in a URL.
fn sqlite_path(address: &str) -> &str {
    address.strip_prefix("//").unwrap_or(address).split('?').next().unwrap_or_default()
}

/// Creates the folder of a SQLite file and sets the pragmas under which a committed write survives
/// a power cut (`synchronous = FULL`) and readers do not wait for the writer (WAL).
fn configure_sqlite(options: &mut ConnectOptions, file: &str) -> Result<(), DbErr> {
    let path = sqlite_path(file);
    if path == IN_MEMORY {
        // One connection: with several, each would block the others by table locks.
        options.max_connections(1).idle_timeout(None).max_lifetime(None);
    } else if let Some(folder) = Path::new(path).parent() {
        std::fs::create_dir_all(folder).map_err(|error| {
            DbErr::Custom(format!("cannot make the folder {}: {error}", folder.display()))
        })?;
    }
    // When the disk is full, SQLite ends a transaction that the driver still considers open; the
    // driver would treat the next one as nested in it and never release the lock. Such a connection
    // is closed.
    options.map_sqlx_sqlite_pool_opts(|options| {
        options.after_release(|connection, _| {
            let is_reusable = !connection.is_in_transaction();
            Box::pin(async move { Ok(is_reusable) })
        })
    });
    options.map_sqlx_sqlite_opts(|options| {
        options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(ACQUIRE_TIMEOUT)
            .foreign_keys(true)
    });
    Ok(())
}

/// The query plan of `statement`, as SQLite explains it.
#[cfg(test)]
async fn query_plan(store: &Store, statement: sea_orm::Statement) -> Vec<String> {
    use sea_orm::ConnectionTrait;
    let sql = format!("EXPLAIN QUERY PLAN {}", statement.sql);
    let plan = store.db.query_all_raw(sea_orm::Statement { sql, ..statement }).await.unwrap();
    plan.iter().map(|row| row.try_get_by_index(3).unwrap()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::{ConnectionTrait, Statement};
    use std::task::{Context, Waker};
    use zaidu_model::{Newsroom, Site};

    /// A test cannot cut the power; these settings are what SQLite relies on then.
    #[tokio::test]
    async fn each_commit_waits_for_the_disk() {
        let folder = tempfile::TempDir::new().unwrap();
        let url = format!("sqlite:{}", folder.path().join("a.sqlite").display());
        let store = Store::open(&url).await.unwrap();
        let read_pragma = async |pragma: &str| {
            let query = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}"));
            store.db.query_one_raw(query).await.unwrap().unwrap()
        };
        let full: i64 = read_pragma("synchronous").await.try_get_by_index(0).unwrap();
        let journal: String = read_pragma("journal_mode").await.try_get_by_index(0).unwrap();
        assert_eq!((full, &*journal), (2, "wal"));
    }

    #[tokio::test]
    async fn an_in_memory_store_survives_dropped_queries() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let site = Site { name: "江畔日报".into(), ..Site::default() };
        store.import(&Newsroom::new(site.clone(), vec![])).await.unwrap();
        for polls in 1..20 {
            let mut query = Box::pin(store.site());
            for _ in 0..polls {
                if query.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                    break;
                }
                tokio::task::yield_now().await;
            }
            drop(query);
            // An abandoned connection is closed on a thread of its own, for which a test cannot
            // wait. Without the keep-alive connection, that would end the database.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(store.site().await.unwrap(), site);
    }
}
