//! Queries for the pictures that articles have: which articles there are, and their documents.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use zaidu_model::Article;

use super::entity::articles::{Column, Entity};
use super::visibility::NEVER;
use super::{Store, StoreError};

/// An article without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ArticleState {
    pub(crate) id: String,
    /// Content hash of the article, its pictures included.
    pub(crate) digest: String,
    pub(crate) is_withdrawn: bool,
}

impl Store {
    /// Every stored article, also what readers do not see yet or no longer.
    ///
    /// # Errors
    /// An error of the database.
    pub(crate) async fn article_states(&self) -> Result<Vec<ArticleState>, StoreError> {
        let rows: Vec<(String, String, i64)> = Entity::find()
            .select_only()
            .columns([Column::Id, Column::Digest, Column::ShownFrom])
            .into_tuple()
            .all(&self.db)
            .await?;
        let state = |(id, digest, shown_from)| {
            let is_withdrawn = shown_from == NEVER;
            ArticleState { id, digest, is_withdrawn }
        };
        Ok(rows.into_iter().map(state).collect())
    }

    /// The stored articles `ids`, in no particular order, without counts. Those that are no longer
    /// there are skipped.
    ///
    /// # Errors
    /// An error of the database, or [`StoreError::Corrupt`].
    pub(crate) async fn stored_articles(&self, ids: &[String]) -> Result<Vec<Article>, StoreError> {
        let documents: Vec<String> = Entity::find()
            .filter(Column::Id.is_in(ids))
            .select_only()
            .column(Column::Document)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(documents.iter().map(|json| serde_json::from_str(json)).collect::<Result<_, _>>()?)
    }
}
