//! Articles by tag and by author, and the tags and authors of the site.

use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait};
use zaidu_model::feed::Position;
use zaidu_model::search::MAX_FACETS;
use zaidu_model::{
    Credit, Facet, FacetKind, FeedPage, Key, Limit, ProblemCode, SearchQuery, Timestamp,
};

use super::entity::facets::{self, Column, Entity};
use super::visibility::is_article_shown;
use super::{Store, StoreError};

/// Greater than every character of a folded name: a noncharacter, which no import lets through.
const LAST: char = char::MAX;

impl Store {
    /// A page of [`Feed::Facet`](zaidu_model::Feed::Facet).
    pub(super) async fn articles_with(
        &self,
        facet: &Facet,
        after: Option<&Position>,
        limit: Limit,
    ) -> Result<FeedPage, StoreError> {
        // This feed has one tier; a later one is of another feed, and after all of it.
        let is_over = after.is_some_and(|after| after.tier > 0);
        let length = if is_over { 0 } else { limit.get() + 1 };
        let mut found = Vec::new();
        for row in self.db.query_all(&articles_query(facet, after, length, self.now())).await? {
            let (id, rank): (String, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let id = Key::new(id).map_err(|error| StoreError::Corrupt(error.to_string()))?;
            found.push(Position { tier: 0, rank, id });
        }
        if found.is_empty() {
            let first = articles_query(facet, None, 1, self.now());
            self.db.query_one(&first).await?.ok_or(ProblemCode::FacetNotFound)?;
        }
        self.load_page(found, limit).await
    }

    /// The tags and authors that `query` names, as the search returns them.
    pub(super) async fn facets_named(
        &self,
        query: &SearchQuery,
    ) -> Result<Vec<Credit>, StoreError> {
        let whole = query.folded();
        let is_whole = Expr::case(Column::Folded.eq(&*whole), 1).finally(0);
        let begins = Column::Folded.gte(&*whole).and(Column::Folded.lt(format!("{whole}{LAST}")));
        let mut rows = facets_query(self.now());
        rows.and_where(begins.or(Column::Folded.is_in(query.terms())))
            .add_group_by([Expr::col(Column::Folded)])
            .order_by_expr(is_whole.into(), Order::Desc)
            .limit(MAX_FACETS as u64);
        let rows = self.facets(latest_first(rows)).await?;
        Ok(rows.iter().map(|(facet, _)| facet.credit()).collect())
    }

    /// The tags and authors of the site, at most `length`, with the time of their newest article:
    /// those with the newest ones first.
    ///
    /// # Errors
    /// An error of the database, or [`StoreError::Corrupt`].
    pub async fn newest_facets(&self, length: u64) -> Result<Vec<(Facet, Timestamp)>, StoreError> {
        let mut rows = facets_query(self.now());
        rows.limit(length);
        self.facets(latest_first(rows)).await
    }

    async fn facets(&self, rows: SelectStatement) -> Result<Vec<(Facet, Timestamp)>, StoreError> {
        let mut found = Vec::new();
        for row in self.db.query_all(&rows).await? {
            let (kind, name): (String, String) =
                (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let kind = FacetKind::ALL.into_iter().find(|it| it.key() == kind);
            let latest = Timestamp::from_unix(row.try_get_by_index(2)?);
            let (Some(kind), Ok(latest)) = (kind, latest) else {
                return Err(StoreError::Corrupt(format!("a tag or author: {name:?}")));
            };
            found.push((Facet { kind, name }, latest));
        }
        Ok(found)
    }
}

/// Selects the articles with `facet` that readers see, newest first, and when they were published.
fn articles_query(
    facet: &Facet,
    after: Option<&Position>,
    length: usize,
    now: i64,
) -> SelectStatement {
    let mut rows = Query::select();
    rows.columns([Column::Article, Column::Published])
        .from(Entity)
        .and_where(Column::Kind.eq(facet.kind.key()))
        .and_where(Column::Name.eq(facets::composed(&facet.name)))
        .and_where(is_article_shown((Entity, Column::Article), now))
        .order_by(Column::Published, Order::Desc)
        .order_by(Column::Article, Order::Desc)
        .limit(length as u64);
    if let Some(Position { rank, id, .. }) = after {
        // A row-value comparison, for which both engines use the index.
        let key = Expr::tuple([Expr::col(Column::Published), Expr::col(Column::Article)]);
        rows.and_where(key.lt(Expr::tuple([Expr::val(*rank), Expr::val(id.as_str())])));
    }
    rows
}

/// Selects the facets of articles that readers see, and when the newest was published.
fn facets_query(now: i64) -> SelectStatement {
    Query::select()
        .columns([Column::Kind, Column::Name])
        .expr(Column::Published.max())
        .from(Entity)
        .and_where(is_article_shown((Entity, Column::Article), now))
        .group_by_columns([Column::Kind, Column::Name])
        .take()
}

/// `rows` of [`facets_query`], those with the newest articles first.
fn latest_first(mut rows: SelectStatement) -> SelectStatement {
    rows.order_by_expr(Column::Published.max(), Order::Desc)
        .order_by(Column::Kind, Order::Asc)
        .order_by(Column::Name, Order::Asc)
        .take()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::query_plan;

    #[tokio::test]
    async fn each_query_is_a_range_of_an_index() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let plan = async |query: &SelectStatement| {
            query_plan(&store, store.db.get_database_backend().build(query)).await
        };
        let facet = Facet::new(FacetKind::Tag, "甲").unwrap();
        let after = Position { tier: 0, rank: 0, id: Key::new("x").unwrap() };
        let steps = plan(&articles_query(&facet, Some(&after), 20, 0)).await;
        let read = "SEARCH facets USING COVERING INDEX facets_latest \
                    (kind=? AND name=? AND (published,article)<(?,?))";
        assert_eq!(steps[0], read);
        assert!(steps.iter().all(|step| !step.contains("TEMP B-TREE")), "{steps:?}");
    }
}
