//! Counter deltas of a batch of votes, computed in memory from the stored rows by the rule of
//! [`MemoryStore::choose`](zaidu_model::MemoryStore::choose).

use std::collections::BTreeMap;

use zaidu_model::{Counts, Key, Mood, ProblemCode, Reaction, Timestamp};

use super::vote::Vote;
use crate::store::StoreError;
use crate::store::entity::period_counts::{PeriodCountKey, period_count_keys};
use crate::store::visibility::hidden_reason;

/// A mood and the time at which it was chosen.
pub(super) type ChosenAt = (Mood, Timestamp);

/// The primary key of a reaction: article and reader.
pub(super) type VoteKey = (Key, String);

/// A value before and after the batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change<T> {
    before: T,
    after: T,
}

impl<T: Copy + PartialEq> Change<T> {
    fn unchanged(value: T) -> Self {
        Self { before: value, after: value }
    }

    /// The new value, if it differs.
    fn new_value(&self) -> Option<T> {
        (self.before != self.after).then_some(self.after)
    }
}

/// The changes of a batch. All iterators return entries in the order of their keys, so that servers
/// write rows in the same order.
#[derive(Debug, Default)]
pub(super) struct Deltas {
    counts: BTreeMap<Key, Change<Counts>>,
    votes: BTreeMap<VoteKey, Change<Option<ChosenAt>>>,
    /// Reactions whose rows this version cannot parse, with the reason.
    unreadable: BTreeMap<VoteKey, String>,
    /// Since when readers see those articles that they did not always see.
    shown_from: BTreeMap<Key, i64>,
}

impl Deltas {
    /// No changes yet; `counts` are those of the existing articles.
    pub(super) fn new(counts: impl IntoIterator<Item = (Key, Counts)>) -> Self {
        let counts = counts.into_iter().map(|(id, counts)| (id, Change::unchanged(counts)));
        Self { counts: counts.collect(), ..Self::default() }
    }

    /// Inserts a stored reaction, or why its row cannot be parsed.
    pub(super) fn insert_reaction(&mut self, key: VoteKey, chosen: Result<ChosenAt, String>) {
        match chosen {
            Ok(chosen) => drop(self.votes.insert(key, Change::unchanged(Some(chosen)))),
            Err(reason) => drop(self.unreadable.insert(key, reason)),
        }
    }

    /// Inserts since when readers see an article.
    pub(super) fn insert_shown_from(&mut self, article: Key, shown_from: i64) {
        self.shown_from.insert(article, shown_from);
    }

    /// Applies `vote` and returns the reaction after it.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleNotFound`], [`ProblemCode::ArticleWithdrawn`] or
    /// [`StoreError::Corrupt`]; then nothing changed.
    pub(super) fn apply(&mut self, vote: &Vote) -> Result<Reaction, StoreError> {
        let counts = self.counts.get_mut(&vote.article).ok_or(ProblemCode::ArticleNotFound)?;
        let shown_from = self.shown_from.get(&vote.article);
        if let Some(code) = shown_from.and_then(|from| hidden_reason(*from, vote.now.unix())) {
            return Err(code.into());
        }
        let key = (vote.article.clone(), vote.reader.clone());
        if let Some(reason) = self.unreadable.get(&key) {
            return Err(StoreError::Corrupt(reason.clone()));
        }
        let mine = self.votes.entry(key).or_insert(Change::unchanged(None));
        let before = mine.after.map(|(mood, _)| mood);
        if before != vote.chosen {
            counts.after = counts.after.after(before, vote.chosen);
            mine.after = vote.chosen.map(|mood| (mood, vote.now));
        }
        Ok(Reaction { counts: counts.after, mine: vote.chosen })
    }

    /// Whether there is anything to write.
    pub(super) fn is_changed(&self) -> bool {
        self.votes.values().any(|change| change.new_value().is_some())
    }

    /// Changed counts of articles.
    pub(super) fn counts(&self) -> impl Iterator<Item = (&Key, Counts)> {
        self.counts.iter().filter_map(|(id, change)| Some((id, change.new_value()?)))
    }

    /// New and changed reactions.
    pub(super) fn chosen(&self) -> impl Iterator<Item = (&VoteKey, ChosenAt)> {
        self.votes.iter().filter_map(|(key, change)| Some((key, change.new_value()??)))
    }

    /// Withdrawn reactions.
    pub(super) fn withdrawn(&self) -> impl Iterator<Item = &VoteKey> {
        let is_withdrawn = |change: &Change<_>| change.new_value() == Some(None);
        self.votes.iter().filter(move |(_, change)| is_withdrawn(change)).map(|(key, _)| key)
    }

