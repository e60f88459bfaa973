//! Feeds of the front page, by the rule of [`zaidu_model::front_page`]: a few short queries, each
//! of which reads the newest rows of one index.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use zaidu_model::feed::Position;
use zaidu_model::front_page::{self, CHANNEL_ARTICLES, HEADLINES, Positioned};
use zaidu_model::{FeedPage, Key, Limit, Preview, Site, recommend};

use super::entity::articles::{Column, Entity};
use super::visibility::is_shown;
use super::{Store, StoreError};

impl Store {
    /// A page of [`Feed::Headlines`](zaidu_model::Feed::Headlines).
    pub(super) async fn headlines(
        &self,
        after: Option<&Position>,
        limit: Limit,
    ) -> Result<FeedPage, StoreError> {
        let headlines = self.all_headlines(&self.site_with_pins().await?).await?;
        Ok(front_page::page(headlines, after, limit))
    }

    /// A page of [`Feed::FrontChannels`](zaidu_model::Feed::FrontChannels).
    pub(super) async fn front_channels(
        &self,
        after: Option<&Position>,
        limit: Limit,
    ) -> Result<FeedPage, StoreError> {
        let site = self.site_with_pins().await?;
        let headlines = self.all_headlines(&site).await?;
        let mut blocks = self.channel_blocks(&site, &headlines).await?;
        front_page::abridge(&mut blocks);
        Ok(front_page::page(blocks, after, limit))
    }

    /// The ids of the articles that are not in
    /// [`Feed::FrontLatest`](zaidu_model::Feed::FrontLatest).
    pub(super) async fn shown_above_latest(&self) -> Result<Vec<Key>, StoreError> {
        let site = self.site_with_pins().await?;
        let headlines = self.all_headlines(&site).await?;
        let blocks = self.channel_blocks(&site, &headlines).await?;
        let shown = headlines.into_iter().chain(blocks).map(|(position, _)| position.id);
        Ok(shown.chain(site.card_articles()).collect())
    }

    async fn all_headlines(&self, site: &Site) -> Result<Positioned<Preview>, StoreError> {
        let pins = recommend::pin_positions(site);
        let previews: Vec<Preview> = self.load_column(&pins, Column::Preview).await?;
        let pinned = previews.into_iter().filter_map(|preview| {
            let position = pins.iter().find(|pin| pin.id == preview.id)?;
            Some((position.clone(), preview))
        });
        let mut headlines: Positioned<Preview> = pinned.collect();
        let missing = HEADLINES.saturating_sub(headlines.len());
        if missing > 0 {
            let newest = self.newest_except(None, &shown_ids(site, &headlines), missing).await?;
            let position = |preview| (front_page::newest_headline(&preview), preview);
            headlines.extend(newest.into_iter().map(position));
        }
        Ok(headlines)
    }

    async fn channel_blocks(
        &self,
        site: &Site,
        headlines: &Positioned<Preview>,
    ) -> Result<Positioned<Preview>, StoreError> {
        let shown = shown_ids(site, headlines);
        let mut blocks = Vec::new();
        for (tier, channel) in front_page::channels(site) {
            let newest = self.newest_except(Some(channel), &shown, CHANNEL_ARTICLES).await?;
            let position = |preview| (Position { tier, ..Position::of(&preview) }, preview);
            blocks.extend(newest.into_iter().map(position));
        }
        Ok(blocks)
    }

    /// The newest articles, of `channel` if given, that are not `excluded`.
    async fn newest_except(
        &self,
        channel: Option<&Key>,
        excluded: &[Key],
        length: usize,
    ) -> Result<Vec<Preview>, StoreError> {
        let mut rows = Entity::find()
            .filter(is_shown(self.now()))
            .filter(Column::Id.is_not_in(excluded.iter().map(Key::as_str)));
        if let Some(channel) = channel {
            rows = rows.filter(Column::ChannelKey.eq(channel.as_str()));
        }
        let previews: Vec<String> = rows
            .select_only()
            .column(Column::Preview)
            .order_by_desc(Column::Published)
            .order_by_desc(Column::Id)
            .limit(length as u64)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(previews.iter().map(|json| serde_json::from_str(json)).collect::<Result<_, _>>()?)
    }
}

/// The ids of the headlines, and of the articles on cards.
fn shown_ids(site: &Site, headlines: &Positioned<Preview>) -> Vec<Key> {
    let ids = headlines.iter().map(|(position, _)| position.id.clone());
    ids.chain(site.card_articles()).collect()
}
