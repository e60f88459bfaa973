//! Table `tags`: the tags of each article that count for recommendations. Columns that queries sort
//! and filter by are copied from `articles`, so that covering indexes suffice.

use sea_orm::entity::prelude::*;
use zaidu_model::{Article, recommend};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tags")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub article: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag: String,
    /// Copy of `articles.published`.
    pub published: i64,
    /// Copy of `articles.channel_key`.
    pub channel_key: Option<String>,
    /// Copy of `articles.column_key`.
    pub column_key: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The rows of `article`, whose row in `articles` is `row`.
    pub(crate) fn rows_of(article: &Article, row: &super::articles::Model) -> Vec<Self> {
        let model = |tag: &str| Self {
            article: row.id.clone(),
            tag: tag.to_owned(),
            published: row.published,
            channel_key: row.channel_key.clone(),
            column_key: row.column_key.clone(),
        };
        recommend::matching_tags(article).into_iter().map(model).collect()
    }
}