    /// The differences of the counters per period, without zeros.
    pub(super) fn period_counts(&self) -> BTreeMap<PeriodCountKey, i64> {
        let mut differences = BTreeMap::new();
        for ((article, _), change) in &self.votes {
            if change.before == change.after {
                continue;
            }
            for (chosen, difference) in [(change.before, -1), (change.after, 1)] {
                let keys = |(mood, at): &ChosenAt| period_count_keys(article, *mood, *at);
                for key in chosen.iter().flat_map(keys) {
                    *differences.entry(key).or_default() += difference;
                }
            }
        }
        differences.retain(|_, difference| *difference != 0);
        differences
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use zaidu_model::{MemoryStore, Newsroom, Site};

    fn key(text: &str) -> Key {
        Key::new(text).unwrap()
    }

    fn at(day: i64) -> Timestamp {
        Timestamp::from_unix(1_795_000_000 + day * 86_400).unwrap()
    }

    fn vote(reader: &str, chosen: Option<Mood>, day: i64) -> Vote {
        Vote { article: key("a"), reader: reader.into(), chosen, now: at(day) }
    }

    #[test]
    fn a_vote_on_an_unknown_article_fails_alone() {
        let mut deltas = Deltas::new([(key("a"), Counts::default())]);
        let unknown = Vote { article: key("b"), ..vote("x", Some(Mood::Like), 0) };
        let error = deltas.apply(&unknown).unwrap_err();
        assert!(matches!(error, StoreError::Refused(ProblemCode::ArticleNotFound)));
        assert!(!deltas.is_changed());
        assert_eq!(deltas.apply(&vote("x", Some(Mood::Like), 0)).unwrap().counts.like, 1);
    }

    #[test]
    fn an_unreadable_row_fails_alone_and_stays() {
        let mut deltas = Deltas::new([(key("a"), Counts::default())]);
        deltas.insert_reaction((key("a"), "x".into()), Err("mood \"angry\"".into()));
        assert!(matches!(deltas.apply(&vote("x", None, 0)), Err(StoreError::Corrupt(_))));
        assert!(deltas.apply(&vote("y", Some(Mood::Sad), 0)).is_ok());
        assert_eq!((deltas.chosen().count(), deltas.withdrawn().count()), (1, 0));
    }

    #[test]
    fn a_vote_and_its_withdrawal_write_nothing() {
        let mut deltas = Deltas::new([(key("a"), Counts::default())]);
        assert!(deltas.apply(&vote("x", Some(Mood::Sad), 0)).is_ok());
        assert!(deltas.apply(&vote("x", None, 0)).is_ok());
        assert!(!deltas.is_changed() && deltas.period_counts().is_empty());
    }

    proptest! {
        #[test]
        fn a_batch_has_the_result_of_single_votes(
            votes in proptest::collection::vec((0..3usize, 0..5usize, 0..40i64), 0..60),
            first in 0..60usize,
        ) {
            let article = serde_json::json!({
                "id": "a", "published": "2026-11-18T06:30:00+08:00", "body": [],
            });
            let article = serde_json::from_value(article).unwrap();
            let mut reference = MemoryStore::new(Newsroom::new(Site::default(), vec![article]), vec![]);
            let votes: Vec<Vote> = votes
                .iter()
                .map(|(who, mood, day)| vote(["x", "y", "z"][*who], Mood::ALL.get(*mood).copied(), *day))
                .collect();
            let (earlier, batch) = votes.split_at(first.min(votes.len()));
            for vote in earlier {
                reference.choose(&vote.article, &vote.reader, vote.chosen, vote.now).unwrap();
            }
            let mut deltas = Deltas::new([(key("a"), reference.article(&key("a")).unwrap().counts)]);
            let period_counts = |reference: &MemoryStore| {
                let mut counts = BTreeMap::new();
                for vote in reference.votes() {
                    for key in period_count_keys(&vote.article, vote.mood, vote.at) {
                        *counts.entry(key).or_insert(0) += 1;
                    }
                }
                counts
            };
            let mut expected = period_counts(&reference);
            for vote in reference.votes() {
                deltas.insert_reaction((vote.article.clone(), vote.reader.clone()), Ok((vote.mood, vote.at)));
            }
            for vote in batch {
                let result = deltas.apply(vote).unwrap();
                let expected = reference.choose(&vote.article, &vote.reader, vote.chosen, vote.now).unwrap();
                prop_assert_eq!(result, expected);
            }
            for (key, difference) in deltas.period_counts() {
                *expected.entry(key).or_default() += difference;
            }
            expected.retain(|_, readers| *readers != 0);
            prop_assert_eq!(expected, period_counts(&reference));
            let counts = reference.article(&key("a")).unwrap().counts;
            prop_assert!(deltas.counts().all(|(_, after)| after == counts));
            for ((article, reader), (mood, at)) in deltas.chosen() {
                let has_reader = |vote: &&zaidu_model::memory_store::Vote| vote.reader == *reader;
                let stored = reference.votes().iter().find(has_reader).unwrap();
                prop_assert_eq!((&stored.article, stored.mood, stored.at), (article, mood, at));
            }
        }
    }
}
