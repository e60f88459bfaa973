//! A newsroom in memory: its site settings and articles, with feeds and rankings computed
//! from them.
//!
//! [`MemoryStore`](crate::MemoryStore) adds votes to it. The server's store computes the same
//! feeds and rankings in SQL, and the contract tests run the same cases against both.

use std::collections::BTreeSet;

use crate::feed::{Position, newest_first};
use crate::front_page::{self, FrontPage};
use crate::{
    Article, Cursor, Feed, FeedPage, Key, Limit, Mood, ProblemCode, Ranking, RankingEntry,
    SearchQuery, Site, recommend,
};

/// A site and its articles, as an import returns them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newsroom {
    site: Site,
    articles: Vec<Article>,
    undated: BTreeSet<Key>,
}

impl Newsroom {
    /// A newsroom of `articles`, given in any order.
    #[must_use]
    pub fn new(site: Site, mut articles: Vec<Article>) -> Self {
        articles.sort_by(|a, b| newest_first((a.published, &a.id), (b.published, &b.id)));
        Self { site, articles, undated: BTreeSet::new() }
    }

    /// The same newsroom, in which the source of the articles `undated` tells no date.
    #[must_use]
    pub fn with_undated(self, undated: BTreeSet<Key>) -> Self {
        Self { undated, ..self }
    }

    /// Whether the source of the article `id` tells no date: its date of publication is that of
    /// this import. A store in which the article is already keeps that of the first one.
    #[must_use]
    pub fn is_undated(&self, id: &Key) -> bool {
        self.undated.contains(id)
    }

    /// The newsroom's settings.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The articles, newest first.
    #[must_use]
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// The article `id`.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleNotFound`].
    pub fn article(&self, id: &Key) -> Result<&Article, ProblemCode> {
        self.articles.iter().find(|article| article.id == *id).ok_or(ProblemCode::ArticleNotFound)
    }

    /// The page of `feed` after `cursor`, or the first page (keyset pagination).
    ///
    /// # Errors
    /// [`ProblemCode::CursorForged`], [`ProblemCode::ChannelNotFound`],
    /// [`ProblemCode::ArticleNotFound`] for the recommendations of an unknown article, or
    /// [`ProblemCode::QueryTooShort`].
    pub fn feed(
        &self,
        feed: &Feed,
        cursor: Option<&Cursor>,
        limit: Limit,
    ) -> Result<FeedPage, ProblemCode> {
        let after = cursor.map(Cursor::position).transpose()?;
        let is_after = |position: &Position| {
            after.as_ref().is_none_or(|after| after.cmp_in_feed(position).is_lt())
        };
        if *feed == Feed::FrontChannels {
            let blocks = self.ordered(feed)?.into_iter();
            let mut blocks = blocks.map(|(position, it)| (position, it.preview())).collect();
            front_page::abridge(&mut blocks);
            return Ok(front_page::page(blocks, after.as_ref(), limit));
        }
        let all = self.ordered(feed)?.into_iter();
        let mut rest: Vec<_> = all.filter(|(position, _)| is_after(position)).collect();
        let has_more = rest.len() > limit.get();
        rest.truncate(limit.get());
        let next = rest.last().filter(|_| has_more).map(|(position, _)| position.cursor());
        let articles = rest.into_iter().map(|(_, article)| article);
        let items = match feed {
            Feed::Search { query } => {
                let query = SearchQuery::new(query)?;
                articles.map(|article| query.preview(article)).collect()
            }
            Feed::Latest
            | Feed::Channel { .. }
            | Feed::Headlines
            | Feed::FrontChannels
            | Feed::FrontLatest
            | Feed::Recommended { .. } => articles.map(Article::preview).collect(),
        };
        Ok(FeedPage { items, next })
    }

