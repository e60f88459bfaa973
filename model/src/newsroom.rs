//! A newsroom in memory, with the rules by which the contract answers.
//!
//! The mock answers from it. The server's store gives the same answers from
//! tables, and the contract tests put the same cases to both.

use crate::feed::{Position, newest_first};
use crate::{
    Article, Cursor, Feed, FeedPage, Key, Limit, Mood, ProblemCode, Query, Ranking, RankingEntry,
    Site,
};

/// A site and its articles: what an import gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newsroom {
    site: Site,
    articles: Vec<Article>,
}

impl Newsroom {
    /// A newsroom of these articles, in any order.
    #[must_use]
    pub fn new(site: Site, mut articles: Vec<Article>) -> Self {
        articles.sort_by(|a, b| newest_first((a.published, &a.id), (b.published, &b.id)));
        Self { site, articles }
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

    /// The page of `feed` after `cursor`.
    ///
    /// # Errors
    /// [`ProblemCode::CursorForged`], [`ProblemCode::ChannelNotFound`],
    /// [`ProblemCode::ArticleNotFound`] for the recommendations of no article, or
    /// [`ProblemCode::QueryTooShort`].
    pub fn feed(
        &self,
        feed: &Feed,
        cursor: Option<&Cursor>,
        limit: Limit,
    ) -> Result<FeedPage, ProblemCode> {
        let after = cursor.map(Cursor::position).transpose()?;
        match feed {
            Feed::Latest => {}
            Feed::Channel { channel, column } => {
                let section = self.site.section(channel, column.as_ref());
                section.ok_or(ProblemCode::ChannelNotFound)?;
            }
            Feed::Recommended { article } => {
                self.article(article)?;
            }
            Feed::Search { query } => {
                return Ok(self.search(&Query::new(query)?, after.as_ref(), limit));
            }
        }
        let is_after = |article: &Article| {
            after.as_ref().is_none_or(|position| {
                let (rank, id) = (article.published.unix(), &article.id);
                (rank, id) < (position.rank, &position.id)
            })
        };
        let mut rest =
            self.articles.iter().filter(|article| holds(feed, article) && is_after(article));
        let items: Vec<_> = rest.by_ref().take(limit.get()).map(Article::preview).collect();
        let next = match rest.next() {
            Some(_) => items.last().map(|last| Position::of(last).cursor()),
            None => None,
        };
        Ok(FeedPage { items, next })
    }

    /// The page of what `query` finds after a place: titles before texts, newest
    /// first in each.
    fn search(&self, query: &Query, after: Option<&Position>, limit: Limit) -> FeedPage {
        let found = |article| Some((query.tier(article)?, article));
        let mut found: Vec<_> = self.articles.iter().filter_map(found).collect();
        // A stable sort: the articles stand newest first.
        found.sort_by_key(|(tier, _)| *tier);
        let place = |(tier, article): &(u8, &Article)| Position {
            tier: *tier,
            ..Position::of(&article.preview())
        };
        let mut rest = found.iter().filter(|found| {
            after.is_none_or(|after| {
                let Position { tier, rank, id } = place(found);
                tier > after.tier || tier == after.tier && (rank, &id) < (after.rank, &after.id)
            })
        });
        let shown: Vec<_> = rest.by_ref().take(limit.get()).collect();
        let next = rest.next().and(shown.last()).map(|last| place(last).cursor());
        FeedPage { items: shown.iter().map(|(_, article)| query.preview(article)).collect(), next }
    }

    /// The ranking of `mood`, given who chose what on which article in the
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
        items.truncate(Ranking::LENGTH);
        Ranking { items }
    }
}

/// Whether `feed` holds `article`.
fn holds(feed: &Feed, article: &Article) -> bool {
    match feed {
        Feed::Latest => true,
        Feed::Search { .. } => false,
        Feed::Recommended { article: current } => article.id != *current,
        Feed::Channel { channel, column } => article.section.as_ref().is_some_and(|section| {
            section.channel.key == *channel
                && column.as_ref().is_none_or(|key| {
                    section.column.as_ref().is_some_and(|place| place.key == *key)
                })
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::strategy::article;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn walk(newsroom: &Newsroom, feed: &Feed, limit: Limit) -> Vec<Key> {
        let mut seen = Vec::new();
        let mut cursor = None;
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

    fn distinct(mut articles: Vec<Article>) -> Vec<Article> {
        articles.sort_by(|a, b| a.id.cmp(&b.id));
        articles.dedup_by(|a, b| a.id == b.id);
        articles
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn pages_of_any_length_meet_without_a_seam(
            articles in vec(article(), 0..12),
            limit in 1u8..6,
        ) {
            let newsroom = Newsroom::new(Site::default(), distinct(articles));
            let limit = limit.to_string().parse().unwrap();
            let all: Vec<_> = newsroom.articles().iter().map(|a| a.id.clone()).collect();
            prop_assert_eq!(walk(&newsroom, &Feed::Latest, limit), all.clone());
            if let Some(first) = all.first() {
                let rest = walk(&newsroom, &Feed::Recommended { article: first.clone() }, limit);
                prop_assert_eq!(&rest[..], &all[1..]);
            }
        }
    }

    #[test]
    fn what_does_not_exist_says_so() {
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
