//! What articles are about: the tags of each that count in recommendations, with
//! what those are ordered and filtered by, so that an index alone answers.

use sea_orm::entity::prelude::*;
use zaidu_model::{Article, recommend};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tags")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub article: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag: String,
    /// As the article's.
    pub published: i64,
    /// As the article's.
    pub channel_key: Option<String>,
    /// As the article's.
    pub column_key: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The rows of `article`, which is `row` among the articles.
    pub(crate) fn of(article: &Article, row: &super::articles::Model) -> Vec<Self> {
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
