//! Rankings: what readers felt most in a period.

use sea_orm::sea_query::{Expr, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, ExprTrait};
use zaidu_model::{Mood, Period, Ranking, RankingEntry, Timestamp};

use super::entity::articles;
use super::entity::period_counts::{Column, Entity};
use super::{Store, StoreError};

impl Store {
    /// The ranking of `mood` in the `period` that holds `now`, as
    /// [`MemoryStore::ranking`](zaidu_model::MemoryStore::ranking) defines it.
    ///
    /// # Errors
    /// The engine's.
    pub async fn ranking(
        &self,
        mood: Mood,
        period: Period,
        now: Timestamp,
    ) -> Result<Ranking, StoreError> {
        let mut items = Vec::new();
        for row in self.db.query_all(&question(mood, period, now)).await? {
            let (preview, count): (String, i64) =
                (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            items.push(RankingEntry {
                preview: serde_json::from_str(&preview)?,
                count: count.unsigned_abs(),
            });
        }
        Ok(Ranking { items })
    }
}

/// The first lines of one period's tallies, which stand in the order of an index.
/// Only where equals meet is anything sorted.
fn question(mood: Mood, period: Period, now: Timestamp) -> SelectStatement {
    let tally = |column: Column| (Entity, column);
    let article = |column: articles::Column| (articles::Entity, column);
    Query::select()
        .column(article(articles::Column::Preview))
        .column(tally(Column::Readers))
        .from(Entity)
        .inner_join(
            articles::Entity,
            Expr::col(article(articles::Column::Id)).equals(tally(Column::Article)),
        )
        .and_where(Expr::col(tally(Column::Period)).eq(period.key()))
        .and_where(Expr::col(tally(Column::StartAt)).eq(period.start(now).unix()))
        .and_where(Expr::col(tally(Column::Mood)).eq(mood.key()))
        .and_where(Expr::col(tally(Column::Readers)).gt(0))
        // As `RankingEntry::most_first`.
        .order_by(tally(Column::Readers), Order::Desc)
        .order_by(article(articles::Column::Published), Order::Desc)
        .order_by(article(articles::Column::Id), Order::Desc)
        .limit(Ranking::MAX_LENGTH as u64)
        .take()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::query_plan;

    #[tokio::test]
    async fn a_ranking_is_the_beginning_of_an_index() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let backend = store.db.get_database_backend();
        let asked = backend.build(&question(Mood::Like, Period::Month, Timestamp::EPOCH));
        assert_eq!(
            query_plan(&store, asked).await,
            [
                "SEARCH tallies USING COVERING INDEX tallies_ranking \
                 (period=? AND start_at=? AND mood=? AND readers>?)",
                "SEARCH articles USING INDEX sqlite_autoindex_articles_1 (id=?)",
                // Not the whole: equals only, and no more of them than are shown.
                "USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY",
            ]
        );
    }
}