    /// All articles of `feed`, in its order, with their keyset positions.
    fn ordered(&self, feed: &Feed) -> Result<Vec<(Position, &Article)>, ProblemCode> {
        Ok(match feed {
            Feed::Headlines => FrontPage::new(&self.site, &self.articles).headlines,
            Feed::FrontChannels => FrontPage::new(&self.site, &self.articles).channels,
            Feed::FrontLatest => {
                let shown = FrontPage::new(&self.site, &self.articles).shown;
                self.newest_by_tier(|article| (!shown.contains(&article.id)).then_some(0))
            }
            Feed::Recommended { article } => {
                recommend::recommendations(&self.site, self.article(article)?, &self.articles)
            }
            Feed::Latest => self.newest_by_tier(|_| Some(0)),
            Feed::Channel { channel, column } => {
                let section = self.site.section(channel, column.as_ref());
                section.ok_or(ProblemCode::ChannelNotFound)?;
                self.newest_by_tier(|article| {
                    is_in_section(article, channel, column.as_ref()).then_some(0)
                })
            }
            Feed::Search { query } => {
                let query = SearchQuery::new(query)?;
                self.newest_by_tier(|article| query.tier(article))
            }
        })
    }

    /// The articles for which `tier` returns one, by tier, and newest first in each tier.
    fn newest_by_tier(&self, tier: impl Fn(&Article) -> Option<u8>) -> Vec<(Position, &Article)> {
        let with_position = |article| {
            let tier = tier(article)?;
            Some((Position { tier, ..Position::of(&article.preview()) }, article))
        };
        let mut all: Vec<_> = self.articles.iter().filter_map(with_position).collect();
        // The articles are newest first already, and the sort is stable.
        all.sort_by_key(|(position, _)| position.tier);
        all
    }

    /// The ranking of `mood`, where `votes` are the article and mood of each vote in the
    /// period.
    #[must_use]
    pub fn ranking<'a>(
        &self,
        mood: Mood,
        votes: impl Iterator<Item = (&'a Key, Mood)> + Clone,
    ) -> Ranking {
        let count = |article: &Article| {
            votes.clone().filter(|(id, chosen)| **id == article.id && *chosen == mood).count()
        };
        let mut items: Vec<_> = self
            .articles
            .iter()
            .map(|article| (article, count(article)))
            .filter(|(_, count)| *count > 0)
            .map(|(article, count)| RankingEntry {
                preview: article.preview(),
                count: count as u64,
            })
            .collect();
        items.sort_by(RankingEntry::most_first);
        items.truncate(Ranking::MAX_LENGTH);
        Ranking { items }
    }
}

/// Whether `article` belongs to `channel` and, when given, to its `column`.
fn is_in_section(article: &Article, channel: &Key, column: Option<&Key>) -> bool {
    article.section.as_ref().is_some_and(|section| {
        section.channel.key == *channel
            && column.is_none_or(|key| section.column.as_ref().is_some_and(|own| own.key == *key))
    })
}

#[cfg(test)]
pub(crate) mod strategy {
    //! Generated newsrooms.

    use super::Newsroom;
    use crate::article::strategy::article;
    use crate::site::Channel;
    use crate::{Article, Key, NamedKey, Section, Site, Timestamp};
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn named_key(text: &str) -> NamedKey {
        NamedKey { key: Key::new(text).unwrap(), name: text.to_owned() }
    }

    /// Newsrooms of a few articles with few distinct sections, days, tags and pins, so that
    /// many of them coincide.
    pub(crate) fn newsroom() -> impl Strategy<Value = Newsroom> {
        let section = (0usize..3, 0usize..3).prop_map(|(channel, column)| {
            let column = ["", "x", "y"].get(column).filter(|key| !key.is_empty());
            let channel = ["a", "b"].get(channel)?;
            Some(Section { channel: named_key(channel), column: column.map(|key| named_key(key)) })
        });
        let rest = (0i64..8, section, vec("[abcd]", 0..6));
        let one = (article(), rest).prop_map(|(article, (days, section, tags))| {
            let published = Timestamp::from_unix(days * 24 * 60 * 60).unwrap();
            Article { published, section, tags, ..article }
        });
        (vec(one, 0..12), vec(any::<prop::sample::Index>(), 0..4)).prop_map(|(articles, pins)| {
            let articles = distinct(articles);
            let ids: Vec<_> = articles.iter().map(|article| article.id.clone()).collect();
            let channels = ["a", "b"].map(|key| Channel::new(named_key(key), vec![])).to_vec();
            let pins = pins.iter().filter(|_| !ids.is_empty()).map(|pin| pin.get(&ids).clone());
            Newsroom::new(Site { pins: pins.collect(), channels, ..Site::default() }, articles)
        })
    }

