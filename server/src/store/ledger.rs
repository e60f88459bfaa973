//! What a batch of votes changes: computed in memory from what the tables hold,
//! by the same rule as [`MemoryStore::choose`](zaidu_model::MemoryStore::choose).

use std::collections::BTreeMap;

use zaidu_model::{Counts, Key, Mood, Period, ProblemCode, Reaction, Timestamp};

use super::StoreError;
use super::votes::Vote;

/// A mood, and when it was chosen.
pub(super) type Chosen = (Mood, Timestamp);

/// Whose vote on what: article and reader.
pub(super) type Ballot = (Key, String);

/// One line of the rankings: a period's key, its first second, and how many more
/// or fewer readers chose a mood on an article in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) article: Key,
    pub(super) period: &'static str,
    pub(super) start: i64,
    pub(super) mood: &'static str,
}

/// Something as the tables hold it, and as it is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change<T> {
    before: T,
    after: T,
}

impl<T: Copy + PartialEq> Change<T> {
    fn none(value: T) -> Self {
        Self { before: value, after: value }
    }

    /// What it is to be, if that is something else.
    fn to(&self) -> Option<T> {
        (self.before != self.after).then_some(self.after)
    }
}

/// The articles and ballots of a batch. Everything comes out in the order of its
/// keys, so that two servers touch the same rows in the same order.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    counts: BTreeMap<Key, Change<Counts>>,
    ballots: BTreeMap<Ballot, Change<Option<Chosen>>>,
    /// Ballots whose row says what this version does not know.
    unreadable: BTreeMap<Ballot, String>,
}

impl Ledger {
    /// A ledger of the articles that exist, with their counts.
    pub(super) fn new(counts: impl IntoIterator<Item = (Key, Counts)>) -> Self {
        let counts = counts.into_iter().map(|(id, counts)| (id, Change::none(counts)));
        Self { counts: counts.collect(), ..Self::default() }
    }

    /// Notes what a reader had chosen before.
    pub(super) fn note(&mut self, ballot: Ballot, chosen: Result<Chosen, String>) {
        match chosen {
            Ok(chosen) => drop(self.ballots.insert(ballot, Change::none(Some(chosen)))),
            Err(reason) => drop(self.unreadable.insert(ballot, reason)),
        }
    }

    /// Enters `vote`: the reaction after it.
    ///
    /// # Errors
    /// [`ProblemCode::ArticleNotFound`], or [`StoreError::Corrupt`]; then nothing
    /// changed.
    pub(super) fn enter(&mut self, vote: &Vote) -> Result<Reaction, StoreError> {
        let counts = self.counts.get_mut(&vote.article).ok_or(ProblemCode::ArticleNotFound)?;
        let ballot = (vote.article.clone(), vote.reader.clone());
        if let Some(reason) = self.unreadable.get(&ballot) {
            return Err(StoreError::Corrupt(reason.clone()));
        }
        let mine = self.ballots.entry(ballot).or_insert(Change::none(None));
        let before = mine.after.map(|(mood, _)| mood);
        if before != vote.chosen {
            counts.after = counts.after.after(before, vote.chosen);
            mine.after = vote.chosen.map(|mood| (mood, vote.now));
        }
        Ok(Reaction { counts: counts.after, mine: vote.chosen })
    }

    /// Whether there is anything to write.
    pub(super) fn is_changed(&self) -> bool {
        self.ballots.values().any(|change| change.to().is_some())
    }

    /// Counts that are new.
    pub(super) fn counts(&self) -> impl Iterator<Item = (&Key, Counts)> {
        self.counts.iter().filter_map(|(id, change)| Some((id, change.to()?)))
    }

    /// Ballots that are new or changed.
    pub(super) fn chosen(&self) -> impl Iterator<Item = (&Ballot, Chosen)> {
        self.ballots.iter().filter_map(|(ballot, change)| Some((ballot, change.to()??)))
    }

    /// Ballots that were taken back.
    pub(super) fn withdrawn(&self) -> impl Iterator<Item = &Ballot> {
        let is_gone = |change: &Change<_>| change.to() == Some(None);
        self.ballots.iter().filter(move |(_, change)| is_gone(change)).map(|(ballot, _)| ballot)
    }

    /// By how much each line of the rankings changes; none by nothing.
    pub(super) fn lines(&self) -> BTreeMap<Line, i64> {
        let mut lines = BTreeMap::new();
        for ((article, _), change) in &self.ballots {
            if change.before == change.after {
                continue;
            }
            for (chosen, more) in [(change.before, -1), (change.after, 1)] {
                for line in chosen.iter().flat_map(|(mood, at)| lines_of(article, *mood, *at)) {
                    *lines.entry(line).or_default() += more;
                }
            }
        }
        lines.retain(|_, more| *more != 0);
        lines
    }
}

