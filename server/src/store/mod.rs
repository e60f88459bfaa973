//! The store: one code path for SQLite and PostgreSQL.
//!
//! Each module holds one kind of question; this one holds the connection and
//! the way to write. The answers follow the rules of
//! [`MemoryStore`](zaidu_model::MemoryStore), and `tests/contract` puts the same cases to
//! both.

mod articles;
mod batch;
mod check;
mod copy;
mod entity;
mod error;
mod feeds;
mod import;
mod ledger;
mod migration;
mod pen;
mod rankings;
mod reactions;
mod recommended;
mod search;
mod settings;
mod site;
mod texts;
mod votes;
mod wechat;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use sea_orm::sqlx::Connection;
use sea_orm::sqlx::sqlite::{SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, RuntimeErr,
};
use sea_orm_migration::MigratorTrait;

use pen::{Pen, Write};
use votes::Votes;

pub use articles::Stored;
pub use check::Fault;
pub use copy::{CopyError, Rows};
pub use error::StoreError;
pub use import::Imported;
pub(crate) use wechat::{Account, Lease, Round, Timed};

/// How many connections a store keeps.
const CONNECTIONS: u32 = 16;

/// How long a question waits for a connection, and SQLite for another process's
/// lock. Less than the answer's own deadline, so that a caller hears 503 with a
/// cause and not 504.
const PATIENCE: Duration = Duration::from_secs(5);

/// Rows that go into one statement: their parameters stay below SQLite's limit
/// of 32,766 and PostgreSQL's of 65,535.
const BATCH: usize = 500;

/// The path that stands for no file.
const MEMORY: &str = ":memory:";

/// The name of the lock that a migrating server holds on PostgreSQL: `zaidu` in
/// ASCII.
const MIGRATION: i64 = 0x7a_6169_6475;

/// Articles, reactions and settings. Clones share one pool and one writer of
/// votes.
#[derive(Debug, Clone)]
pub struct Store {
    db: DatabaseConnection,
    pen: Pen,
    votes: Votes,
    /// Holds a database in memory, which ends with its last connection. The pool's
    /// own ends when whoever asked does not wait for the answer.
    _anchor: Option<Arc<Mutex<SqliteConnection>>>,
}

impl Store {
    /// Opens the store at `url` (`sqlite:path`, `sqlite::memory:` or
    /// `postgres://…`), brings its schema up to date and makes sure that it can
    /// be written. A SQLite file and its folder are made when absent.
    ///
    /// # Errors
    /// [`StoreError::Database`] when any of that fails.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let store = Self::connected(url).await?;
        migrate(&store.pen).await?;
        Ok(store)
    }

    /// The same, with the schema as it is.
    async fn connected(url: &str) -> Result<Self, StoreError> {
        let mut options = ConnectOptions::new(url);
        // Statements would carry reader ids into the logs.
        options.sqlx_logging(false).acquire_timeout(PATIENCE).max_connections(CONNECTIONS);
        if let Some(file) = url.strip_prefix("sqlite:") {
            sqlite(&mut options, file)?;
        }
        let db = connect(options).await?;
        let _anchor = if url.strip_prefix("sqlite:").map(path) == Some(MEMORY) {
            let connection = db.get_sqlite_connection_pool().acquire().await;
            let connection =
                connection.map_err(|error| DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error))))?;
            Some(Arc::new(Mutex::new(connection.detach())))
        } else {
            None
        };
        let pen = Pen::new(db.clone());
        Ok(Self { db, votes: Votes::start(pen.clone()), pen, _anchor })
    }

    /// Opens a store that is there, and leaves its schema alone: a server of an
    /// older version may be at work in it.
    ///
    /// # Errors
    /// [`StoreError::Database`], also where there is no such file, or an older
    /// schema.
    pub async fn open_existing(url: &str) -> Result<Self, StoreError> {
        let file = url.strip_prefix("sqlite:").map(path);
        if file.is_some_and(|path| path != MEMORY && !Path::new(path).is_file()) {
            return Err(DbErr::Custom("there is no such file".into()).into());
        }
        let store = Self::connected(url).await?;
        if !migration::Migrator::get_pending_migrations(&store.db).await?.is_empty() {
            store.close().await;
            let older = "it is of an older version; `serve` or `import` brings it up to date";
            return Err(DbErr::Custom(older.into()).into());
        }
        Ok(store)
    }

    /// Whether the store answers.
    ///
    /// # Errors
    /// [`StoreError::Database`] when it does not.
    pub async fn ready(&self) -> Result<(), StoreError> {
        self.votes.ready()?;
        Ok(self.db.ping().await?)
    }

    /// Ends all connections; every later question is refused.
    pub async fn close(&self) {
        if let Err(error) = self.db.close_by_ref().await {
            tracing::warn!(%error, "the store did not close cleanly");
        }
    }

    /// Begins to write.
    async fn write(&self) -> Result<Write, StoreError> {
        self.pen.write().await
    }
}

