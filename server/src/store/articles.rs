//! Queries of articles by id.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use serde::de::DeserializeOwned;
use zaidu_model::feed::Position;
use zaidu_model::{Article, Key, ProblemCode};

use super::entity::{articles, counts};
use super::{Store, StoreError};

/// An article with its counts and content hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredArticle {
    /// The article.
    pub article: Article,
    /// Hash of the article without its counts, in lower-case hexadecimal.
    pub digest: String,
}

impl Store {
    /// The article `id` with its counts.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleNotFound`], an error of the database, or [`StoreError::Corrupt`].
    pub async fn article(&self, id: &Key) -> Result<StoredArticle, StoreError> {
        let (row, counts) = articles::Entity::find_by_id(id.as_str())
            .find_also_related(counts::Entity)
            .one(&self.db)
            .await?
            .ok_or(ProblemCode::ArticleNotFound)?;
        let article: Article = serde_json::from_str(&row.document)?;
        let counts = counts.unwrap_or_default().counts();
        Ok(StoredArticle { article: Article { counts, ..article }, digest: row.digest })
    }

    /// Whether the article `id` exists.
    ///
    /// # Errors
    /// An error of the database.
    pub async fn has_article(&self, id: &Key) -> Result<bool, StoreError> {
        let found = articles::Entity::find().filter(articles::Column::Id.eq(id.as_str()));
        Ok(found.count(&self.db).await? > 0)
    }

    /// The values of the JSON column `column` of the articles at `positions`, in their order. Skips
    /// articles that do not exist.
    pub(super) async fn load_column<T: DeserializeOwned>(
        &self,
        positions: &[Position],
        column: articles::Column,
    ) -> Result<Vec<T>, StoreError> {
        let rows: Vec<(String, String)> = articles::Entity::find()
            .filter(articles::Column::Id.is_in(positions.iter().map(|it| it.id.as_str())))
            .select_only()
            .columns([articles::Column::Id, column])
            .into_tuple()
            .all(&self.db)
            .await?;
        let rows: HashMap<_, _> = rows.into_iter().collect();
        let found = positions.iter().filter_map(|position| rows.get(position.id.as_str()));
        Ok(found.map(|json| serde_json::from_str(json)).collect::<Result<_, _>>()?)
    }
}