/// The lines in which a vote counts.
pub(super) fn lines_of(article: &Key, mood: Mood, at: Timestamp) -> impl Iterator<Item = Line> {
    Period::ALL.into_iter().map(move |period| Line {
        article: article.clone(),
        period: period.key(),
        start: period.start(at).unix(),
        mood: mood.key(),
    })
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
    fn an_unknown_article_fails_alone() {
        let mut ledger = Ledger::new([(key("a"), Counts::default())]);
        let unknown = Vote { article: key("b"), ..vote("x", Some(Mood::Like), 0) };
        let refused = ledger.enter(&unknown).unwrap_err();
        assert!(matches!(refused, StoreError::Refused(ProblemCode::ArticleNotFound)));
        assert!(!ledger.is_changed());
        assert_eq!(ledger.enter(&vote("x", Some(Mood::Like), 0)).unwrap().counts.like, 1);
    }

    #[test]
    fn a_row_that_cannot_be_read_fails_alone_and_stays() {
        let mut ledger = Ledger::new([(key("a"), Counts::default())]);
        ledger.note((key("a"), "x".into()), Err("mood \"angry\"".into()));
        assert!(matches!(ledger.enter(&vote("x", None, 0)), Err(StoreError::Corrupt(_))));
        assert!(ledger.enter(&vote("y", Some(Mood::Sad), 0)).is_ok());
        assert_eq!((ledger.chosen().count(), ledger.withdrawn().count()), (1, 0));
    }

    #[test]
    fn there_and_back_writes_nothing() {
        let mut ledger = Ledger::new([(key("a"), Counts::default())]);
        assert!(ledger.enter(&vote("x", Some(Mood::Sad), 0)).is_ok());
        assert!(ledger.enter(&vote("x", None, 0)).is_ok());
        assert!(!ledger.is_changed() && ledger.lines().is_empty());
    }

    proptest! {
        #[test]
        fn a_batch_is_its_votes_one_by_one(
            votes in proptest::collection::vec((0..3usize, 0..5usize, 0..40i64), 0..60),
            first in 0..60usize,
        ) {
            let article = serde_json::json!({
                "id": "a", "published": "2026-11-18T06:30:00+08:00", "body": [],
            });
            let article = serde_json::from_value(article).unwrap();
            let mut desk = MemoryStore::new(Newsroom::new(Site::default(), vec![article]), vec![]);
            let votes: Vec<Vote> = votes
                .iter()
                .map(|(who, mood, day)| vote(["x", "y", "z"][*who], Mood::ALL.get(*mood).copied(), *day))
                .collect();
            let (earlier, batch) = votes.split_at(first.min(votes.len()));
            for vote in earlier {
                desk.choose(&vote.article, &vote.reader, vote.chosen, vote.now).unwrap();
            }
            let mut ledger = Ledger::new([(key("a"), desk.article(&key("a")).unwrap().counts)]);
            let lines = |desk: &MemoryStore| {
                let mut lines = BTreeMap::new();
                for vote in desk.votes() {
                    for line in lines_of(&vote.article, vote.mood, vote.at) {
                        *lines.entry(line).or_insert(0) += 1;
                    }
                }
                lines
            };
            let mut expected = lines(&desk);
            for vote in desk.votes() {
                ledger.note((vote.article.clone(), vote.reader.clone()), Ok((vote.mood, vote.at)));
            }
            for vote in batch {
                let said = ledger.enter(vote).unwrap();
                let told = desk.choose(&vote.article, &vote.reader, vote.chosen, vote.now).unwrap();
                prop_assert_eq!(said, told);
            }
            for (line, more) in ledger.lines() {
                *expected.entry(line).or_default() += more;
            }
            expected.retain(|_, readers| *readers != 0);
            prop_assert_eq!(expected, lines(&desk));
            let counts = desk.article(&key("a")).unwrap().counts;
            prop_assert!(ledger.counts().all(|(_, after)| after == counts));
            for ((article, reader), (mood, at)) in ledger.chosen() {
                let is_it = |vote: &&zaidu_model::memory_store::Vote| vote.reader == *reader;
                let kept = desk.votes().iter().find(is_it).unwrap();
                prop_assert_eq!((&kept.article, kept.mood, kept.at), (article, mood, at));
            }
        }
    }
}
