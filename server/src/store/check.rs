//! Whether what is counted is what is there.
//!
//! Reactions are the truth; counts and tallies are sums of them, kept in the same
//! transactions. They can differ only by a fault of ours or of the disk, or by
//! hands in the tables.

use std::collections::BTreeMap;
use std::fmt;

use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, IntoActiveModel,
    IsolationLevel, QuerySelect, Statement, TransactionTrait,
};
use zaidu_model::{Counts, Key, Mood, Timestamp};

use super::entity::period_counts::{PeriodCountKey, period_count_keys};
use super::entity::{articles, counts, period_counts};
use super::search::index;
use super::{BATCH, Store, StoreError};

/// Reactions by the midnight in China before them. Any moment of a day is in the
/// same periods as its midnight, so a day's rows need not travel one by one. The
/// remainder is twice brought above zero, for moments before 1970.
const DAYS: &str = "SELECT article, mood, \
    chosen_at - ((chosen_at + 28800) % 86400 + 86400) % 86400 AS midnight, COUNT(*) \
    FROM reactions GROUP BY article, mood, midnight";

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The file itself is damaged. Holds the engine's words.
    File(String),
    /// Reactions that this version cannot read.
    Reactions {
        /// On which article.
        article: String,
        /// Their mood.
        mood: String,
        /// How many.
        rows: i64,
    },
    /// An article's counts are not the number of its reactions.
    Counts {
        /// Which article.
        article: String,
        /// What stands there; nothing when there is no row.
        counted: Option<Counts>,
        /// The number of reactions.
        rows: Counts,
    },
    /// A line of a ranking is not the number of reactions in its period.
    Tally {
        /// Article, period, its beginning, and mood.
        line: String,
        /// What stands there.
        counted: i64,
        /// The number of reactions.
        rows: i64,
    },
    /// A search would not find some articles, or not by its index.
    Search {
        /// How many.
        articles: i64,
    },
}

impl Fault {
    /// Whether it can be rebuilt, from the reactions or the articles.
    #[must_use]
    pub fn is_repairable(&self) -> bool {
        matches!(self, Self::Counts { .. } | Self::Tally { .. } | Self::Search { .. })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = |counts: &Counts| {
            let all = Mood::ALL.map(|mood| format!("{} {mood}", counts.get(mood)));
            all.join(", ")
        };
        match self {
            Self::File(words) => write!(f, "the file: {words}"),
            Self::Reactions { article, mood, rows } => {
                write!(f, "{rows} reactions to {article}: unknown mood {mood:?}")
            }
            Self::Counts { article, counted: Some(counted), rows } => {
                write!(f, "counts of {article}: {}; its reactions: {}", told(counted), told(rows))
            }
            Self::Counts { article, counted: None, rows } => {
                write!(f, "counts of {article}: missing; its reactions: {}", told(rows))
            }
            Self::Tally { line, counted, rows } => {
                write!(f, "ranking of {line}: {counted}; reactions: {rows}")
            }
            Self::Search { articles } => write!(f, "the search index lacks {articles} articles"),
        }
    }
}

/// The sums, as they are or as they should be.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sums {
    counts: BTreeMap<String, Counts>,
    /// By article, period, start and mood; none of zero.
    tallies: BTreeMap<(String, String, i64, String), i64>,
}

impl Store {
    /// Compares counts and tallies with the reactions, looks whether everything can
    /// be found, and on SQLite at the whole file; what is wrong.
    ///
    /// # Errors
    /// The engine's.
    pub async fn check(&self) -> Result<Vec<Fault>, StoreError> {
        let txn = self.snapshot().await?;
        let mut faults = file(&txn).await?;
        faults.extend(compare(&txn).await?.0);
        faults.extend(unsearchable(&txn).await?);
        txn.rollback().await?;
        Ok(faults)
    }

    /// The same, and rebuilds what can be rebuilt. Votes wait
    /// meanwhile, as long as they can.
    ///
    /// # Errors
    /// The engine's; then nothing changed.
    pub async fn repair(&self) -> Result<Vec<Fault>, StoreError> {
        let write = self.begin_write().await?;
        if write.txn.get_database_backend() == DbBackend::Postgres {
            // Against the row locks of votes, and not against readers.
            write.txn.execute_unprepared("LOCK TABLE counts IN EXCLUSIVE MODE").await?;
        }
        let mut faults = file(&write.txn).await?;
        let (mut wrong, truth) = compare(&write.txn).await?;
        wrong.extend(unsearchable(&write.txn).await?);
        if wrong.iter().any(Fault::is_repairable) {
            rebuild(&write.txn, &wrong, truth).await?;
            write.commit().await?;
        } else {
            write.rollback().await;
        }
        faults.extend(wrong);
        Ok(faults)
    }

    /// A transaction that sees one moment of the store.
    pub(super) async fn snapshot(&self) -> Result<DatabaseTransaction, StoreError> {
        Ok(match self.db.get_database_backend() {
            DbBackend::Postgres => {
                let level = Some(IsolationLevel::RepeatableRead);
                self.db.begin_with_config(level, Some(AccessMode::ReadOnly)).await?
            }
            // Each of SQLite's does.
            _ => self.db.begin().await?,
        })
    }
}

