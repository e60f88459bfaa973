//! The way to write.

use std::sync::Arc;

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::StoreError;

/// Begins write transactions. Clones take turns.
#[derive(Debug, Clone)]
pub(super) struct Pen {
    db: DatabaseConnection,
    /// SQLite has one writer. Taking turns here is fair and wakes exactly one,
    /// where SQLite itself would make all of them poll its lock.
    turn: Arc<Mutex<()>>,
}

/// A write transaction; undone unless committed.
pub(super) struct Write {
    // Declared before the turn, so that it ends before the turn does.
    pub(super) txn: DatabaseTransaction,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Pen {
    pub(super) fn new(db: DatabaseConnection) -> Self {
        Self { db, turn: Arc::default() }
    }

    /// Begins to write, alone where the engine knows one writer only.
    ///
    /// On SQLite the transaction takes the write lock at once: one that reads
    /// first and asks for the lock later may be refused without a wait.
    pub(super) async fn write(&self) -> Result<Write, StoreError> {
        let sqlite = self.db.get_database_backend() == DbBackend::Sqlite;
        let _turn = if sqlite { Some(Arc::clone(&self.turn).lock_owned().await) } else { None };
        let options = TransactionOptions {
            sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Write { txn: self.db.begin_with_options(options).await?, _turn })
    }
}

impl Write {
    /// Makes it durable.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        Ok(self.txn.commit().await?)
    }

    /// Undoes it now. Left to its drop, it would end some time after the next
    /// began.
    pub(super) async fn undo(self) {
        if let Err(error) = self.txn.rollback().await {
            // A connection that is gone has nothing to undo.
            tracing::debug!(%error, "a transaction was not rolled back");
        }
    }
}
