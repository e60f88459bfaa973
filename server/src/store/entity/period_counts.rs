//! Table `tallies`: counters per period, mood and article, from which rankings are read. They
//! change in the same transaction as the reactions; rows with zero readers may remain.

use sea_orm::entity::prelude::*;

use zaidu_model::{Key, Mood, Period, Timestamp};

/// The primary key of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PeriodCountKey {
    pub(crate) article: Key,
    /// The stable key of a [`Period`].
    pub(crate) period: &'static str,
    /// The period's first second, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) start: i64,
    /// The stable key of a [`Mood`].
    pub(crate) mood: &'static str,
}

/// The keys of all rows that count a reaction chosen at `at`: one per kind of period.
pub(crate) fn period_count_keys(
    article: &Key,
    mood: Mood,
    at: Timestamp,
) -> impl Iterator<Item = PeriodCountKey> {
    Period::ALL.into_iter().map(move |period| PeriodCountKey {
        article: article.clone(),
        period: period.key(),
        start: period.start(at).unix(),
        mood: mood.key(),
    })
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tallies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub article: String,
    /// The stable key of a [`zaidu_model::Period`].
    #[sea_orm(primary_key, auto_increment = false)]
    pub period: String,
    /// The period's first second, in seconds since 1970-01-01T00:00:00Z.
    #[sea_orm(primary_key, auto_increment = false)]
    pub start_at: i64,
    /// The stable key of a [`zaidu_model::Mood`].
    #[sea_orm(primary_key, auto_increment = false)]
    pub mood: String,
    pub readers: i64,
}

/// The columns of the primary key.
pub(crate) const KEY: [Column; 4] =
    [Column::Article, Column::Period, Column::StartAt, Column::Mood];

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The row with `key`.
    pub(crate) fn new(key: PeriodCountKey, readers: i64) -> Self {
        let PeriodCountKey { article, period, start, mood } = key;
        let (period, mood) = (period.to_owned(), mood.to_owned());
        Self { article: article.into(), period, start_at: start, mood, readers }
    }
}
