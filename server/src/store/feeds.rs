//! Feeds with keyset pagination: a page begins after a position and not after an offset, so that
//! all pages cost the same and articles published meanwhile shift nothing.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};
use zaidu_model::feed::Position;
use zaidu_model::{
    Cursor, Feed, FeedPage, Key, Limit, Preview, ProblemCode, SearchQuery, Timestamp,
};

use super::entity::articles::{Column, Entity};
use super::visibility::is_shown;
use super::{Store, StoreError};

impl Store {
    /// The page of `feed` after `cursor`, as [`Newsroom::feed`](zaidu_model::Newsroom::feed)
    /// defines it.
    ///
    /// # Errors
    /// [`ProblemCode::CursorForged`], [`ProblemCode::ChannelNotFound`],
    /// [`ProblemCode::FacetNotFound`], [`ProblemCode::ArticleNotFound`], [`ProblemCode::QueryTooShort`], or an error of the
    /// database.
    pub async fn feed(
        &self,
        feed: &Feed,
        cursor: Option<&Cursor>,
        limit: Limit,
    ) -> Result<FeedPage, StoreError> {
        let after = cursor.map(Cursor::position).transpose()?;
        let mut rows = Entity::find().filter(is_shown(self.now()));
        match feed {
            Feed::Headlines => return self.headlines(after.as_ref(), limit).await,
            Feed::Recommended { article } => {
                return self.recommended(article, after.as_ref(), limit).await;
            }
            Feed::FrontChannels => return self.front_channels(after.as_ref(), limit).await,
            Feed::FrontLatest => {
                let shown = self.shown_above_latest().await?;
                rows = rows.filter(Column::Id.is_not_in(shown.iter().map(Key::as_str)));
            }
            Feed::Latest => {}
            Feed::Facet(facet) => return self.articles_with(facet, after.as_ref(), limit).await,
            Feed::Channel { channel, column } => {
                let section = self.site().await?.section(channel, column.as_ref());
                section.ok_or(ProblemCode::ChannelNotFound)?;
                rows = rows.filter(Column::ChannelKey.eq(channel.as_str()));
                if let Some(column) = column {
                    rows = rows.filter(Column::ColumnKey.eq(column.as_str()));
                }
            }
            Feed::Search { query } => {
                let query = SearchQuery::new(query)?;
                let page = self.search(&query, after.as_ref(), limit).await?;
                let facets = match after {
                    None => self.facets_named(&query).await?,
                    Some(_) => Vec::new(),
                };
                return Ok(FeedPage { facets, ..page });
            }
        }
        if let Some(Position { tier, rank, id }) = after {
            if tier > 0 {
                // The cursor is of a feed with several tiers; this feed has one.
                return Ok(FeedPage::default());
            }
            // A row-value comparison, for which both engines use the index.
            let key = Expr::tuple([Expr::col(Column::Published), Expr::col(Column::Id)]);
            let last = Expr::tuple([Expr::val(rank), Expr::val(id.as_str())]);
            rows = rows.filter(key.lt(last));
        }
        // One row more than requested shows whether there is a next page.
        let length = limit.get();
        let previews: Vec<String> = rows
            .select_only()
            .column(Column::Preview)
            .order_by_desc(Column::Published)
            .order_by_desc(Column::Id)
            .limit(length as u64 + 1)
            .into_tuple()
            .all(&self.db)
            .await?;
        let items = previews
            .iter()
            .take(length)
            .map(|json| serde_json::from_str(json))
            .collect::<Result<Vec<Preview>, _>>()?;
        let more = previews.len() > length;
        let next = items.last().filter(|_| more).map(|last| Position::of(last).cursor());
        Ok(FeedPage { items, next, facets: Vec::new() })
    }

    /// The newest articles, at most `length`, each with the time of its last change, if it changed.
    ///
    /// # Errors
    /// An error of the database, or [`StoreError::Corrupt`].
    pub async fn newest(
        &self,
        length: u64,
    ) -> Result<Vec<(Preview, Option<Timestamp>)>, StoreError> {
        let rows: Vec<(String, Option<i64>)> = Entity::find()
            .filter(is_shown(self.now()))
            .select_only()
            .columns([Column::Preview, Column::Updated])
            .order_by_desc(Column::Published)
            .order_by_desc(Column::Id)
            .limit(length)
            .into_tuple()
            .all(&self.db)
            .await?;
        let row = |(json, updated): &(String, Option<i64>)| {
            let updated = updated.and_then(|updated| Timestamp::from_unix(updated).ok());
            Ok((serde_json::from_str(json)?, updated))
        };
        rows.iter().map(row).collect()
    }
}
