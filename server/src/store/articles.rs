//! Single articles.

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use zaidu_model::{Article, Key, ProblemCode};

use super::entity::{articles, counts};
use super::{Store, StoreError};

/// An article with its counts, and what stands for its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredArticle {
    /// The article.
    pub article: Article,
    /// Changes when and only when the article's text or fields do; counts are
    /// not in it. Lower-case hexadecimal.
    pub digest: String,
}

impl Store {
    /// The article `id` with its counts.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleNotFound`], or the engine's.
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

    /// Whether there is an article `id`.
    ///
    /// # Errors
    /// The engine's.
    pub async fn has_article(&self, id: &Key) -> Result<bool, StoreError> {
        let found = articles::Entity::find().filter(articles::Column::Id.eq(id.as_str()));
        Ok(found.count(&self.db).await? > 0)
    }
}
