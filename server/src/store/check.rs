//! Integrity check and repair of derived data: counts, counters per period and the search index.
//!
//! Reactions are the source of truth; counts and counters per period are sums of them, updated in
//! the same transactions. They can differ only after a bug, a disk fault or a manual change of the
//! tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, IntoActiveModel, QuerySelect,
    Statement,
};
use zaidu_model::{Counts, Key, Mood, Timestamp};

use super::entity::period_counts::{PeriodCountKey, period_count_keys};
use super::entity::{articles, counts, period_counts};
use super::search::index;
use super::{BATCH, Store, StoreError};

/// The number of reactions per article, mood and day, each day given by its midnight in China. All
/// times of a day are in the same periods as its midnight, so the rows of a day can be grouped. The
/// double modulo keeps the remainder non-negative for times before 1970.
const REACTIONS_PER_DAY: &str = "SELECT article, mood, \
    chosen_at - ((chosen_at + 28800) % 86400 + 86400) % 86400 AS midnight, COUNT(*) \
    FROM reactions GROUP BY article, mood, midnight";

/// An inconsistency of the stored data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The database file is damaged; with SQLite's message.
    File(String),
    /// Reactions that this version cannot parse.
    Reactions {
        /// Id of the article.
        article: String,
        /// The unknown mood.
        mood: String,
        /// Number of such reactions.
        rows: i64,
    },
    /// The counts of an article differ from the number of its reactions.
    Counts {
        /// Id of the article.
        article: String,
        /// The stored counts; `None` when the row is missing.
        counted: Option<Counts>,
        /// Numbers of reactions.
        rows: Counts,
    },
    /// A counter per period differs from the number of reactions in the period.
    PeriodCount {
        /// The key of the counter: article, period, start of the period and mood.
        key: String,
        /// The stored count; 0 when the row is missing.
        counted: i64,
        /// Number of reactions.
        rows: i64,
    },
    /// The search table or its index lacks some articles.
    Search {
        /// Number of articles.
        articles: i64,
    },
}

impl Fault {
    /// Whether [`Store::repair`] can rebuild the data, from reactions or articles.
    #[must_use]
    pub fn is_repairable(&self) -> bool {
        matches!(self, Self::Counts { .. } | Self::PeriodCount { .. } | Self::Search { .. })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format_counts = |counts: &Counts| {
            let all = Mood::ALL.map(|mood| format!("{} {mood}", counts.get(mood)));
            all.join(", ")
        };
        match self {
            Self::File(message) => write!(f, "the file: {message}"),
            Self::Reactions { article, mood, rows } => {
                write!(f, "{rows} reactions to {article}: unknown mood {mood:?}")
            }
            Self::Counts { article, counted: Some(counted), rows } => {
                write!(
                    f,
                    "counts of {article}: {}; its reactions: {}",
                    format_counts(counted),
                    format_counts(rows)
                )
            }
            Self::Counts { article, counted: None, rows } => {
                write!(f, "counts of {article}: missing; its reactions: {}", format_counts(rows))
            }
            Self::PeriodCount { key, counted, rows } => {
                write!(f, "ranking of {key}: {counted}; reactions: {rows}")
            }
            Self::Search { articles } => write!(f, "the search index lacks {articles} articles"),
        }
    }
}

/// The sums of reactions, stored or expected.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sums {
    counts: BTreeMap<String, Counts>,
    /// By article, period, start and mood; without zeros.
    period_counts: BTreeMap<(String, String, i64, String), i64>,
}

impl Store {
    /// Checks the counts and counters per period against the reactions, the search index against
    /// the articles, and on SQLite the integrity of the whole file. Returns what is wrong.
    ///
    /// # Errors
    /// An error of the database.
    pub async fn check(&self) -> Result<Vec<Fault>, StoreError> {
        let txn = self.begin_snapshot().await?;
        let mut faults = check_file(&txn).await?;
        faults.extend(compare(&txn).await?.0);
        faults.extend(check_search(&txn).await?);
        txn.rollback().await?;
        Ok(faults)
    }

    /// Like [`Self::check`], and rebuilds what [can be rebuilt](Fault::is_repairable). Votes are
    /// blocked meanwhile, until their timeout.
    ///
    /// # Errors
    /// An error of the database; then nothing changed.
    pub async fn repair(&self) -> Result<Vec<Fault>, StoreError> {
        let write = self.begin_write().await?;
        if write.txn.get_database_backend() == DbBackend::Postgres {
            // Conflicts with the row locks of votes and not with reads.
            write.txn.execute_unprepared("LOCK TABLE counts IN EXCLUSIVE MODE").await?;
        }
        let mut faults = check_file(&write.txn).await?;
        let (mut wrong, expected) = compare(&write.txn).await?;
        wrong.extend(check_search(&write.txn).await?);
        if wrong.iter().any(Fault::is_repairable) {
            rebuild(&write.txn, &wrong, expected).await?;
            write.commit().await?;
        } else {
            write.rollback().await;
        }
        faults.extend(wrong);
        Ok(faults)
    }
}

