//! Baseline: the same writes as plain SQL on one connection, without server and HTTP. Upserts of
//! reactions and updates of article counts, in transactions of as many votes as the load generator
//! has connections, durable like the server's.

use std::fmt::Write;
use std::time::Instant;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};

use crate::common::Fixture;
use crate::{BURST, CONNECTIONS, READERS, Rng, Workload};

pub(crate) struct SqlBaseline {
    db: DatabaseConnection,
    rng: Rng,
}

impl SqlBaseline {
    /// Opens one connection, with the settings of the server's.
    pub(crate) async fn new(fixture: &Fixture) -> Self {
        let mut options = sea_orm::ConnectOptions::new(&fixture.database);
        options.max_connections(1).sqlx_logging(false);
        options.map_sqlx_sqlite_opts(|options| {
            use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
            options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full)
        });
        let db = sea_orm::Database::connect(options).await.unwrap();
        Self { db, rng: Rng(20_261_118) }
    }

    /// Writes votes for one burst: votes per second.
    pub(crate) async fn burst(&mut self, workload: Workload) -> f64 {
        let sql = upsert_sql();
        let options = || TransactionOptions {
            sqlite_transaction_mode: (self.db.get_database_backend() == sea_orm::DbBackend::Sqlite)
                .then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let (start, mut votes) = (Instant::now(), 0);
        while start.elapsed() < BURST {
            let mut values: Vec<sea_orm::Value> = Vec::new();
            let mut articles = std::collections::BTreeMap::<String, i64>::new();
            let mut ballots = std::collections::BTreeSet::new();
            while ballots.len() < CONNECTIONS {
                let article = format!("n-{}", self.rng.below(workload.articles));
                let reader = format!("{:032x}", self.rng.below(READERS));
                if ballots.insert((article.clone(), reader.clone())) {
                    let mood = ["happy", "sad", "like", "pass"][self.rng.below(4)];
                    values.extend([
                        article.clone().into(),
                        reader.into(),
                        mood.into(),
                        1_795_000_000_i64.into(),
                    ]);
                    *articles.entry(article).or_default() += 1;
                }
            }
            let backend = self.db.get_database_backend();
            let txn = self.db.begin_with_options(options()).await.unwrap();
            let rows = Statement::from_sql_and_values(backend, &sql, values);
            txn.execute_raw(rows).await.unwrap();
            for (article, more) in articles {
                let count = "UPDATE counts SET liked = liked + $1 WHERE article = $2";
                let values = [more.into(), article.into()];
                let count = Statement::from_sql_and_values(backend, count, values);
                txn.execute_raw(count).await.unwrap();
            }
            txn.commit().await.unwrap();
            votes += CONNECTIONS;
        }
        votes as f64 / start.elapsed().as_secs_f64()
    }
}

/// The upsert of one transaction's reactions.
fn upsert_sql() -> String {
    let mut sql = "INSERT INTO reactions (article, reader, mood, chosen_at) VALUES ".to_owned();
    for row in 0..CONNECTIONS {
        let comma = if row == 0 { "" } else { ", " };
        let first = row * 4 + 1;
        // Writing to a String cannot fail.
        let _ = write!(sql, "{comma}(${first}, ${}, ${}, ${})", first + 1, first + 2, first + 3);
    }
    sql + " ON CONFLICT (article, reader) DO UPDATE \
           SET mood = excluded.mood, chosen_at = excluded.chosen_at"
}