/// Brings the schema up to date, in one transaction and one server at a time. A
/// database that is read only says so here, and not at the first reaction.
async fn migrate(pen: &Pen) -> Result<(), StoreError> {
    let write = pen.write().await?;
    if write.txn.get_database_backend() == DbBackend::Postgres {
        let lock = format!("SELECT pg_advisory_xact_lock({MIGRATION})");
        write.txn.execute_unprepared(&lock).await?;
    }
    migration::Migrator::up(&write.txn, None).await?;
    write.commit().await
}

/// Connects. Where two servers make one SQLite file at once, the second's change
/// to its journal is refused without a wait, so the wait is here.
async fn connect(options: ConnectOptions) -> Result<DatabaseConnection, DbErr> {
    let deadline = Instant::now() + PATIENCE;
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

/// The file that is meant by what stands after `sqlite:`.
fn path(address: &str) -> &str {
    address.strip_prefix("//").unwrap_or(address).split('?').next().unwrap_or_default()
}

/// What SQLite needs: its folder, and settings under which an acknowledged
/// write survives a power cut and readers do not wait for the writer.
fn sqlite(options: &mut ConnectOptions, file: &str) -> Result<(), DbErr> {
    let path = path(file);
    if path == MEMORY {
        // Several would get into each other's way: they lock whole tables.
        options.max_connections(1).idle_timeout(None).max_lifetime(None);
    } else if let Some(folder) = Path::new(path).parent() {
        std::fs::create_dir_all(folder).map_err(|error| {
            DbErr::Custom(format!("cannot make the folder {}: {error}", folder.display()))
        })?;
    }
    // A transaction that a full disk ended is over for SQLite and not for its driver,
    // which would take the next one for a part of it and hold the lock for good.
    options.map_sqlx_sqlite_pool_opts(|options| {
        options.after_release(|connection, _| {
            let is_well = !connection.is_in_transaction();
            Box::pin(async move { Ok(is_well) })
        })
    });
    options.map_sqlx_sqlite_opts(|options| {
        options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE)
            .foreign_keys(true)
    });
    Ok(())
}

/// The steps in which SQLite answers `asked`, in its own words.
#[cfg(test)]
async fn plan(store: &Store, asked: sea_orm::Statement) -> Vec<String> {
    let sql = format!("EXPLAIN QUERY PLAN {}", asked.sql);
    let plan = store.db.query_all_raw(sea_orm::Statement { sql, ..asked }).await.unwrap();
    plan.iter().map(|row| row.try_get_by_index(3).unwrap()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::Statement;
    use std::task::{Context, Waker};
    use zaidu_model::{Newsroom, Site};

    /// No test pulls the plug; this is what SQLite then relies on.
    #[tokio::test]
    async fn each_commit_waits_for_the_disk() {
        let folder = tempfile::TempDir::new().unwrap();
        let url = format!("sqlite:{}", folder.path().join("a.sqlite").display());
        let store = Store::open(&url).await.unwrap();
        let ask = async |pragma: &str| {
            let question = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}"));
            store.db.query_one_raw(question).await.unwrap().unwrap()
        };
        let full: i64 = ask("synchronous").await.try_get_by_index(0).unwrap();
        let journal: String = ask("journal_mode").await.try_get_by_index(0).unwrap();
        assert_eq!((full, &*journal), (2, "wal"));
    }

    #[tokio::test]
    async fn a_store_in_memory_outlives_those_who_do_not_wait() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let site = Site { name: "江畔日报".into(), ..Site::default() };
        store.import(&Newsroom::new(site.clone(), vec![])).await.unwrap();
        for polls in 1..20 {
            let mut asked = Box::pin(store.site());
            for _ in 0..polls {
                if asked.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                    break;
                }
                tokio::task::yield_now().await;
            }
            drop(asked);
            // A connection that is given up ends on a thread of its own, which nobody
            // can wait for; without the anchor that takes the data along.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(store.site().await.unwrap(), site);
    }
}
