//! Rankings: what readers felt most in a period.

use sea_orm::sea_query::{Alias, Expr, Order, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, ExprTrait};
use zaidu_model::{Moment, Mood, Period, Ranking, RankingEntry};

use super::entity::{articles, reactions};
use super::{Store, StoreError};

impl Store {
    /// The ranking of `mood` in the `period` that holds `now`, as
    /// [`Desk::ranking`](zaidu_model::Desk::ranking) defines it.
    ///
    /// # Errors
    /// The engine's.
    pub async fn ranking(
        &self,
        mood: Mood,
        period: Period,
        now: Moment,
    ) -> Result<Ranking, StoreError> {
        let (votes, number) = (Alias::new("votes"), Alias::new("number"));
        // Counted inside, from the index alone; then joined once per article
        // instead of once per vote.
        let counted = Query::select()
            .column(reactions::Column::Article)
            .expr_as(Expr::col(reactions::Column::Article).count(), number.clone())
            .from(reactions::Entity)
            .and_where(reactions::Column::Mood.eq(mood.key()))
            .and_where(reactions::Column::ChosenAt.gte(period.start(now).unix()))
            .group_by_col(reactions::Column::Article)
            .take();
        let article = |column: articles::Column| (articles::Entity, column);
        let ranking = Query::select()
            .column(article(articles::Column::Preview))
            .column((votes.clone(), number.clone()))
            .from_subquery(counted, votes.clone())
            .inner_join(
                articles::Entity,
                Expr::col(article(articles::Column::Id))
                    .equals((votes.clone(), reactions::Column::Article)),
            )
            // As `RankingEntry::most_first`.
            .order_by((votes, number), Order::Desc)
            .order_by(article(articles::Column::Published), Order::Desc)
            .order_by(article(articles::Column::Id), Order::Desc)
            .limit(Ranking::LENGTH as u64)
            .take();
        let mut items = Vec::new();
        for row in self.db.query_all(&ranking).await? {
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