/// On SQLite: damage of the file, and rows whose article is missing.
async fn check_file(txn: &DatabaseTransaction) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    if txn.get_database_backend() != DbBackend::Sqlite {
        return Ok(faults);
    }
    for row in query(txn, "PRAGMA integrity_check").await? {
        let message: String = row.try_get_by_index(0)?;
        if message != "ok" {
            faults.push(Fault::File(message));
        }
    }
    for row in query(txn, "PRAGMA foreign_key_check").await? {
        let table: String = row.try_get_by_index(0)?;
        faults.push(Fault::File(format!("a row of {table} without its article")));
    }
    Ok(faults)
}

/// The articles that the search table or its index lacks.
async fn check_search(txn: &DatabaseTransaction) -> Result<Option<Fault>, StoreError> {
    let articles = index::count_missing(txn).await?;
    Ok((articles > 0).then_some(Fault::Search { articles }))
}

async fn query(
    txn: &DatabaseTransaction,
    sql: &str,
) -> Result<Vec<sea_orm::QueryResult>, StoreError> {
    let statement = Statement::from_string(txn.get_database_backend(), sql);
    Ok(txn.query_all_raw(statement).await?)
}

/// Compares the stored sums with the expected ones. Returns the differences and the expected sums.
async fn compare(txn: &DatabaseTransaction) -> Result<(Vec<Fault>, Sums), StoreError> {
    let (mut faults, expected) = expected_sums(txn).await?;
    let mut stored = Sums::default();
    for row in counts::Entity::find().all(txn).await? {
        stored.counts.insert(row.article.clone(), row.counts());
    }
    for row in period_counts::Entity::find().all(txn).await? {
        if row.readers != 0 {
            let key = (row.article, row.period, row.start_at, row.mood);
            stored.period_counts.insert(key, row.readers);
        }
    }
    faults.extend(differences(&stored, &expected));
    Ok((faults, expected))
}

/// The sums of the stored reactions, and those reactions that cannot be parsed.
async fn expected_sums(txn: &DatabaseTransaction) -> Result<(Vec<Fault>, Sums), StoreError> {
    let (mut faults, mut sums) = (Vec::new(), Sums::default());
    // Articles without reactions have counts of zero.
    let ids = articles::Entity::find().select_only().column(articles::Column::Id);
    for id in ids.into_tuple::<String>().all(txn).await? {
        sums.counts.insert(id, Counts::default());
    }
    for row in query(txn, REACTIONS_PER_DAY).await? {
        let (article, mood): (String, String) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let (midnight, rows): (i64, i64) = (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
        let parsed =
            (Key::new(article.clone()), mood.parse::<Mood>(), Timestamp::from_unix(midnight));
        let (Ok(key), Ok(mood), Ok(day)) = parsed else {
            faults.push(Fault::Reactions { article, mood, rows });
            continue;
        };
        let counts = sums.counts.entry(article).or_default();
        *counts.get_mut(mood) += rows.unsigned_abs();
        for PeriodCountKey { article, period, start, mood } in period_count_keys(&key, mood, day) {
            let key = (article.into(), period.to_owned(), start, mood.to_owned());
            *sums.period_counts.entry(key).or_default() += rows;
        }
    }
    Ok((faults, sums))
}

fn differences(stored: &Sums, expected: &Sums) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (article, counts) in &stored.counts {
        let rows = expected.counts.get(article).copied().unwrap_or_default();
        if *counts != rows {
            let (article, counted) = (article.clone(), Some(*counts));
            faults.push(Fault::Counts { article, counted, rows });
        }
    }
    for (article, rows) in &expected.counts {
        if !stored.counts.contains_key(article) {
            let (article, rows) = (article.clone(), *rows);
            faults.push(Fault::Counts { article, counted: None, rows });
        }
    }
    let zero = &0;
    let keys = stored.period_counts.keys().chain(expected.period_counts.keys());
    let keys: BTreeSet<_> = keys.collect();
    for key in keys {
        let counted = *stored.period_counts.get(key).unwrap_or(zero);
        let rows = *expected.period_counts.get(key).unwrap_or(zero);
        if counted != rows {
            let (article, period, start, mood) = key;
            let key = format!("{article}, {period} from {start}, {mood}");
            faults.push(Fault::PeriodCount { key, counted, rows });
        }
    }
    faults
}

/// Rewrites the wrong sums from `expected`, and rebuilds the search index if it is incomplete.
async fn rebuild(
    txn: &DatabaseTransaction,
    wrong: &[Fault],
    expected: Sums,
) -> Result<(), StoreError> {
    let rows = wrong.iter().filter_map(|fault| match fault {
        Fault::Counts { article, rows, .. } => Some(counts::Model::new(article.clone(), *rows)),
        _ => None,
    });
    let rows: Vec<_> = rows.collect();
    for batch in rows.chunks(BATCH) {
        counts::upsert(txn, batch.to_vec()).await?;
    }
    if wrong.iter().any(|fault| matches!(fault, Fault::Search { .. })) {
        index::rebuild(txn).await?;
    }
    if !wrong.iter().any(|fault| matches!(fault, Fault::PeriodCount { .. })) {
        return Ok(());
    }
    period_counts::Entity::delete_many().exec(txn).await?;
    let rows =
        expected.period_counts.into_iter().map(|((article, period, start_at, mood), readers)| {
            period_counts::Model { article, period, start_at, mood, readers }.into_active_model()
        });
    let rows: Vec<_> = rows.collect();
    for batch in rows.chunks(BATCH) {
        let insert = period_counts::Entity::insert_many(batch.iter().cloned());
        insert.exec_without_returning(txn).await?;
    }
    Ok(())
}
