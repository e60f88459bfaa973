//! The store: one code path for SQLite and PostgreSQL.
//!
//! Each module holds one kind of question; this one holds the connection and
//! the way to write. The answers follow the rules of
//! [`Desk`](zaidu_model::Desk), and `tests/contract.rs` puts the same cases to
//! both.

mod articles;
mod entity;
mod error;
mod feeds;
mod import;
mod migration;
mod rankings;
mod reactions;
mod settings;
mod site;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use tokio::sync::{Mutex, OwnedMutexGuard};

pub use articles::Stored;
pub use error::StoreError;
pub use import::Imported;

/// How many connections a store keeps.
const CONNECTIONS: u32 = 16;

/// How long a question waits for a connection, and SQLite for another process's
/// lock. Less than the answer's own deadline, so that a caller hears 503 with a
/// cause and not 504.
const PATIENCE: Duration = Duration::from_secs(5);

/// Articles, reactions and settings. Clones share one pool.
#[derive(Debug, Clone)]
pub struct Store {
    db: DatabaseConnection,
    /// SQLite has one writer. Taking turns here is fair and wakes exactly one,
    /// where SQLite itself would make all of them poll its lock.
    writer: Arc<Mutex<()>>,
}

/// A write transaction; undone unless committed.
struct Write {
    // Declared before the turn, so that it ends before the turn does.
    txn: DatabaseTransaction,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Store {
    /// Opens the store at `url` (`sqlite:path`, `sqlite::memory:` or
    /// `postgres://…`), brings its schema up to date and makes sure that it can
    /// be written. A SQLite file and its folder are made when absent.
    ///
    /// # Errors
    /// [`StoreError::Database`] when any of that fails.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let mut options = ConnectOptions::new(url);
        // Statements would carry reader ids into the logs.
        options.sqlx_logging(false).acquire_timeout(PATIENCE).max_connections(CONNECTIONS);
        if let Some(file) = url.strip_prefix("sqlite:") {
            sqlite(&mut options, file)?;
        }
        let db = Database::connect(options).await?;
        migration::Migrator::up(&db, None).await?;
        let store = Self { db, writer: Arc::default() };
        // A database that is read only would say so at the first reaction.
        store.write().await?.txn.rollback().await?;
        Ok(store)
    }

    /// Whether the store answers.
    ///
    /// # Errors
    /// [`StoreError::Database`] when it does not.
    pub async fn ready(&self) -> Result<(), StoreError> {
        Ok(self.db.ping().await?)
    }

    /// Ends all connections; every later question is refused.
    pub async fn close(&self) {
        if let Err(error) = self.db.close_by_ref().await {
            tracing::warn!(%error, "the store did not close cleanly");
        }
    }

    /// Begins to write, alone where the engine knows one writer only.
    ///
    /// On SQLite the transaction takes the write lock at once: one that reads
    /// first and asks for the lock later may be refused without a wait.
    async fn write(&self) -> Result<Write, StoreError> {
        let sqlite = self.db.get_database_backend() == DbBackend::Sqlite;
        let _turn = if sqlite { Some(Arc::clone(&self.writer).lock_owned().await) } else { None };
        let options = TransactionOptions {
            sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Write { txn: self.db.begin_with_options(options).await?, _turn })
    }
}

/// What SQLite needs: its folder, and settings under which an acknowledged
/// write survives a power cut and readers do not wait for the writer.
fn sqlite(options: &mut ConnectOptions, file: &str) -> Result<(), DbErr> {
    let path = file.strip_prefix("//").unwrap_or(file).split('?').next().unwrap_or_default();
    if path == ":memory:" {
        // Each connection would have a database of its own, which ends with it.
        options.max_connections(1).idle_timeout(None).max_lifetime(None);
    } else if let Some(folder) = Path::new(path).parent() {
        std::fs::create_dir_all(folder).map_err(|error| {
            DbErr::Custom(format!("cannot make the folder {}: {error}", folder.display()))
        })?;
    }
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
