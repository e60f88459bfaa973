//! Metrics of the store: votes and their batches, statements, connections.

use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use sea_orm::{DatabaseConnection, DbBackend};

use super::{Store, StoreError};
use crate::telemetry;

/// A label with one of a few values.
type Label = [(&'static str, &'static str); 1];

/// What is counted in a store. Clones share the counters.
#[derive(Debug, Clone)]
pub(super) struct StoreMetrics {
    votes: Family<Label, Counter>,
    batches: Histogram,
    statements: Family<Label, Histogram, fn() -> Histogram>,
    write_waits: Histogram,
}

impl Default for StoreMetrics {
    fn default() -> Self {
        Self {
            votes: Family::default(),
            // 1, 2, 4 … 512 votes; a batch has at most 500.
            batches: Histogram::new(exponential_buckets(1.0, 2.0, 10)),
            // 0.1 ms, 0.4 ms … 6.6 s.
            statements: Family::new_with_constructor(|| {
                Histogram::new(exponential_buckets(0.000_1, 4.0, 9))
            }),
            write_waits: Histogram::new(exponential_buckets(0.000_1, 4.0, 9)),
        }
    }
}

impl StoreMetrics {
    /// Measures the statements of `db`, which must have no clone yet.
    pub(super) fn observe_statements(&self, db: &mut DatabaseConnection) {
        let statements = self.statements.clone();
        let system = match db.get_database_backend() {
            DbBackend::Postgres => "postgresql",
            _ => "sqlite",
        };
        db.set_metric_callback(move |info| {
            telemetry::record_statement(system, &info.statement.sql, info.elapsed, info.failed);
            let result = if info.failed { "failed" } else { "done" };
            statements.get_or_create(&[("result", result)]).observe(info.elapsed.as_secs_f64());
        });
    }

    /// Records how long a write transaction waited until it began.
    pub(super) fn observe_write_wait(&self, wait: Duration) {
        self.write_waits.observe(wait.as_secs_f64());
    }

    /// Counts a vote whose result is sent to its client.
    pub(super) fn count_vote<T>(&self, result: &Result<T, StoreError>) {
        let result = match result {
            Ok(_) => "written",
            Err(StoreError::Refused(_)) => "refused",
            Err(StoreError::Busy) => "busy",
            Err(StoreError::Database(_) | StoreError::Corrupt(_)) => "failed",
        };
        self.votes.get_or_create(&[("result", result)]).inc();
    }

    /// Counts votes whose clients have gone and were told to try again.
    pub(super) fn count_abandoned(&self, votes: usize) {
        if votes > 0 {
            self.votes.get_or_create(&[("result", "abandoned")]).inc_by(votes as u64);
        }
    }

    /// Counts a batch of `votes`.
    pub(super) fn observe_batch(&self, votes: usize) {
        self.batches.observe(votes as f64);
    }
}

impl Store {
    /// Adds the metrics of this store to `registry`: counters as they are, gauges of this moment.
    pub(crate) fn register_metrics(&self, registry: &mut Registry) {
        let StoreMetrics { votes, batches, statements, write_waits } = self.metrics.clone();
        registry.register("votes", "Votes by what became of them", votes);
        registry.register("vote_batch_size", "Votes in one transaction", batches);
        let queued: Gauge = Gauge::default();
        queued.set(self.votes.length().try_into().unwrap_or(i64::MAX));
        registry.register("votes_queued", "Votes that wait for a transaction", queued);
        let unit = Unit::Seconds;
        let help = "Time of a database statement, with the wait for a connection";
        registry.register_with_unit("database_statement", help, unit, statements);
        let help = "Wait of a write transaction for the one before and for a connection";
        registry.register_with_unit("database_write_wait", help, Unit::Seconds, write_waits);
        let (open, idle) = match self.db.get_database_backend() {
            DbBackend::Postgres => {
                let pool = self.db.get_postgres_connection_pool();
                (pool.size(), pool.num_idle())
            }
            _ => {
                let pool = self.db.get_sqlite_connection_pool();
                (pool.size(), pool.num_idle())
            }
        };
        let connections: Family<Label, Gauge> = Family::default();
        let idle = i64::try_from(idle).unwrap_or(i64::MAX);
        connections.get_or_create(&[("state", "idle")]).set(idle);
        connections.get_or_create(&[("state", "busy")]).set(i64::from(open) - idle);
        registry.register("database_connections", "Connections of the pool", connections);
    }
}
