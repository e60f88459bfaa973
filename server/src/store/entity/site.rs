//! Table `site`: the settings of the newsroom in a single row, which the first import inserts.

use sea_orm::entity::prelude::*;

/// The id of the single row.
pub(crate) const ROW_ID: i32 = 1;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "site")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// A [`zaidu_model::Site`] as JSON.
    pub document: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