    pub(crate) fn distinct(mut articles: Vec<Article>) -> Vec<Article> {
        articles.sort_by(|a, b| a.id.cmp(&b.id));
        articles.dedup_by(|a, b| a.id == b.id);
        articles
    }
}

#[cfg(test)]
mod tests {
    use super::strategy::{distinct, newsroom};
    use super::*;
    use crate::article::strategy::article;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn ids(all: Vec<(Position, &Article)>) -> Vec<Key> {
        all.into_iter().map(|(position, _)| position.id).collect()
    }

    fn read_all(newsroom: &Newsroom, feed: &Feed, limit: Limit) -> Vec<Key> {
        read_all_after(newsroom, feed, None, limit)
    }

    fn read_all_after(
        newsroom: &Newsroom,
        feed: &Feed,
        mut cursor: Option<Cursor>,
        limit: Limit,
    ) -> Vec<Key> {
        let mut seen = Vec::new();
        loop {
            let page = newsroom.feed(feed, cursor.as_ref(), limit).unwrap();
            assert!(page.items.len() <= limit.get());
            seen.extend(page.items.into_iter().map(|preview| preview.id));
            match page.next {
                Some(next) => cursor = Some(next),
                None => return seen,
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn pages_of_any_length_neither_repeat_nor_skip_articles(newsroom in newsroom(), limit in 1u8..6) {
            let limit = limit.to_string().parse().unwrap();
            let all: Vec<_> = newsroom.articles().iter().map(|a| a.id.clone()).collect();
            prop_assert_eq!(read_all(&newsroom, &Feed::Latest, limit), all.clone());
            for article in all.iter().cloned() {
                let whole = ids(newsroom.ordered(&Feed::Recommended { article: article.clone() }).unwrap());
                let pages = read_all(&newsroom, &Feed::Recommended { article: article.clone() }, limit);
                prop_assert_eq!(&pages, &whole);
                // Every other article once, and never the article itself.
                let mut found = [pages, vec![article]].concat();
                found.sort();
                let mut expected = all.clone();
                expected.sort();
                prop_assert_eq!(found, expected);
            }
            for feed in [Feed::Headlines, Feed::FrontChannels, Feed::FrontLatest] {
                let whole = ids(newsroom.ordered(&feed).unwrap());
                prop_assert_eq!(read_all(&newsroom, &feed, limit), whole);
            }
        }

        #[test]
        fn articles_published_while_paging_neither_repeat_nor_skip_others(
            newsroom in newsroom(),
            more in vec(article(), 1..4),
            limit in 1u8..4,
        ) {
            let limit = limit.to_string().parse().unwrap();
            let known = newsroom.articles();
            let more: Vec<_> =
                more.into_iter().filter(|new| known.iter().all(|old| old.id != new.id)).collect();
            let site = newsroom.site().clone();
            let later = Newsroom::new(site, distinct([known, &more[..]].concat()));
            for article in known {
                let feed = Feed::Recommended { article: article.id.clone() };
                let first = newsroom.feed(&feed, None, limit).unwrap();
                let mut seen: Vec<_> = first.items.into_iter().map(|item| item.id).collect();
                if let Some(next) = first.next {
                    seen.extend(read_all_after(&later, &feed, Some(next), limit));
                }
                seen.retain(|id| more.iter().all(|new| new.id != *id));
                prop_assert_eq!(seen, ids(newsroom.ordered(&feed).unwrap()));
            }
        }
    }

    #[test]
    fn unknown_articles_channels_and_cursors_are_errors() {
        let newsroom = Newsroom::new(Site::default(), vec![]);
        let key = Key::new("a").unwrap();
        let page = |feed, cursor| newsroom.feed(&feed, cursor, Limit::default()).unwrap_err();
        let channel = Feed::Channel { channel: key.clone(), column: None };
        assert_eq!(page(channel, None), ProblemCode::ChannelNotFound);
        let recommended = Feed::Recommended { article: key.clone() };
        assert_eq!(page(recommended, None), ProblemCode::ArticleNotFound);
        let forged = Cursor::from_wire("x");
        assert_eq!(page(Feed::Latest, Some(&forged)), ProblemCode::CursorForged);
        let search = Feed::Search { query: "a".into() };
        assert_eq!(page(search, None), ProblemCode::QueryTooShort);
        assert_eq!(newsroom.article(&key), Err(ProblemCode::ArticleNotFound));
    }
}
