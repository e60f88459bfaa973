//! What to read after an article, by the rule of [`zaidu_model::recommend`], and
//! what the newsroom puts first.
//!
//! A tier is read from two sides and merged: articles that share no tag, in the
//! order of their time, and articles that share one. A rank is at most three bonuses
//! away from the time, so that a page needs of the latter only those of some days
//! around it: both sides are ranges of an index, however many articles there are.

use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use zaidu_model::feed::Position;
use zaidu_model::recommend::{self, MAX_SHARED_TAGS, TAG_BONUS, Tier};
use zaidu_model::{FeedPage, Key, Limit, ProblemCode};

use super::entity::{articles, tags};
use super::{Store, StoreError};

/// By how much a rank and a time can differ, in seconds.
const MOST: i64 = TAG_BONUS * MAX_SHARED_TAGS as i64;

/// The article after which something is recommended.
struct Subject {
    channel: Option<String>,
    column: Option<String>,
    /// Those that count.
    tags: Vec<String>,
    /// What no tier holds: the article itself and what is pinned.
    not: Vec<Key>,
}

/// What is asked of one tier.
struct Part<'a> {
    subject: &'a Subject,
    tier: Tier,
    /// Where it begins; at its head when there is none.
    after: Option<&'a Position>,
    /// How many articles are asked for, at least one.
    length: usize,
}

impl Store {
    /// The page of [`Feed::Headlines`](zaidu_model::Feed::Headlines).
    pub(super) async fn headlines(
        &self,
        after: Option<&Position>,
        limit: Limit,
    ) -> Result<FeedPage, StoreError> {
        let pins = recommend::pin_positions(&self.site().await?);
        let found = self.existing(pins, after).await?;
        self.page(found, limit).await
    }

    /// The page of [`Feed::Recommended`](zaidu_model::Feed::Recommended).
    pub(super) async fn recommended(
        &self,
        article: &Key,
        after: Option<&Position>,
        limit: Limit,
    ) -> Result<FeedPage, StoreError> {
        let mut pins = recommend::pin_positions(&self.site().await?);
        pins.retain(|pin| pin.id != *article);
        let subject = self.subject(article, &pins).await?;
        let mut found = self.existing(pins, after).await?;
        for tier in Tier::ALL {
            // One more than asked says whether there is a next page.
            let length = (limit.get() + 1).saturating_sub(found.len());
            let begun = after.map_or(0, |after| after.tier);
            if length > 0 && begun <= tier.number() {
                let after = after.filter(|_| begun == tier.number());
                found.extend(self.of_tier(&Part { subject: &subject, tier, after, length }).await?);
            }
        }
        self.page(found, limit).await
    }

    async fn subject(&self, article: &Key, pins: &[Position]) -> Result<Subject, StoreError> {
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
        let not = pins.iter().map(|pin| &pin.id).chain([article]).cloned().collect();
        Ok(Subject { channel, column, tags, not })
    }

