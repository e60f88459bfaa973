//! Feeds with keyset pagination: a page begins after a position and not after an offset, so that
//! all pages cost the same and articles published meanwhile shift nothing.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};
use zaidu_model::feed::Position;
use zaidu_model::{Cursor, Feed, FeedPage, Key, Limit, Preview, ProblemCode, SearchQuery};

use super::entity::articles::{Column, Entity};
use super::{Store, StoreError};

impl Store {
    /// The page of `feed` after `cursor`, as [`Newsroom::feed`](zaidu_model::Newsroom::feed)
    /// defines it.
    ///
    /// # Errors
    /// [`ProblemCode::CursorForged`], [`ProblemCode::ChannelNotFound`],
    /// [`ProblemCode::ArticleNotFound`], [`ProblemCode::QueryTooShort`], or an error of the
    /// database.
    pub async fn feed(
        &self,
        feed: &Feed,
        cursor: Option<&Cursor>,
        limit: Limit,
    ) -> Result<FeedPage, StoreError> {
        let after = cursor.map(Cursor::position).transpose()?;
        let mut rows = Entity::find();
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
            Feed::Channel { channel, column } => {
                let section = self.site().await?.section(channel, column.as_ref());
                section.ok_or(ProblemCode::ChannelNotFound)?;
                rows = rows.filter(Column::ChannelKey.eq(channel.as_str()));
                if let Some(column) = column {
                    rows = rows.filter(Column::ColumnKey.eq(column.as_str()));
                }
            }
            Feed::Search { query } => {
                return self.search(&SearchQuery::new(query)?, after.as_ref(), limit).await;
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
        Ok(FeedPage { items, next })
    }

    /// The newest articles, at most `length`.
    ///
    /// # Errors
    /// An error of the database, or [`StoreError::Corrupt`].
    pub async fn newest(&self, length: u64) -> Result<Vec<Preview>, StoreError> {
        let previews: Vec<String> = Entity::find()
            .select_only()
            .column(Column::Preview)
            .order_by_desc(Column::Published)
            .order_by_desc(Column::Id)
            .limit(length)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(previews.iter().map(|json| serde_json::from_str(json)).collect::<Result<_, _>>()?)
    }
}
