//! Table `reactions`: one reader's mood on one article. The tables `counts` and `tallies` are sums
//! of these rows and change in the same transaction.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reactions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub article: String,
    /// The random id from the reader's cookie.
    #[sea_orm(primary_key, auto_increment = false)]
    pub reader: String,
    /// The stable key of a [`zaidu_model::Mood`].
    pub mood: String,
    /// Seconds since 1970-01-01T00:00:00Z; choosing the same mood again does not change it.
    pub chosen_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
