//! Write transactions, serialised in-process on SQLite.

use std::sync::Arc;
use std::time::Instant;

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::StoreError;
use super::metrics::StoreMetrics;

/// Begins write transactions. Clones share one lock.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    db: DatabaseConnection,
    /// Held by a write transaction on SQLite, which has one writer at a time. This lock is fair and
    /// wakes exactly one waiter; SQLite's own would make all of them poll.
    lock: Arc<Mutex<()>>,
    metrics: StoreMetrics,
}

/// A write transaction, rolled back unless committed.
pub(super) struct WriteTransaction {
    // Declared before the guard, so that the transaction ends before the lock is released.
    pub(super) txn: DatabaseTransaction,
    _guard: Option<OwnedMutexGuard<()>>,
}

impl Writer {
    pub(super) fn new(db: DatabaseConnection, metrics: StoreMetrics) -> Self {
        Self { db, lock: Arc::default(), metrics }
    }

    /// Begins a write transaction; on SQLite it waits for the one before.
    ///
    /// On SQLite the transaction is `IMMEDIATE`: one that reads first and upgrades to a write lock
    /// later may fail without waiting.
    pub(super) async fn begin(&self) -> Result<WriteTransaction, StoreError> {
        let asked = Instant::now();
        let sqlite = self.db.get_database_backend() == DbBackend::Sqlite;
        let _guard = if sqlite { Some(Arc::clone(&self.lock).lock_owned().await) } else { None };
        let options = TransactionOptions {
            sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let txn = self.db.begin_with_options(options).await?;
        self.metrics.observe_write_wait(asked.elapsed());
        Ok(WriteTransaction { txn, _guard })
    }
}

impl WriteTransaction {
    /// Commits the transaction, which makes it durable.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        Ok(self.txn.commit().await?)
    }

    /// Rolls the transaction back now. A drop would do so later, after the next transaction began.
    pub(super) async fn rollback(self) {
        if let Err(error) = self.txn.rollback().await {
            // On a lost connection there is nothing to roll back.
            tracing::debug!(%error, "a transaction was not rolled back");
        }
    }
}
