//! Recommendations for an article, by the rule of [`zaidu_model::recommend`].
//!
//! A tier is the merge of two queries: articles that share no tag with the subject, in order of
//! publication, and articles that share one. A rank exceeds the time of publication by at most
//! three bonuses, so a page needs only those articles with shared tags that were published within
//! some days: both queries are range scans of an index, independent of the number of articles.

use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use zaidu_model::feed::Position;
use zaidu_model::recommend::{self, MAX_SHARED_TAGS, TAG_BONUS, Tier};
use zaidu_model::{FeedPage, Key, Limit, ProblemCode};

use super::entity::{articles, tags};
use super::visibility::{is_article_shown, is_shown};
use super::{Store, StoreError};

/// Maximum difference between a rank and the time of publication, in seconds.
const MAX_BONUS: i64 = TAG_BONUS * MAX_SHARED_TAGS as i64;

/// The article for which others are recommended.
struct Subject {
    channel: Option<String>,
    column: Option<String>,
    /// The tags that count, as [`recommend::matching_tags`].
    tags: Vec<String>,
    /// Articles in no tier: the subject itself and the pins.
    excluded: Vec<Key>,
}

/// A page of one tier.
struct TierPage<'a> {
    subject: &'a Subject,
    tier: Tier,
    /// The position after which the page begins; the start of the tier when `None`.
    after: Option<&'a Position>,
    /// Maximum number of articles, at least one.
    length: usize,
    /// The current time: readers see articles whose embargo has ended.
    now: i64,
}

impl Store {
    /// A page of [`Feed::Recommended`](zaidu_model::Feed::Recommended).
    pub(super) async fn recommended(
        &self,
        article: &Key,
        after: Option<&Position>,
        limit: Limit,
    ) -> Result<FeedPage, StoreError> {
        let mut pins = recommend::pin_positions(&self.site_with_pins().await?);
        pins.retain(|pin| pin.id != *article);
        let subject = self.load_subject(article, &pins).await?;
        let mut found = self.existing_pins(pins, after).await?;
        for tier in Tier::ALL {
            // One article more than requested shows whether there is a next page.
            let length = (limit.get() + 1).saturating_sub(found.len());
            let first_tier = after.map_or(0, |after| after.tier);
            if length > 0 && first_tier <= tier.number() {
                let after = after.filter(|_| first_tier == tier.number());
                let page = TierPage { subject: &subject, tier, after, length, now: self.now() };
                found.extend(self.tier_positions(&page).await?);
            }
        }
        self.load_page(found, limit).await
    }

    /// Loads the section and tags of `article`.
    async fn load_subject(&self, article: &Key, pins: &[Position]) -> Result<Subject, StoreError> {
        self.require_shown(article).await?;
        let section: Option<(Option<String>, Option<String>)> =
            articles::Entity::find_by_id(article.as_str())
                .select_only()
                .columns([articles::Column::ChannelKey, articles::Column::ColumnKey])
                .into_tuple()
                .one(&self.db)
                .await?;
        let (channel, column) = section.ok_or(ProblemCode::ArticleNotFound)?;
        let tags = tags::Entity::find()
            .select_only()
            .column(tags::Column::Tag)
            .filter(tags::Column::Article.eq(article.as_str()))
            .into_tuple()
            .all(&self.db)
            .await?;
        let excluded = pins.iter().map(|pin| &pin.id).chain([article]).cloned().collect();
        Ok(Subject { channel, column, tags, excluded })
    }

    /// Those `pins` after `after` whose articles readers see, in their order.
    async fn existing_pins(
        &self,
        mut pins: Vec<Position>,
        after: Option<&Position>,
    ) -> Result<Vec<Position>, StoreError> {
        pins.retain(|pin| after.is_none_or(|after| after.cmp_in_feed(pin).is_lt()));
        if !pins.is_empty() {
            let ids: Vec<String> = articles::Entity::find()
                .select_only()
                .column(articles::Column::Id)
                .filter(articles::Column::Id.is_in(pins.iter().map(|pin| pin.id.as_str())))
                .filter(is_shown(self.now()))
                .into_tuple()
                .all(&self.db)
                .await?;
            pins.retain(|pin| ids.iter().any(|id| id == pin.id.as_str()));
        }
        Ok(pins)
    }