/// What SQLite says of its file, and of rows whose article is gone.
async fn file(txn: &DatabaseTransaction) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    if txn.get_database_backend() != DbBackend::Sqlite {
        return Ok(faults);
    }
    for row in ask(txn, "PRAGMA integrity_check").await? {
        let words: String = row.try_get_by_index(0)?;
        if words != "ok" {
            faults.push(Fault::File(words));
        }
    }
    for row in ask(txn, "PRAGMA foreign_key_check").await? {
        let table: String = row.try_get_by_index(0)?;
        faults.push(Fault::File(format!("a row of {table} without its article")));
    }
    Ok(faults)
}

/// Articles that a search would miss.
async fn unsearchable(txn: &DatabaseTransaction) -> Result<Option<Fault>, StoreError> {
    let articles = index::missing(txn).await?;
    Ok((articles > 0).then_some(Fault::Search { articles }))
}

async fn ask(
    txn: &DatabaseTransaction,
    question: &str,
) -> Result<Vec<sea_orm::QueryResult>, StoreError> {
    let question = Statement::from_string(txn.get_database_backend(), question);
    Ok(txn.query_all_raw(question).await?)
}

/// What is wrong with the sums, and what they should be.
async fn compare(txn: &DatabaseTransaction) -> Result<(Vec<Fault>, Sums), StoreError> {
    let (mut faults, truth) = truth(txn).await?;
    let mut kept = Sums::default();
    for row in counts::Entity::find().all(txn).await? {
        kept.counts.insert(row.article.clone(), row.counts());
    }
    for row in period_counts::Entity::find().all(txn).await? {
        if row.readers != 0 {
            kept.tallies.insert((row.article, row.period, row.start_at, row.mood), row.readers);
        }
    }
    faults.extend(differences(&kept, &truth));
    Ok((faults, truth))
}

/// The sums of the reactions.
async fn truth(txn: &DatabaseTransaction) -> Result<(Vec<Fault>, Sums), StoreError> {
    let (mut faults, mut sums) = (Vec::new(), Sums::default());
    // Those without reactions have counts of zero.
    let ids = articles::Entity::find().select_only().column(articles::Column::Id);
    for id in ids.into_tuple::<String>().all(txn).await? {
        sums.counts.insert(id, Counts::default());
    }
    for row in ask(txn, DAYS).await? {
        let (article, mood): (String, String) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let (midnight, rows): (i64, i64) = (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
        let known =
            (Key::new(article.clone()), mood.parse::<Mood>(), Timestamp::from_unix(midnight));
        let (Ok(key), Ok(mood), Ok(day)) = known else {
            faults.push(Fault::Reactions { article, mood, rows });
            continue;
        };
        let counts = sums.counts.entry(article).or_default();
        let more = rows.unsigned_abs();
        *counts.get_mut(mood) += more;
        for PeriodCountKey { article, period, start, mood } in period_count_keys(&key, mood, day) {
            let line = (article.into(), period.to_owned(), start, mood.to_owned());
            *sums.tallies.entry(line).or_default() += rows;
        }
    }
    Ok((faults, sums))
}

fn differences(kept: &Sums, truth: &Sums) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (article, counts) in &kept.counts {
        let rows = truth.counts.get(article).copied().unwrap_or_default();
        if *counts != rows {
            let (article, counted) = (article.clone(), Some(*counts));
            faults.push(Fault::Counts { article, counted, rows });
        }
    }
    for (article, rows) in &truth.counts {
        if !kept.counts.contains_key(article) {
            let (article, rows) = (article.clone(), *rows);
            faults.push(Fault::Counts { article, counted: None, rows });
        }
    }
    let zero = &0;
    let all = kept.tallies.keys().chain(truth.tallies.keys());
    let all: std::collections::BTreeSet<_> = all.collect();
    for key in all {
        let counted = *kept.tallies.get(key).unwrap_or(zero);
        let rows = *truth.tallies.get(key).unwrap_or(zero);
        if counted != rows {
            let (article, period, start, mood) = key;
            let line = format!("{article}, {period} from {start}, {mood}");
            faults.push(Fault::Tally { line, counted, rows });
        }
    }
    faults
}

/// Writes the sums that are wrong, and what is searched.
async fn rebuild(
    txn: &DatabaseTransaction,
    wrong: &[Fault],
    truth: Sums,
) -> Result<(), StoreError> {
    let rows = wrong.iter().filter_map(|fault| match fault {
        Fault::Counts { article, rows, .. } => Some(counts::Model::new(article.clone(), *rows)),
        _ => None,
    });
    let rows: Vec<_> = rows.collect();
    for batch in rows.chunks(BATCH) {
        counts::put(txn, batch.to_vec()).await?;
    }
    if wrong.iter().any(|fault| matches!(fault, Fault::Search { .. })) {
        index::rebuild(txn).await?;
    }
    if !wrong.iter().any(|fault| matches!(fault, Fault::Tally { .. })) {
        return Ok(());
    }
    period_counts::Entity::delete_many().exec(txn).await?;
    let rows = truth.tallies.into_iter().map(|((article, period, start_at, mood), readers)| {
        period_counts::Model { article, period, start_at, mood, readers }.into_active_model()
    });
    let rows: Vec<_> = rows.collect();
    for batch in rows.chunks(BATCH) {
        let insert = period_counts::Entity::insert_many(batch.iter().cloned());
        insert.exec_without_returning(txn).await?;
    }
    Ok(())
}