    /// Those `pins` after a position that are articles, in their order.
    async fn existing(
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
                .into_tuple()
                .all(&self.db)
                .await?;
            pins.retain(|pin| ids.iter().any(|id| id == pin.id.as_str()));
        }
        Ok(pins)
    }

    /// The first articles of a part, in its order.
    async fn of_tier(&self, part: &Part<'_>) -> Result<Vec<Position>, StoreError> {
        if part.is_empty() {
            return Ok(vec![]);
        }
        let mut found = self.sharing(part).await?;
        // What shares nothing and comes after these is not asked for.
        let last = found.last().filter(|_| found.len() == part.length).map(|last| last.rank);
        for row in self.db.query_all(&part.apart(last)).await? {
            let (id, published): (String, i64) =
                (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            found.push(part.position(id, published, 0)?);
        }
        found.sort_by(Position::cmp_in_feed);
        found.truncate(part.length);
        Ok(found)
    }

    /// The first articles of a part that share a tag, in its order.
    async fn sharing(&self, part: &Part<'_>) -> Result<Vec<Position>, StoreError> {
        if part.subject.tags.is_empty() {
            return Ok(vec![]);
        }
        // Each of them is one: the latest leaves least to read.
        let mut times: Vec<Option<i64>> = Vec::new();
        if let Some(row) = self.db.query_one(&part.enough()).await? {
            for tag in 0..part.subject.tags.len() {
                times.push(row.try_get_by_index(tag)?);
            }
        }
        let enough = times.into_iter().flatten().max();
        let mut found = Vec::new();
        for row in self.db.query_all(&part.candidates(enough)).await? {
            let (id, published, shared): (String, i64, i64) =
                (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            let position = part.position(id, published, shared.unsigned_abs() as usize)?;
            let is_after = part.after.is_none_or(|after| after.cmp_in_feed(&position).is_lt());
            if is_after && !part.subject.not.contains(&position.id) {
                found.push(position);
            }
        }
        found.sort_by(Position::cmp_in_feed);
        found.truncate(part.length);
        Ok(found)
    }

    /// The page that begins with `found`, which says by its length whether there is
    /// another.
    async fn page(&self, mut found: Vec<Position>, limit: Limit) -> Result<FeedPage, StoreError> {
        let more = found.len() > limit.get();
        found.truncate(limit.get());
        let next = found.last().filter(|_| more).map(Position::cursor);
        Ok(FeedPage { items: self.at(&found, articles::Column::Preview).await?, next })
    }
}

impl Part<'_> {
    /// Whether the subject stands nowhere where this tier could be.
    fn is_empty(&self) -> bool {
        match self.tier {
            Tier::Column => self.subject.column.is_none(),
            Tier::Channel => self.subject.channel.is_none(),
            Tier::Rest => false,
        }
    }

    /// Where the articles of this tier stand, as [`Tier::between`] says.
    fn section(&self, channel: impl ColumnTrait, column: impl ColumnTrait) -> Condition {
        let Subject { channel: own, column: below, .. } = self.subject;
        let other = |column: Expr, key: &String| {
            Condition::any().add(column.clone().is_null()).add(column.ne(key))
        };
        let mut all = Condition::all();
        match (self.tier, own, below) {
            (Tier::Column, Some(own), Some(below)) => {
                all = all.add(channel.eq(own)).add(column.eq(below));
            }
            (Tier::Column | Tier::Channel, Some(own), below) => {
                all = all.add(channel.eq(own));
                if let Some(below) = below {
                    all = all.add(other(Expr::col(column.as_column_ref()), below));
                }
            }
            (Tier::Rest, Some(own), _) => {
                all = all.add(other(Expr::col(channel.as_column_ref()), own));
            }
            (_, None, _) => {}
        }
        all
    }

    fn position(&self, id: String, published: i64, shared: usize) -> Result<Position, StoreError> {
        let id = Key::new(id).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        Ok(Position { tier: self.tier.number(), rank: recommend::rank(published, shared), id })
    }

    /// For each tag: since when there are enough articles with it, all of which come
    /// after the position. Nothing where there are not enough.
    fn enough(&self) -> SelectStatement {
        let mut times = Query::select();
        for tag in &self.subject.tags {
            let mut time = Query::select();
            time.column(tags::Column::Published)
                .from(tags::Entity)
                .and_where(tags::Column::Tag.eq(tag))
                .cond_where(self.section(tags::Column::ChannelKey, tags::Column::ColumnKey))
                .order_by(tags::Column::Published, Order::Desc)
                .offset((self.length + self.subject.not.len() - 1) as u64)
                .limit(1);
            if let Some(after) = self.after {
                time.and_where(tags::Column::Published.lt(after.rank.saturating_sub(MOST)));
            }
            times.expr(Expr::SubQuery(None, Box::new(time.into())));
        }
        times
    }

    /// Articles that share a tag, and how many; among them the first of the part.
    /// Those since `enough` are ranked a bonus above it at least, so that nothing
    /// which is older by all the other bonuses comes before them.
    fn candidates(&self, enough: Option<i64>) -> SelectStatement {
        let mut rows = Query::select();
        rows.columns([tags::Column::Article, tags::Column::Published])
            .expr(Expr::cust("COUNT(*)"))
            .from(tags::Entity)
            .and_where(tags::Column::Tag.is_in(&self.subject.tags))
            .cond_where(self.section(tags::Column::ChannelKey, tags::Column::ColumnKey))
            .group_by_columns([tags::Column::Article, tags::Column::Published]);
        if let Some(after) = self.after {
            rows.and_where(tags::Column::Published.lte(after.rank.saturating_sub(TAG_BONUS)));
        }
        if let Some(enough) = enough {
            rows.and_where(tags::Column::Published.gte(enough.saturating_sub(MOST - TAG_BONUS)));
        }
        rows
    }

    /// The first articles that share no tag and are ranked `last` at least.
    fn apart(&self, last: Option<i64>) -> SelectStatement {
        let mut rows = Query::select();
        let place = [articles::Column::Id, articles::Column::Published];
        rows.columns(place.map(|column| (articles::Entity, column)))
            .from(articles::Entity)
            .cond_where(self.section(articles::Column::ChannelKey, articles::Column::ColumnKey))
            .and_where(articles::Column::Id.is_not_in(self.subject.not.iter().map(Key::as_str)))
            .order_by((articles::Entity, articles::Column::Published), Order::Desc)
            .order_by((articles::Entity, articles::Column::Id), Order::Desc)
            .limit(self.length as u64);
        if let Some(Position { rank, id, .. }) = self.after {
            // A row value, which both engines answer from the index.
            let place = [articles::Column::Published, articles::Column::Id];
            let place = Expr::tuple(place.map(|column| Expr::col((articles::Entity, column))));
            let after = Expr::tuple([Expr::val(*rank), Expr::val(id.as_str())]);
            rows.and_where(place.lt(after));
        }
        if let Some(last) = last {
            rows.and_where(articles::Column::Published.gte(last));
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
    async fn each_question_is_a_range_of_an_index() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let key = |text| Key::new(text).unwrap();
        let subject = Subject {
            channel: Some("a".into()),
            column: Some("b".into()),
            tags: vec!["甲".into(), "乙".into()],
            not: vec![key("own")],
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
        for (tier, enough, candidates, apart) in expected {
            let part = Part { subject: &subject, tier, after: Some(&after), length: 20 };
            let asked = async |question: &SelectStatement| {
                query_plan(&store, store.db.get_database_backend().build(question)).await
            };
            let steps = asked(&part.enough()).await;
            let read = format!("SEARCH tags USING COVERING INDEX {enough}");
            assert_eq!(steps.iter().filter(|step| **step == read).count(), 2, "{steps:?}");
            assert!(steps.iter().all(|step| !step.contains("TEMP B-TREE")), "{steps:?}");
            let steps = asked(&part.candidates(Some(0))).await;
            let read = format!("SEARCH tags USING COVERING INDEX {candidates}");
            assert_eq!(steps, [&*read, "USE TEMP B-TREE FOR GROUP BY"]);
            let steps = asked(&part.apart(Some(0))).await;
            assert_eq!(steps[0], format!("SEARCH articles USING {apart}"));
            let probe = "SEARCH tags USING PRIMARY KEY (article=? AND tag=?)";
            assert!(steps.contains(&probe.to_owned()), "{steps:?}");
            assert!(steps.iter().all(|step| !step.contains("ORDER BY")), "{steps:?}");
        }
    }
}
