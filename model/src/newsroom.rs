//! A newsroom in memory: its site settings and articles, with feeds and rankings computed
//! from them.
//!
//! [`MemoryStore`](crate::MemoryStore) adds votes to it. The server's store computes the same
//! feeds and rankings in SQL, and the contract tests run the same cases against both.

use std::collections::BTreeSet;

use crate::feed::{Position, newest_first};
use crate::front_page::{self, FrontPage};
use crate::{
    Adjacent, Article, Cursor, Facet, Feed, FeedPage, Key, Limit, Mood, ProblemCode, Ranking,
    RankingEntry, SearchQuery, Section, Site, Timestamp, Titled, recommend,
};

/// A site and its articles, as an import returns them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newsroom {
    site: Site,
    articles: Vec<Article>,
    undated: BTreeSet<Key>,
    held: Vec<Article>,
    withdrawn: BTreeSet<Key>,
}

impl Newsroom {
    /// A newsroom of `articles`, given in any order.
    #[must_use]
    pub fn new(site: Site, mut articles: Vec<Article>) -> Self {
        sort(&mut articles);
        let (undated, held, withdrawn) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
        Self { site, articles, undated, held, withdrawn }
    }

    /// The same newsroom with an embargo: an article that is published after `now` is
    /// [held](Self::held) until then.
    #[must_use]
    pub fn with_embargo(mut self, now: Timestamp) -> Self {
        self.articles.append(&mut self.held);
        (self.articles, self.held) =
            self.articles.into_iter().partition(|article| article.published <= now);
        sort(&mut self.articles);
        sort(&mut self.held);
        self
    }

    /// The same newsroom, in which the articles `held` are under an embargo.
    #[must_use]
    pub fn with_held(mut self, held: &BTreeSet<Key>) -> Self {
        let articles = std::mem::take(&mut self.articles).into_iter();
        let (held, shown): (Vec<_>, Vec<_>) = articles.partition(|it| held.contains(&it.id));
        self.held.extend(held);
        Self { articles: shown, ..self }
    }

    /// Ends the embargoes that are due at `now`.
    pub fn release(&mut self, now: Timestamp) {
        let held = std::mem::take(&mut self.held);
        let (due, held) = held.into_iter().partition(|article| article.published <= now);
        self.held = held;
        self.articles.extend::<Vec<_>>(due);
        sort(&mut self.articles);
    }

    /// The same newsroom without an embargo: readers see every article at once.
    #[must_use]
    pub fn without_embargo(mut self) -> Self {
        self.articles.append(&mut self.held);
        sort(&mut self.articles);
        self
    }

    /// The same newsroom, which has taken back the articles `withdrawn`.
    #[must_use]
    pub fn with_withdrawn(mut self, withdrawn: BTreeSet<Key>) -> Self {
        self.articles.retain(|article| !withdrawn.contains(&article.id));
        self.held.retain(|article| !withdrawn.contains(&article.id));
        Self { withdrawn, ..self }
    }

    /// The articles under an embargo, which readers do not see before they are published.
    #[must_use]
    pub fn held(&self) -> &[Article] {
        &self.held
    }

    /// The ids of the articles that the newsroom has taken back.
    #[must_use]
    pub fn withdrawn(&self) -> &BTreeSet<Key> {
        &self.withdrawn
    }

