//! How many readers chose a mood on an article in a period: what rankings are
//! read from. Changed in the same transaction as the reactions; rows of zero may
//! stay behind.

use sea_orm::entity::prelude::*;

use super::super::ledger::Line;

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

/// The primary key.
pub(crate) const KEY: [Column; 4] =
    [Column::Article, Column::Period, Column::StartAt, Column::Mood];

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The row of `line`.
    pub(crate) fn new(line: Line, readers: i64) -> Self {
        let Line { article, period, start, mood } = line;
        let (period, mood) = (period.to_owned(), mood.to_owned());
        Self { article: article.into(), period, start_at: start, mood, readers }
    }
}
