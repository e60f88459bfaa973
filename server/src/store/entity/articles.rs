//! Table `articles`. Columns hold what feeds sort and filter by; the article itself and its preview
//! are JSON, as in responses.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "articles")]
pub struct Model {
    /// Compared bytewise on both engines, as [`zaidu_model::Key`] is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub published: i64,
    pub channel_key: Option<String>,
    pub column_key: Option<String>,
    /// Content hash of `document`, for a live article without the revisions of its entries.
    pub digest: String,
    /// A [`zaidu_model::Preview`] as JSON.
    pub preview: String,
    /// A [`zaidu_model::Article`] as JSON, its counts all zero.
    pub document: String,
    /// When the text last changed, if it did, in seconds since 1970-01-01T00:00:00Z.
    pub updated: Option<i64>,
    /// The feed that the article came from, if it is known.
    pub origin: Option<String>,
    /// Since when readers see it, in seconds since 1970-01-01T00:00:00Z: 0 where they always do,
    /// the maximum where it is withdrawn.
    pub shown_from: i64,
    /// Who has withdrawn it: `hand` or `source`.
    pub withdrawn_by: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(has_one = "super::counts::Entity")]
    Counts,
}

impl Related<super::counts::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Counts.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
