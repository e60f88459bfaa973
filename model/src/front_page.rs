//! Front page: which articles the home page shows, each of them once. First the headlines, then a
//! block per channel, then the latest of all others.
//!
//! An article on a card of the newsroom's is shown there and nowhere else, unless it is pinned.

use crate::feed::Position;
use crate::{Article, Cursor, FeedPage, Key, Limit, Preview, Site, recommend};

/// Number of headlines: where there are fewer pins, the newest articles are added.
pub const HEADLINES: usize = 8;

/// Number of channels with a block: the first ones.
pub const CHANNELS: usize = 5;

/// Number of articles in the block of a channel: the newest ones.
pub const CHANNEL_ARTICLES: usize = 4;

/// The tier of the headlines that are not pinned; that of pins is lower.
const NEWEST_TIER: u8 = 1;

/// Items of a feed with their positions, in the order of the feed.
pub type Positioned<T> = Vec<(Position, T)>;

/// The position of a headline that is not pinned.
#[must_use]
pub fn newest_headline(preview: &Preview) -> Position {
    Position { tier: NEWEST_TIER, ..Position::of(preview) }
}

/// The keys of the channels with a block, each with its tier in the feed. A newsroom with one
/// channel has none: its block would be the latest news.
pub fn channels(site: &Site) -> impl Iterator<Item = (u8, &Key)> {
    let length = if site.channels.len() > 1 { CHANNELS } else { 0 };
    (0..).zip(site.channels.iter().take(length).map(|channel| &channel.key))
}

/// The previews of channel blocks as the page shows them: of those after the first of a channel
/// the headline only.
pub fn abridge(blocks: &mut Positioned<Preview>) {
    let mut previous = None;
    for (position, preview) in blocks {
        if previous.replace(position.tier) == Some(position.tier) {
            preview.picture = None;
            if preview.title.is_some() {
                preview.excerpt.clear();
            }
        }
    }
}

/// The page after `after` of a feed that is short enough to be read as a whole.
#[must_use]
pub fn page(mut all: Positioned<Preview>, after: Option<&Position>, limit: Limit) -> FeedPage {
    all.retain(|(position, _)| after.is_none_or(|after| after.cmp_in_feed(position).is_lt()));
    let has_more = all.len() > limit.get();
    all.truncate(limit.get());
    let next: Option<Cursor> = all.last().filter(|_| has_more).map(|(last, _)| last.cursor());
    FeedPage {
        items: all.into_iter().map(|(_, preview)| preview).collect(),
        next,
        facets: Vec::new(),
    }
}

/// What a front page shows above the latest articles.
#[derive(Debug, Clone)]
pub(crate) struct FrontPage<'a> {
    pub headlines: Positioned<&'a Article>,
    pub channels: Positioned<&'a Article>,
    /// Articles that are not among the latest, because they are shown already.
    pub shown: Vec<Key>,
}

impl<'a> FrontPage<'a> {
    /// The front page of `articles`, which are sorted newest first.
    pub(crate) fn new(site: &Site, articles: &'a [Article]) -> Self {
        let mut shown = site.card_articles();
        let mut headlines = recommend::pinned(site, articles);
        let missing = HEADLINES.saturating_sub(headlines.len());
        shown.extend(headlines.iter().map(|(position, _)| position.id.clone()));
        let newest = articles.iter().filter(|article| !shown.contains(&article.id)).take(missing);
        headlines.extend(newest.map(|article| (newest_headline(&article.preview()), article)));
        shown.extend(headlines.iter().map(|(position, _)| position.id.clone()));
        let mut blocks = Vec::new();
        for (tier, channel) in channels(site) {
            let is_own = |article: &&Article| {
                article.section.as_ref().is_some_and(|section| section.channel.key == *channel)
            };
            let newest = articles.iter().filter(is_own);
            let newest = newest.filter(|article| !shown.contains(&article.id));
            blocks.extend(
                newest.take(CHANNEL_ARTICLES).map(|article| {
                    (Position { tier, ..Position::of(&article.preview()) }, article)
                }),
            );
        }
        shown.extend(blocks.iter().map(|(position, _)| position.id.clone()));
        Self { headlines, channels: blocks, shown }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::newsroom::strategy::newsroom;
    use crate::{Feed, MediaUrl, Newsroom, Picture, Timestamp};
    use proptest::prelude::*;

    fn ids(newsroom: &Newsroom, feed: &Feed) -> Vec<Key> {
        let all = newsroom.feed(feed, None, "50".parse().unwrap()).unwrap();
        all.items.into_iter().map(|item| item.id).collect()
    }

    proptest! {
        #[test]
        fn every_article_is_shown_once(newsroom in newsroom()) {
            let feeds = [Feed::Headlines, Feed::FrontChannels, Feed::FrontLatest];
            let mut shown = feeds.map(|feed| ids(&newsroom, &feed)).concat();
            let mut all: Vec<_> = newsroom.articles().iter().map(|it| it.id.clone()).collect();
            shown.sort();
            all.sort();
            prop_assert_eq!(shown, all);
        }
    }

    #[test]
    fn only_the_first_article_of_a_block_is_shown_as_a_whole() {
        let preview = |id: &str, title: Option<&str>| Preview {
            id: Key::new(id).unwrap(),
            title: title.map(str::to_owned),
            excerpt: "水".into(),
            published: Timestamp::EPOCH,
            picture: Some(Picture {
                url: MediaUrl::new("/a.jpg").unwrap(),
                size: None,
                alt: String::new(),
                variants: Vec::new(),
                color: None,
            }),
            channel: None,
            source: None,
            language: None,
            live: None,
        };
        let block = |tier, preview: Preview| (Position { tier, ..Position::of(&preview) }, preview);
        let mut blocks = vec![
            block(0, preview("a", Some("题"))),
            block(0, preview("b", Some("题"))),
            block(0, preview("c", None)),
            block(1, preview("d", Some("题"))),
        ];
        abridge(&mut blocks);
        let shown: Vec<_> = blocks
            .iter()
            .map(|(_, preview)| (preview.picture.is_some(), preview.excerpt.as_str()))
            .collect();
        assert_eq!(shown, [(true, "水"), (false, ""), (false, "水"), (true, "水")]);
    }
}