    /// The newsroom's settings as readers see them: without the cards and the pins of articles that
    /// they do not see, and with the pictures of the other cards in all of their widths.
    #[must_use]
    pub fn shown_site(&self) -> Site {
        let site = self.site.clone().without_articles(|id| {
            self.withdrawn.contains(id) || self.held.iter().any(|article| article.id == *id)
        });
        site.with_variants(|id| self.article(id).ok()?.picture.as_ref())
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

    /// The same newsroom with other settings.
    pub(crate) fn with_site(self, site: Site) -> Self {
        Self { site, ..self }
    }

    /// The same newsroom, each of whose articles is in the section that `change` makes of its own.
    pub(crate) fn map_sections(mut self, change: impl Fn(&Section) -> Section) -> Self {
        for article in self.articles.iter_mut().chain(&mut self.held) {
            article.section = article.section.as_ref().map(&change);
        }
        self
    }

    /// The newsroom's settings.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The articles that readers see, newest first.
    #[must_use]
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// The article `id`.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleWithdrawn`] or [`ProblemCode::ArticleNotFound`].
    pub fn article(&self, id: &Key) -> Result<&Article, ProblemCode> {
        self.articles.iter().find(|article| article.id == *id).ok_or({
            match self.withdrawn.contains(id) {
                true => ProblemCode::ArticleWithdrawn,
                false => ProblemCode::ArticleNotFound,
            }
        })
    }

    /// The articles before and after `article` in its column, or else in its channel.
    #[must_use]
    pub fn adjacent(&self, article: &Article) -> Adjacent {
        let Some(section) = &article.section else { return Adjacent::default() };
        let column = section.column.as_ref().map(|column| &column.key);
        let mut in_section =
            self.articles.iter().filter(|other| is_in_section(other, &section.channel.key, column));
        // Newest first.
        let next = in_section.by_ref().take_while(|other| other.id != article.id).last();
        let titled = |other: &Article| Titled::from(&other.preview());
        Adjacent { next: next.map(titled), previous: in_section.next().map(titled) }
    }

    /// The page of `feed` after `cursor`, or the first page (keyset pagination).
    ///
    /// # Errors
    /// [`ProblemCode::CursorForged`], [`ProblemCode::ChannelNotFound`],
    /// [`ProblemCode::FacetNotFound`], that of [`Self::article`] for the recommendations of an unknown article, or
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
        let mut facets = Vec::new();
        let items = match feed {
            Feed::Search { query } => {
                let query = SearchQuery::new(query)?;
                if after.is_none() {
                    facets = query.facets(&self.articles).iter().map(Facet::credit).collect();
                }
                articles.map(|article| query.preview(article)).collect()
            }
            Feed::Latest
            | Feed::Channel { .. }
            | Feed::Facet(_)
            | Feed::Headlines
            | Feed::FrontChannels
            | Feed::FrontLatest
            | Feed::Recommended { .. } => articles.map(Article::preview).collect(),
        };
        Ok(FeedPage { items, next, facets })
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
            Feed::Facet(facet) => {
                let has_it = |article: &Article| Facet::all_of(article).contains(facet);
                let found = self.newest_by_tier(|article| has_it(article).then_some(0));
                if found.is_empty() {
                    return Err(ProblemCode::FacetNotFound);
                }
                found
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

/// Sorts `articles`, newest first.
fn sort(articles: &mut [Article]) {
    articles.sort_by(|a, b| newest_first((a.published, &a.id), (b.published, &b.id)));
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn an_embargo_ends_by_itself_and_hides_nothing_else(newsroom in newsroom(), days in 0i64..9) {
            let now = Timestamp::from_unix(days * 24 * 60 * 60).unwrap();
            let mut early = newsroom.clone().with_embargo(now);
            prop_assert!(early.articles().iter().all(|article| article.published <= now));
            prop_assert!(early.held().iter().all(|article| article.published > now));
            prop_assert_eq!(early.clone().without_embargo(), newsroom.clone());
            let end = Timestamp::from_unix(9 * 24 * 60 * 60).unwrap();
            early.release(end);
            prop_assert_eq!(early, newsroom);
        }
    }

    #[test]
    fn a_withdrawn_article_leaves_no_trace() {
        let wire = r#"{"id":"a","title":"潮","published":"2026-11-20T08:00:00Z","body":[]}"#;
        let article: Article = serde_json::from_str(wire).unwrap();
        let key = Key::new("a").unwrap();
        let card = r#"{"name":"报","pins":["a"],"focus":[{"title":"潮","url":"/articles/a?b"}]}"#;
        let site: Site = serde_json::from_str(card).unwrap();
        let newsroom = Newsroom::new(site, vec![article]).with_withdrawn([key.clone()].into());
        assert_eq!(newsroom.article(&key), Err(ProblemCode::ArticleWithdrawn));
        for feed in [Feed::Latest, Feed::Headlines, Feed::Search { query: "潮".into() }] {
            assert_eq!(newsroom.feed(&feed, None, Limit::default()), Ok(FeedPage::default()));
        }
        assert!(newsroom.shown_site().focus.is_empty());
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
