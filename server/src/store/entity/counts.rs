//! Table `counts`: the number of readers per article and mood. It is separate from `articles` and
//! narrow, so that a reaction does not rewrite the article.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{DatabaseTransaction, IntoActiveModel};
use zaidu_model::Counts;

#[derive(Clone, Debug, Default, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "counts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub article: String,
    pub happy: i64,
    pub sad: i64,
    pub liked: i64,
    pub passed: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::articles::Entity",
        from = "Column::Article",
        to = "super::articles::Column::Id"
    )]
    Article,
}

impl Related<super::articles::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Article.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

/// Upserts `rows`, which must not be empty.
pub(crate) async fn upsert(txn: &DatabaseTransaction, rows: Vec<Model>) -> Result<(), DbErr> {
    let columns = [Column::Happy, Column::Sad, Column::Liked, Column::Passed];
    let replace = OnConflict::column(Column::Article).update_columns(columns).to_owned();
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    Entity::insert_many(rows).on_conflict(replace).exec_without_returning(txn).await?;
    Ok(())
}

impl Model {
    /// The row of `article`.
    pub(crate) fn new(article: String, counts: Counts) -> Self {
        let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        Self {
            article,
            happy: signed(counts.happy),
            sad: signed(counts.sad),
            liked: signed(counts.like),
            passed: signed(counts.pass),
        }
    }

    /// The counts of the row, none of which is negative.
    pub(crate) fn counts(&self) -> Counts {
        let unsigned = |count: i64| u64::try_from(count).unwrap_or_default();
        Counts {
            happy: unsigned(self.happy),
            sad: unsigned(self.sad),
            like: unsigned(self.liked),
            pass: unsigned(self.passed),
        }
    }
}
