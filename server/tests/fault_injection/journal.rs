//! Journal of votes and acknowledgements, compared with the rows of the store afterwards.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, Database, Statement};
use zaidu_model::{Key, Mood};

use crate::common::Fixture;
use crate::common::server_process::assert_consistent;

/// An article and a reader.
pub(crate) type Ballot = (Key, String);

/// What the store may hold for a ballot: the mood acknowledged last, or the one requested after
/// it, if that request never got a response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct VoteState {
    pub(crate) acknowledged: Option<Mood>,
    pub(crate) pending: Option<Option<Mood>>,
}

/// The journal of any number of readers.
#[derive(Debug, Default)]
pub(crate) struct Journal(pub(crate) BTreeMap<Ballot, VoteState>);

impl Journal {
    /// Records that a reader requested `mood`.
    pub(crate) fn record_request(&mut self, ballot: &Ballot, mood: Option<Mood>) {
        self.0.entry(ballot.clone()).or_default().pending = Some(mood);
    }

    /// Records that the last request was acknowledged.
    pub(crate) fn record_acknowledgement(&mut self, ballot: &Ballot) {
        let state = self.0.entry(ballot.clone()).or_default();
        if let Some(mood) = state.pending.take() {
            state.acknowledged = mood;
        }
    }

    /// The last acknowledged choice of `ballot`; none while a later request is pending.
    pub(crate) fn acknowledged(&self, ballot: &Ballot) -> Option<Option<Mood>> {
        self.0.get(ballot).filter(|state| state.pending.is_none()).map(|state| state.acknowledged)
    }

    /// Fails unless the store of `fixture` holds every acknowledged vote, and none that was never
    /// requested.
    pub(crate) async fn assert_durable(&self, fixture: &Fixture) {
        assert_consistent(fixture);
        let mut stored = load_reactions(fixture).await;
        let acknowledged = self.0.values().filter(|state| state.acknowledged.is_some()).count();
        assert!(acknowledged > 0, "nobody was told anything");
        let (mut lost, mut foreign) = (Vec::new(), Vec::new());
        for (ballot, state) in &self.0 {
            let found = stored.remove(ballot);
            let allowed: BTreeSet<_> =
                state.pending.into_iter().chain([state.acknowledged]).collect();
            if !allowed.contains(&found) {
                lost.push((ballot, state, found));
            }
        }
        foreign.extend(stored);
        assert!(lost.is_empty(), "lost or changed: {lost:#?}");
        assert!(foreign.is_empty(), "nobody's: {foreign:#?}");
    }
}

/// The reactions in the database. Fails when a reader has two rows for one article.
async fn load_reactions(fixture: &Fixture) -> BTreeMap<Ballot, Mood> {
    let db = Database::connect(&fixture.database).await.unwrap();
    let all = "SELECT article, reader, mood FROM reactions";
    let all = Statement::from_string(db.get_database_backend(), all);
    let mut rows = BTreeMap::new();
    for row in db.query_all_raw(all).await.unwrap() {
        let text = |index| row.try_get_by_index::<String>(index).unwrap();
        let ballot = (Key::new(text(0)).unwrap(), text(1));
        let before = rows.insert(ballot, text(2).parse().unwrap());
        assert_eq!(before, None, "one reader has two rows");
    }
    db.close().await.unwrap();
    rows
}
