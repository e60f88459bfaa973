//! In-memory backend: the reference implementation of the contract.
//!
//! [`MemoryStore`] holds a newsroom and the votes of its readers. The mock backend is a
//! `MemoryStore` behind a simulated network. The server computes the same responses from its
//! database; `server/tests/contract` runs the same test cases against both.

use serde::{Deserialize, Serialize};

use crate::live::LiveView;
use crate::{
    Article, Counts, Cursor, Feed, FeedPage, Key, Limit, Mood, Newsroom, Period, ProblemCode,
    Ranking, Reaction, Site, Timestamp,
};

/// One reader's mood on one article, with the time of the choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// Opaque id of the reader.
    pub reader: String,
    /// Id of the article.
    pub article: Key,
    /// The mood.
    pub mood: Mood,
    /// When the mood was chosen. Choosing the same mood again does not change it.
    pub at: Timestamp,
}

/// A newsroom and its votes, in memory.
#[derive(Debug, Clone)]
pub struct MemoryStore {
    newsroom: Newsroom,
    votes: Vec<Vote>,
}

impl MemoryStore {
    /// A store of `newsroom` that starts with `votes`, such as those of an earlier store.
    #[must_use]
    pub fn new(newsroom: Newsroom, votes: Vec<Vote>) -> Self {
        Self { newsroom, votes }
    }

    /// Every vote, in no particular order.
    #[must_use]
    pub fn votes(&self) -> &[Vote] {
        &self.votes
    }

    /// The newsroom's settings, as readers see them.
    #[must_use]
    pub fn site(&self) -> Site {
        self.newsroom.shown_site()
    }

    /// Ends the embargoes that are due at `now`.
    pub fn release(&mut self, now: Timestamp) {
        self.newsroom.release(now);
    }

    /// Takes back the articles `withdrawn`, and no others. Votes stay.
    pub fn withdraw(&mut self, withdrawn: impl IntoIterator<Item = Key>) {
        self.newsroom = self.newsroom.clone().with_withdrawn(withdrawn.into_iter().collect());
    }

    /// The article `id` with its counts and the articles adjacent to it.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleWithdrawn`] or [`ProblemCode::ArticleNotFound`].
    pub fn article(&self, id: &Key) -> Result<Article, ProblemCode> {
        self.article_at(id, &LiveView::default())
    }

    /// As [`Self::article`], with the page of its entries at `view`, if it is a live one.
    ///
    /// # Errors
    /// As [`Self::article`], and [`ProblemCode::CursorForged`].
    pub fn article_at(&self, id: &Key, view: &LiveView) -> Result<Article, ProblemCode> {
        let article = self.newsroom.article(id)?;
        let (counts, adjacent) = (self.counts(id), self.newsroom.adjacent(article));
        let live = article.live.as_ref().map(|live| live.page(view).map(Box::new)).transpose()?;
        Ok(Article { counts, adjacent, live, ..article.clone() })
    }

    fn counts(&self, id: &Key) -> Counts {
        let votes = self.votes.iter().filter(|vote| vote.article == *id);
        votes.fold(Counts::default(), |counts, vote| counts.after(None, Some(vote.mood)))
    }

    /// The counts of article `id` and the mood that `reader` chose.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleWithdrawn`] or [`ProblemCode::ArticleNotFound`].
    pub fn reaction(&self, id: &Key, reader: &str) -> Result<Reaction, ProblemCode> {
        self.newsroom.article(id)?;
        let mine = self.votes.iter().find(|vote| vote.article == *id && vote.reader == reader);
        Ok(Reaction { counts: self.counts(id), mine: mine.map(|vote| vote.mood) })
    }

    /// Sets the mood of `reader` on article `id`, or removes it when `mood` is `None`.
    /// Idempotent.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleWithdrawn`] or [`ProblemCode::ArticleNotFound`].
    pub fn choose(
        &mut self,
        id: &Key,
        reader: &str,
        mood: Option<Mood>,
        now: Timestamp,
    ) -> Result<Reaction, ProblemCode> {
        if self.reaction(id, reader)?.mine != mood {
            self.votes.retain(|vote| vote.article != *id || vote.reader != reader);
            self.votes.extend(mood.map(|mood| Vote {
                reader: reader.to_owned(),
                article: id.clone(),
                mood,
                at: now,
            }));
        }
        self.reaction(id, reader)
    }

    /// The page of `feed` after `cursor`, or the first page.
    ///
    /// # Errors
    /// As [`Newsroom::feed`].
    pub fn feed(
        &self,
        feed: &Feed,
        cursor: Option<&Cursor>,
        limit: Limit,
    ) -> Result<FeedPage, ProblemCode> {
        self.newsroom.feed(feed, cursor, limit)
    }

    /// The ranking of `mood` in the `period` that contains `now`.
    #[must_use]
    pub fn ranking(&self, mood: Mood, period: Period, now: Timestamp) -> Ranking {
        let start = period.start(now);
        let within = self.votes.iter().filter(|vote| period.start(vote.at) == start);
        self.newsroom.ranking(mood, within.map(|vote| (&vote.article, vote.mood)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::strategy::article;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn a_vote_counts_once_and_in_the_period_in_which_it_was_cast(article in article()) {
            let id = article.id.clone();
            let mut store = MemoryStore::new(Newsroom::new(Site::default(), vec![article]), vec![]);
            let monday = at("2026-11-16T00:00:00+08:00");
            let tuesday = at("2026-11-17T09:00:00+08:00");
            for now in [monday, tuesday] {
                let reaction = store.choose(&id, "a", Some(Mood::Like), now).unwrap();
                prop_assert_eq!((reaction.counts.like, reaction.mine), (1, Some(Mood::Like)));
            }
            let reaction = store.choose(&id, "b", Some(Mood::Sad), tuesday).unwrap();
            prop_assert_eq!(reaction.counts.total(), 2);
            // Choosing the mood again on Tuesday did not change the time of Monday's vote.
            prop_assert!(store.ranking(Mood::Like, Period::Day, tuesday).items.is_empty());
            prop_assert_eq!(store.ranking(Mood::Like, Period::Week, tuesday).items[0].count, 1);
            let withdrawn = store.choose(&id, "a", None, tuesday).unwrap();
            prop_assert_eq!((withdrawn.counts.like, withdrawn.mine), (0, None));
            prop_assert_eq!(store.article(&id).unwrap().counts, withdrawn.counts);
        }
    }
}
