//! Rankings, upkeep and size at a million reactions, spread as evenly as no
//! newsroom's are: 10,000 articles with a hundred reactions each, of one mood, over
//! the days of a month. In the month all 2,500 articles of a mood are equals, which
//! is the worst for an index that ends where equals are sorted.

use std::time::Instant;

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use zaidu_model::{Mood, Period, Timestamp};

use crate::common::Fixture;
use crate::{median, newsroom};

/// The beginning of the table.
pub(crate) const TABLE_HEAD: &str = "| 1,000,000 reactions | day, ms | week, ms | month, ms | \
    month as before, ms | check, s | repair, s | copy to SQLite, s | bytes each |\n\
    |---|---|---|---|---|---|---|---|---|";

const ARTICLES: usize = 10_000;

/// Asked so often.
const TIMES: usize = 200;

/// Readers are numbers, articles, moods and seconds follow from them.
const ROWS: &str = "SELECT 'n-' || (n * 7919 % 10000), reader, \
    CASE n * 31 % 4 WHEN 0 THEN 'happy' WHEN 1 THEN 'sad' WHEN 2 THEN 'like' ELSE 'pass' END, \
    1793462400 + n * 104729 % 2592000";

/// What a ranking was before there were tallies: counted by an index of its own.
const INDEX: &str = "CREATE INDEX reactions_ranking ON reactions (mood, chosen_at, article)";
const COUNTED: &str = "SELECT article, COUNT(*) AS readers FROM reactions \
    WHERE mood = 'like' AND chosen_at >= 1793462400 \
    GROUP BY article ORDER BY readers DESC LIMIT 20";

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
    let mended = timed(store.repair()).await;
    assert!(mended.0.unwrap().len() > ARTICLES, "there was something to count");
    if engine != "SQLite" {
        // As its own upkeep does after a while.
        db.execute_unprepared("VACUUM ANALYZE").await.unwrap();
    }
    let checked = timed(store.check()).await;
    assert_eq!(checked.0.unwrap(), []);
    let now = Timestamp::parse("2026-11-30T23:59:59+08:00").unwrap();
    let mut periods = Vec::new();
    for period in Period::ALL {
        let mut waits = Vec::new();
        for n in 0..TIMES {
            let (ranking, seconds) = timed(store.ranking(Mood::ALL[n % 4], period, now)).await;
            assert_eq!(ranking.unwrap().items.len(), 20);
            waits.push(seconds * 1_000.0);
        }
        periods.push(median(waits));
    }
    let size = size(engine, &db).await;
    db.execute_unprepared(INDEX).await.unwrap();
    let mut counted = Vec::new();
    for _ in 0..5 {
        let counting = Statement::from_string(db.get_database_backend(), COUNTED);
        let (rows, seconds) = timed(db.query_all_raw(counting)).await;
        assert_eq!(rows.unwrap().len(), 20);
        counted.push(seconds * 1_000.0);
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
        median(counted),
        checked.1,
        mended.1,
        size / 1_000_000,
    );
}

/// Bytes of the database.
async fn size(engine: &str, db: &DatabaseConnection) -> i64 {
    let size = if engine == "SQLite" {
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    } else {
        "SELECT pg_database_size(current_database())"
    };
    let size = Statement::from_string(db.get_database_backend(), size);
    db.query_one_raw(size).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

/// What comes of `future`, and after how many seconds.
async fn timed<T>(future: impl Future<Output = T>) -> (T, f64) {
    let start = Instant::now();
    (future.await, start.elapsed().as_secs_f64())
}
