//! Articles. What feeds are ordered and filtered by stands in columns; the rest
//! is JSON, as it travels.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "articles")]
pub struct Model {
    /// Compared byte by byte on both engines, as [`zaidu_model::Key`] is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub published: i64,
    pub channel_key: Option<String>,
    pub column_key: Option<String>,
    /// Changes when and only when the article does.
    pub digest: String,
    /// [`zaidu_model::Preview`].
    pub preview: String,
    /// [`zaidu_model::Article`], its counts all zero.
    pub document: String,
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
