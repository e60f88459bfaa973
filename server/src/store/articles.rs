//! Queries of articles by id.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait, Order};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde::de::DeserializeOwned;
use zaidu_model::feed::Position;
use zaidu_model::{Adjacent, Article, Key, Preview, ProblemCode, Titled};

use super::entity::articles::{self, Column};
use super::entity::counts;
use super::visibility::{hidden_reason, is_shown};
use super::{Store, StoreError};

/// An article with its counts and content hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredArticle {
    /// The article.
    pub article: Article,
    /// Hash of the article without its counts and adjacent articles, in lower-case hexadecimal.
    pub digest: String,
}

impl Store {
    /// The article `id` with its counts and the articles adjacent to it.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleNotFound`], [`ProblemCode::ArticleWithdrawn`], an error of the
    /// database, or [`StoreError::Corrupt`].
    pub async fn article(&self, id: &Key) -> Result<StoredArticle, StoreError> {
        let (row, counts) = articles::Entity::find_by_id(id.as_str())
            .find_also_related(counts::Entity)
            .one(&self.db)
            .await?
            .ok_or(ProblemCode::ArticleNotFound)?;
        if let Some(code) = hidden_reason(row.shown_from, self.now()) {
            return Err(code.into());
        }
        let article: Article = serde_json::from_str(&row.document)?;
        let counts = counts.unwrap_or_default().counts();
        let adjacent = self.adjacent(&row).await?;
        Ok(StoredArticle { article: Article { counts, adjacent, ..article }, digest: row.digest })
    }

    /// The content hash of the article `id`, without reading the article.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleNotFound`], [`ProblemCode::ArticleWithdrawn`], or an error of the
    /// database.
    pub async fn digest(&self, id: &Key) -> Result<String, StoreError> {
        let row: Option<(String, i64)> = articles::Entity::find_by_id(id.as_str())
            .select_only()
            .columns([Column::Digest, Column::ShownFrom])
            .into_tuple()
            .one(&self.db)
            .await?;
        let (digest, shown_from) = row.ok_or(ProblemCode::ArticleNotFound)?;
        match hidden_reason(shown_from, self.now()) {
            Some(code) => Err(code.into()),
            None => Ok(digest),
        }
    }

    /// The articles before and after that of `row`, as
    /// [`Newsroom::adjacent`](zaidu_model::Newsroom::adjacent) defines them.
    async fn adjacent(&self, row: &articles::Model) -> Result<Adjacent, StoreError> {
        let Some(channel) = &row.channel_key else { return Ok(Adjacent::default()) };
        let find = async |is_next: bool| {
            let query = adjacent_query(row, channel, is_next, self.now());
            let preview: Option<String> = query.into_tuple().one(&self.db).await?;
            let preview = preview.map(|json| serde_json::from_str::<Preview>(&json)).transpose()?;
            Ok::<_, StoreError>(preview.as_ref().map(Titled::from))
        };
        Ok(Adjacent { previous: find(false).await?, next: find(true).await? })
    }

    /// Whether the article `id` is stored, also if readers do not see it.
    ///
    /// # Errors
    /// An error of the database.
    pub async fn has_article(&self, id: &Key) -> Result<bool, StoreError> {
        let found = articles::Entity::find().filter(articles::Column::Id.eq(id.as_str()));
        Ok(found.count(&self.db).await? > 0)
    }

    /// The articles of `previews`, in their order, without counts.
    ///
    /// # Errors
    /// An error of the database, or [`StoreError::Corrupt`].
    pub async fn articles_of(&self, previews: &[Preview]) -> Result<Vec<Article>, StoreError> {
        let positions: Vec<_> = previews.iter().map(Position::of).collect();
        self.load_column(&positions, articles::Column::Document).await
    }

    /// The values of the JSON column `column` of the articles at `positions`, in their order. Skips
    /// articles that readers do not see.
    pub(super) async fn load_column<T: DeserializeOwned>(
        &self,
        positions: &[Position],
        column: articles::Column,
    ) -> Result<Vec<T>, StoreError> {
        let rows: Vec<(String, String)> = articles::Entity::find()
            .filter(articles::Column::Id.is_in(positions.iter().map(|it| it.id.as_str())))
            .filter(is_shown(self.now()))
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

/// Selects the preview of the article that readers see after (`is_next`) or before that of `row` in
/// its column, or else in its `channel`.
fn adjacent_query(
    row: &articles::Model,
    channel: &str,
    is_next: bool,
    now: i64,
) -> Select<articles::Entity> {
    let key = Expr::tuple([Expr::col(Column::Published), Expr::col(Column::Id)]);
    let own = Expr::tuple([Expr::val(row.published), Expr::val(&*row.id)]);
    // A row-value comparison, for which both engines use the index.
    let (is_beyond, order) =
        if is_next { (key.gt(own), Order::Asc) } else { (key.lt(own), Order::Desc) };
    let mut rows = articles::Entity::find()
        .filter(is_shown(now))
        .filter(Column::ChannelKey.eq(channel))
        .filter(is_beyond)
        .select_only()
        .column(Column::Preview)
        .order_by(Column::Published, order.clone())
        .order_by(Column::Id, order)
        .limit(1);
    if let Some(column) = &row.column_key {
        rows = rows.filter(Column::ColumnKey.eq(column));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::query_plan;
    use sea_orm::QueryTrait;

    #[tokio::test]
    async fn adjacent_articles_are_found_by_an_index() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let mut row = articles::Model {
            id: "a".into(),
            published: 0,
            channel_key: Some("c".into()),
            column_key: Some("d".into()),
            digest: String::new(),
            preview: String::new(),
            document: String::new(),
            updated: None,
            origin: None,
            shown_from: 0,
            withdrawn_by: None,
        };
        for (column, index) in [
            (Some("d".to_owned()), "articles_column (channel_key=? AND column_key=? AND"),
            (None, "articles_channel (channel_key=? AND"),
        ] {
            row.column_key = column;
            for is_next in [false, true] {
                let query = adjacent_query(&row, "c", is_next, 0);
                let steps = query_plan(&store, query.build(store.db.get_database_backend())).await;
                assert_eq!(steps.len(), 1, "{steps:?}");
                let read = format!("SEARCH articles USING INDEX {index} (published,id)");
                assert!(steps[0].starts_with(&read), "{steps:?}");
            }
        }
    }
}