    /// The positions of `page`, in the order of the tier.
    async fn tier_positions(&self, page: &TierPage<'_>) -> Result<Vec<Position>, StoreError> {
        if page.is_empty() {
            return Ok(vec![]);
        }
        let mut found = self.positions_with_shared_tags(page).await?;
        // When these fill the page, only articles ranked at least as high as the last are needed.
        let last = found.last().filter(|_| found.len() == page.length).map(|last| last.rank);
        for row in self.db.query_all(&page.query_without_shared_tags(last)).await? {
            let (id, published): (String, i64) =
                (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            found.push(page.position(id, published, 0)?);
        }
        found.sort_by(Position::cmp_in_feed);
        found.truncate(page.length);
        Ok(found)
    }

    /// The positions of `page` whose articles share a tag, in the order of the tier.
    async fn positions_with_shared_tags(
        &self,
        page: &TierPage<'_>,
    ) -> Result<Vec<Position>, StoreError> {
        if page.subject.tags.is_empty() {
            return Ok(vec![]);
        }
        // Each time suffices as a lower bound; the latest leaves the fewest rows to read.
        let mut bounds: Vec<Option<i64>> = Vec::new();
        if let Some(row) = self.db.query_one(&page.query_lower_bounds()).await? {
            for tag in 0..page.subject.tags.len() {
                bounds.push(row.try_get_by_index(tag)?);
            }
        }
        let since = bounds.into_iter().flatten().max();
        let mut found = Vec::new();
        for row in self.db.query_all(&page.query_candidates(since)).await? {
            let (id, published, shared): (String, i64, i64) =
                (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            let position = page.position(id, published, shared.unsigned_abs() as usize)?;
            let is_after = page.after.is_none_or(|after| after.cmp_in_feed(&position).is_lt());
            if is_after && !page.subject.excluded.contains(&position.id) {
                found.push(position);
            }
        }
        found.sort_by(Position::cmp_in_feed);
        found.truncate(page.length);
        Ok(found)
    }

    /// The page of the articles at `found`. There is a next page when `found` is longer than
    /// `limit`.
    pub(super) async fn load_page(
        &self,
        mut found: Vec<Position>,
        limit: Limit,
    ) -> Result<FeedPage, StoreError> {
        let more = found.len() > limit.get();
        found.truncate(limit.get());
        let next = found.last().filter(|_| more).map(Position::cursor);
        let items = self.load_column(&found, articles::Column::Preview).await?;
        Ok(FeedPage { items, next, facets: Vec::new() })
    }
}

impl TierPage<'_> {
    /// Whether the subject lacks the column or channel that defines this tier.
    fn is_empty(&self) -> bool {
        match self.tier {
            Tier::Column => self.subject.column.is_none(),
            Tier::Channel => self.subject.channel.is_none(),
            Tier::Rest => false,
        }
    }

    /// The condition on channel and column that [`Tier::between`] sets for this tier.
    fn section(&self, channel: impl ColumnTrait, column: impl ColumnTrait) -> Condition {
        let Subject { channel: own_channel, column: own_column, .. } = self.subject;
        let differs = |column: Expr, key: &String| {
            Condition::any().add(column.clone().is_null()).add(column.ne(key))
        };
        let mut all = Condition::all();
        match (self.tier, own_channel, own_column) {
            (Tier::Column, Some(own_channel), Some(own_column)) => {
                all = all.add(channel.eq(own_channel)).add(column.eq(own_column));
            }
            (Tier::Column | Tier::Channel, Some(own_channel), own_column) => {
                all = all.add(channel.eq(own_channel));
                if let Some(own_column) = own_column {
                    all = all.add(differs(Expr::col(column.as_column_ref()), own_column));
                }
            }
            (Tier::Rest, Some(own_channel), _) => {
                all = all.add(differs(Expr::col(channel.as_column_ref()), own_channel));
            }
            (_, None, _) => {}
        }
        all
    }

    /// The condition on rows of `tags` that readers see their article.
    fn has_shown_article(&self) -> Expr {
        is_article_shown((tags::Entity, tags::Column::Article), self.now)
    }

    fn position(&self, id: String, published: i64, shared: usize) -> Result<Position, StoreError> {
        let id = Key::new(id).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        Ok(Position { tier: self.tier.number(), rank: recommend::rank(published, shared), id })
    }

    /// Selects for each tag a time since which enough articles with the tag were published to fill
    /// the page, all of them after `after`; `NULL` when there are too few.
    fn query_lower_bounds(&self) -> SelectStatement {
        let mut bounds = Query::select();
        for tag in &self.subject.tags {
            let mut bound = Query::select();
            bound
                .column(tags::Column::Published)
                .from(tags::Entity)
                .and_where(tags::Column::Tag.eq(tag))
                .cond_where(self.section(tags::Column::ChannelKey, tags::Column::ColumnKey))
                .and_where(self.has_shown_article())
                .order_by(tags::Column::Published, Order::Desc)
                .offset((self.length + self.subject.excluded.len() - 1) as u64)
                .limit(1);
            if let Some(after) = self.after {
                bound.and_where(tags::Column::Published.lt(after.rank.saturating_sub(MAX_BONUS)));
            }
            bounds.expr(Expr::SubQuery(None, Box::new(bound.into())));
        }
        bounds
    }

    /// Selects articles with shared tags and the number of these; all those of the page are among
    /// them. Articles published since `since` rank at least one bonus above it, so no article older
    /// than `since` by all other bonuses precedes them.
    fn query_candidates(&self, since: Option<i64>) -> SelectStatement {
        let mut rows = Query::select();
        rows.columns([tags::Column::Article, tags::Column::Published])
            .expr(Expr::cust("COUNT(*)"))
            .from(tags::Entity)
            .and_where(tags::Column::Tag.is_in(&self.subject.tags))
            .cond_where(self.section(tags::Column::ChannelKey, tags::Column::ColumnKey))
            .and_where(self.has_shown_article())
            .group_by_columns([tags::Column::Article, tags::Column::Published]);
        if let Some(after) = self.after {
            rows.and_where(tags::Column::Published.lte(after.rank.saturating_sub(TAG_BONUS)));
        }
        if let Some(since) = since {
            rows.and_where(
                tags::Column::Published.gte(since.saturating_sub(MAX_BONUS - TAG_BONUS)),
            );
        }
        rows
    }

    /// Selects the first articles without a shared tag whose rank is at least `min_rank`.
    fn query_without_shared_tags(&self, min_rank: Option<i64>) -> SelectStatement {
        let mut rows = Query::select();
        let columns = [articles::Column::Id, articles::Column::Published];
        rows.columns(columns.map(|column| (articles::Entity, column)))
            .from(articles::Entity)
            .cond_where(self.section(articles::Column::ChannelKey, articles::Column::ColumnKey))
            .and_where(is_shown(self.now))
            .and_where(
                articles::Column::Id.is_not_in(self.subject.excluded.iter().map(Key::as_str)),
            )
            .order_by((articles::Entity, articles::Column::Published), Order::Desc)
            .order_by((articles::Entity, articles::Column::Id), Order::Desc)
            .limit(self.length as u64);
        if let Some(Position { rank, id, .. }) = self.after {
            // A row-value comparison, for which both engines use the index.
            let key = [articles::Column::Published, articles::Column::Id];
            let key = Expr::tuple(key.map(|column| Expr::col((articles::Entity, column))));
            let after = Expr::tuple([Expr::val(*rank), Expr::val(id.as_str())]);
            rows.and_where(key.lt(after));
        }
        if let Some(min_rank) = min_rank {
            rows.and_where(articles::Column::Published.gte(min_rank));
        }
        if !self.subject.tags.is_empty() {
            let shared = Query::select()
                .expr(Expr::val(1))
                .from(tags::Entity)
                .and_where(
                    Expr::col((tags::Entity, tags::Column::Article))
                        .equals((articles::Entity, articles::Column::Id)),
                )
                .and_where(tags::Column::Tag.is_in(&self.subject.tags))
                .take();
            rows.and_where(Expr::not_exists(shared));
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::query_plan;

    #[tokio::test]
    async fn each_query_is_a_range_of_an_index() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let key = |text| Key::new(text).unwrap();
        let subject = Subject {
            channel: Some("a".into()),
            column: Some("b".into()),
            tags: vec!["甲".into(), "乙".into()],
            excluded: vec![key("own")],
        };
        let after = Position { tier: 1, rank: 0, id: key("x") };
        let expected = [
            (
                Tier::Column,
                "tags_column (tag=? AND channel_key=? AND column_key=? AND published<?)",
                "tags_column (tag=? AND channel_key=? AND column_key=? AND published>? AND published<?)",
                "COVERING INDEX articles_column (channel_key=? AND column_key=? AND published>? AND (published,id)<(?,?))",
            ),
            (
                Tier::Channel,
                "tags_channel (tag=? AND channel_key=? AND published<?)",
                "tags_channel (tag=? AND channel_key=? AND published>? AND published<?)",
                "INDEX articles_channel (channel_key=? AND published>? AND (published,id)<(?,?))",
            ),
            (
                Tier::Rest,
                "tags_latest (tag=? AND published<?)",
                "tags_latest (tag=? AND published>? AND published<?)",
                "INDEX articles_latest (published>? AND (published,id)<(?,?))",
            ),
        ];
        for (tier, lower_bounds, candidates, without_shared_tags) in expected {
            let after = Some(&after);
            let page = TierPage { subject: &subject, tier, after, length: 20, now: 0 };
            let plan = async |query: &SelectStatement| {
                query_plan(&store, store.db.get_database_backend().build(query)).await
            };
            let steps = plan(&page.query_lower_bounds()).await;
            let read = format!("SEARCH tags USING COVERING INDEX {lower_bounds}");
            assert_eq!(steps.iter().filter(|step| **step == read).count(), 2, "{steps:?}");
            assert!(steps.iter().all(|step| !step.contains("TEMP B-TREE")), "{steps:?}");
            let steps = plan(&page.query_candidates(Some(0))).await;
            let read = format!("SEARCH tags USING COVERING INDEX {candidates}");
            // Each article is looked up by primary key, to tell whether readers see it.
            let shown = "SEARCH articles USING INDEX sqlite_autoindex_articles_1 (id=?)";
            let subquery = "CORRELATED SCALAR SUBQUERY 1";
            assert_eq!(steps, [&*read, subquery, shown, "USE TEMP B-TREE FOR GROUP BY"]);
            let steps = plan(&page.query_without_shared_tags(Some(0))).await;
            assert_eq!(steps[0], format!("SEARCH articles USING {without_shared_tags}"));
            let probe = "SEARCH tags USING PRIMARY KEY (article=? AND tag=?)";
            assert!(steps.contains(&probe.to_owned()), "{steps:?}");
            assert!(steps.iter().all(|step| !step.contains("ORDER BY")), "{steps:?}");
        }
    }
}
