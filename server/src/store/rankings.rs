//! Rankings: the articles with the most reactions of a mood in a period, read from the counters per
//! period.

use sea_orm::sea_query::{Expr, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, ExprTrait};
use zaidu_model::{Mood, Period, Ranking, RankingEntry, Timestamp};

use super::entity::articles;
use super::entity::period_counts::{Column, Entity};
use super::visibility::is_shown;
use super::{Store, StoreError};

impl Store {
    /// The ranking of `mood` in the `period` that contains `now`, as
    /// [`MemoryStore::ranking`](zaidu_model::MemoryStore::ranking) defines it.
    ///
    /// # Errors
    /// An error of the database, or [`StoreError::Corrupt`].
    pub async fn ranking(
        &self,
        mood: Mood,
        period: Period,
        now: Timestamp,
    ) -> Result<Ranking, StoreError> {
        let mut items = Vec::new();
        for row in self.db.query_all(&ranking_query(mood, period, now, self.now())).await? {
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

/// The top rows of one period, of articles that readers see at `clock`. An index has them in order of `readers`; only ties are sorted.
fn ranking_query(mood: Mood, period: Period, now: Timestamp, clock: i64) -> SelectStatement {
    let counted = |column: Column| (Entity, column);
    let article = |column: articles::Column| (articles::Entity, column);
    Query::select()
        .column(article(articles::Column::Preview))
        .column(counted(Column::Readers))
        .from(Entity)
        .inner_join(
            articles::Entity,
            Expr::col(article(articles::Column::Id)).equals(counted(Column::Article)),
        )
        .and_where(Expr::col(counted(Column::Period)).eq(period.key()))
        .and_where(Expr::col(counted(Column::StartAt)).eq(period.start(now).unix()))
        .and_where(Expr::col(counted(Column::Mood)).eq(mood.key()))
        .and_where(Expr::col(counted(Column::Readers)).gt(0))
        .and_where(is_shown(clock))
        // The same order as `RankingEntry::most_first`.
        .order_by(counted(Column::Readers), Order::Desc)
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
    async fn a_ranking_reads_the_head_of_an_index() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let backend = store.db.get_database_backend();
        let statement =
            backend.build(&ranking_query(Mood::Like, Period::Month, Timestamp::EPOCH, 0));
        assert_eq!(
            query_plan(&store, statement).await,
            [
                "SEARCH tallies USING COVERING INDEX tallies_ranking \
                 (period=? AND start_at=? AND mood=? AND readers>?)",
                "SEARCH articles USING INDEX sqlite_autoindex_articles_1 (id=?)",
                // Sorts ties only, and keeps no more rows than the limit.
                "USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY",
            ]
        );
    }
}
