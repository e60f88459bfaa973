//! Which articles readers see: not those that are withdrawn, nor those under an embargo before
//! their time. Both are one column, with which every query compares the clock.

use std::fmt;
use std::sync::Arc;

use sea_orm::sea_query::{Expr, ExprTrait, IntoColumnRef, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use zaidu_model::{Key, ProblemCode, Site};

use super::entity::{articles, settings};
use super::{Store, StoreError};
use articles::Column::{Id, ShownFrom};

/// `shown_from` of an article that readers see at all times.
pub(super) const ALWAYS: i64 = 0;

/// `shown_from` of a withdrawn article.
pub(super) const NEVER: i64 = i64::MAX;

/// Name of the setting that changes with every import and withdrawal.
pub(super) const REVISION: &str = "revision";

/// A state of the content as readers see it. What was rendered at one revision may have articles
/// that are hidden at another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Revision(Arc<str>);

/// Whether readers see the article of a row of `articles` at `now`.
pub(super) fn is_shown(now: i64) -> Expr {
    Expr::col((articles::Entity, ShownFrom)).lte(now)
}

/// Whether readers see the article whose id is `column` of another table at `now`.
///
/// The few rows that a query would return are looked up by primary key: a join would let the
/// engines begin with the articles.
pub(super) fn is_article_shown(column: impl IntoColumnRef, now: i64) -> Expr {
    let hidden = Query::select()
        .expr(Expr::val(1))
        .from(articles::Entity)
        .and_where(Expr::col((articles::Entity, Id)).eq(Expr::col(column)))
        .and_where(Expr::col((articles::Entity, ShownFrom)).gt(now))
        .take();
    Expr::not_exists(hidden)
}

/// Why readers do not see an article with this `shown_from`, if they do not.
pub(super) fn hidden_reason(shown_from: i64, now: i64) -> Option<ProblemCode> {
    match shown_from {
        NEVER => Some(ProblemCode::ArticleWithdrawn),
        // Before its time, an article is not known to anyone.
        _ if shown_from > std::cmp::max(now, ALWAYS) => Some(ProblemCode::ArticleNotFound),
        _ => None,
    }
}

impl Store {
    /// The current time, in seconds since 1970-01-01T00:00:00Z.
    pub(super) fn now(&self) -> i64 {
        // Also by a clock that is not set yet, readers see what they always do.
        std::cmp::max((self.clock)(), ALWAYS)
    }

    /// Checks that readers see the article `id`.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleNotFound`], [`ProblemCode::ArticleWithdrawn`], or an error of the
    /// database.
    pub(super) async fn require_shown(&self, id: &Key) -> Result<(), StoreError> {
        let shown_from: Option<i64> = articles::Entity::find_by_id(id.as_str())
            .select_only()
            .column(ShownFrom)
            .into_tuple()
            .one(&self.db)
            .await?;
        let shown_from = shown_from.ok_or(ProblemCode::ArticleNotFound)?;
        hidden_reason(shown_from, self.now()).map_or(Ok(()), |code| Err(code.into()))
    }

    /// `site` without the cards and the pins of articles that readers do not see.
    pub(super) async fn without_hidden_articles(&self, site: Site) -> Result<Site, StoreError> {
        let named = site.named_articles();
        if named.is_empty() {
            return Ok(site);
        }
        let hidden: Vec<String> = articles::Entity::find()
            .filter(Id.is_in(named.iter().map(Key::as_str)))
            .filter(is_shown(self.now()).not())
            .select_only()
            .column(Id)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(site.without_articles(|id| hidden.iter().any(|hidden| hidden == id.as_str())))
    }

    /// The current revision of the content. It changes with an import or a withdrawal by any
    /// program, and when an embargo ends.
    ///
    /// # Errors
    /// An error of the database.
    pub async fn revision(&self) -> Result<Revision, StoreError> {
        let written = Query::select()
            .column(settings::Column::Value)
            .from(settings::Entity)
            .and_where(settings::Column::Name.eq(REVISION))
            .take();
        let last_due = Query::select()
            .expr(ShownFrom.max())
            .from(articles::Entity)
            // As the index says it.
            .and_where(Expr::cust("shown_from > 0"))
            .and_where(ShownFrom.lte(self.now()))
            .take();
        let both = Query::select()
            .expr(Expr::SubQuery(None, Box::new(written.into())))
            .expr(Expr::SubQuery(None, Box::new(last_due.into())))
            .take();
        let row = self.db.query_one(&both).await?;
        let (written, due): (Option<String>, Option<i64>) = match row {
            Some(row) => (row.try_get_by_index(0)?, row.try_get_by_index(1)?),
            None => (None, None),
        };
        let (written, due) = (written.unwrap_or_default(), due.unwrap_or_default());
        Ok(Revision(format!("{written} {due}").into()))
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::query_plan;

    #[tokio::test]
    async fn the_end_of_an_embargo_is_read_from_an_index() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let sql = "SELECT MAX(shown_from) FROM articles WHERE shown_from > 0 AND shown_from <= 7";
        let backend = store.db.get_database_backend();
        let statement = sea_orm::Statement::from_string(backend, sql);
        let step = query_plan(&store, statement).await.swap_remove(0);
        assert!(step.contains("COVERING INDEX articles_embargo"), "{step}");
    }
}
