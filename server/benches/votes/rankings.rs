//! Rankings, maintenance commands and database size at a million reactions.
//!
//! The reactions are spread more evenly than those of any newsroom: 10,000 articles with a hundred
//! reactions each, of one mood, over the days of a month. In the month's ranking all 2,500 articles
//! of a mood tie, the worst case for an index whose order ends where ties are sorted.

use std::time::Instant;

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use zaidu_model::{Mood, Period, Timestamp};

use crate::common::Fixture;
use crate::{median, newsroom};

/// Header of the result table.
pub(crate) const TABLE_HEAD: &str = "| 1,000,000 reactions | day, ms | week, ms | month, ms | \
    month as before, ms | check, s | repair, s | copy to SQLite, s | bytes each |\n\
    |---|---|---|---|---|---|---|---|---|";

const ARTICLES: usize = 10_000;

/// Requests per ranking period.
const REQUESTS: usize = 200;

/// Columns of the generated rows: the reader is the number `n`, from which article, mood and time
/// (Unix seconds) derive.
const ROWS: &str = "SELECT 'n-' || (n * 7919 % 10000), reader, \
    CASE n * 31 % 4 WHEN 0 THEN 'happy' WHEN 1 THEN 'sad' WHEN 2 THEN 'like' ELSE 'pass' END, \
    1793462400 + n * 104729 % 2592000";

/// Ranking without the `tallies` table, for comparison: counted from the reactions, with an index
/// for it.
const INDEX: &str = "CREATE INDEX reactions_ranking ON reactions (mood, chosen_at, article)";
const COUNTED: &str = "SELECT article, COUNT(*) AS readers FROM reactions \
    WHERE mood = 'like' AND chosen_at >= 1793462400 \
    GROUP BY article ORDER BY readers DESC LIMIT 20";

/// Fills the database, measures it, and prints its table row.
pub(crate) async fn measure(engine: &str, fixture: &Fixture) {
    eprintln!("{engine}, a million reactions");
    let store = fixture.store().await;
    store.import(&newsroom(ARTICLES)).await.unwrap();
    let db = Database::connect(&fixture.database).await.unwrap();
    let numbers = if engine == "SQLite" {
        "WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 999999), \
         numbers AS (SELECT n, printf('%032d', n) AS reader FROM n)"
    } else {
        "WITH numbers AS (SELECT n, lpad(n::text, 32, '0') AS reader \
         FROM generate_series(0::bigint, 999999) AS n)"
    };
    let fill = format!(
        "{numbers} INSERT INTO reactions (article, reader, mood, chosen_at) {ROWS} FROM numbers"
    );
    db.execute_unprepared(&fill).await.unwrap();
    let repaired = timed(store.repair()).await;
    assert!(repaired.0.unwrap().len() > ARTICLES, "there was something to count");
    if engine != "SQLite" {
        // What autovacuum does after a while.
        db.execute_unprepared("VACUUM ANALYZE").await.unwrap();
    }
    let checked = timed(store.check()).await;
    assert_eq!(checked.0.unwrap(), []);
    let now = Timestamp::parse("2026-11-30T23:59:59+08:00").unwrap();
    let mut periods = Vec::new();
    for period in Period::ALL {
        let mut latencies = Vec::new();
        for n in 0..REQUESTS {
            let (ranking, seconds) = timed(store.ranking(Mood::ALL[n % 4], period, now)).await;
            assert_eq!(ranking.unwrap().items.len(), 20);
            latencies.push(seconds * 1_000.0);
        }
        periods.push(median(latencies));
    }
    let size = size(engine, &db).await;
    db.execute_unprepared(INDEX).await.unwrap();
    let mut without_tallies = Vec::new();
    for _ in 0..5 {
        let query = Statement::from_string(db.get_database_backend(), COUNTED);
        let (rows, seconds) = timed(db.query_all_raw(query)).await;
        assert_eq!(rows.unwrap().len(), 20);
        without_tallies.push(seconds * 1_000.0);
    }
    let empty = Fixture::on_sqlite();
    let target = empty.store().await;
    let (copied, copy) = timed(store.copy(&target)).await;
    assert_eq!(copied.unwrap()[2], ("reactions", 1_000_000));
    println!(
        "| {engine} | {:.2} | {:.2} | {:.2} | {:.0} | {:.1} | {:.1} | {copy:.1} | {} |",
        periods[0],
        periods[1],
        periods[2],
        median(without_tallies),
        checked.1,
        repaired.1,
        size / 1_000_000,
    );
}

/// Size of the database in bytes.
async fn size(engine: &str, db: &DatabaseConnection) -> i64 {
    let size = if engine == "SQLite" {
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    } else {
        "SELECT pg_database_size(current_database())"
    };
    let size = Statement::from_string(db.get_database_backend(), size);
    db.query_one_raw(size).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

/// Awaits `future`: its output and the elapsed seconds.
async fn timed<T>(future: impl Future<Output = T>) -> (T, f64) {
    let start = Instant::now();
    (future.await, start.elapsed().as_secs_f64())
}
