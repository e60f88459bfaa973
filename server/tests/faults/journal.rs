//! What readers were told, and whether the store agrees.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, Database, Statement};
use zaidu_model::{Key, Mood};

use crate::common::Place;
use crate::program::assert_sound;

/// Article and reader.
pub(crate) type Ballot = (Key, String);

/// What may be in the store: the mood that was acknowledged last, and the one that
/// was asked for after it, if that was never answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) acknowledged: Option<Mood>,
    pub(crate) asked: Option<Option<Mood>>,
}

/// The entries of any number of readers.
#[derive(Debug, Default)]
pub(crate) struct Journal(pub(crate) BTreeMap<Ballot, Said>);

impl Journal {
    /// Notes that a reader asked for `mood`.
    pub(crate) fn ask(&mut self, ballot: &Ballot, mood: Option<Mood>) {
        self.0.entry(ballot.clone()).or_default().asked = Some(mood);
    }

    /// Notes that the last was acknowledged.
    pub(crate) fn acknowledge(&mut self, ballot: &Ballot) {
        let said = self.0.entry(ballot.clone()).or_default();
        if let Some(mood) = said.asked.take() {
            said.acknowledged = mood;
        }
    }

    /// What was acknowledged last of `ballot`, if anything was.
    pub(crate) fn acknowledged(&self, ballot: &Ballot) -> Option<Option<Mood>> {
        self.0.get(ballot).filter(|said| said.asked.is_none()).map(|said| said.acknowledged)
    }

    /// Fails unless the store of `place` holds what was acknowledged, and nothing
    /// that nobody asked for.
    pub(crate) async fn assert_kept(&self, place: &Place) {
        assert_sound(place);
        let mut kept = rows(place).await;
        let acknowledged = self.0.values().filter(|said| said.acknowledged.is_some()).count();
        assert!(acknowledged > 0, "nobody was told anything");
        let (mut lost, mut foreign) = (Vec::new(), Vec::new());
        for (ballot, said) in &self.0 {
            let found = kept.remove(ballot);
            let allowed: BTreeSet<_> = said.asked.into_iter().chain([said.acknowledged]).collect();
            if !allowed.contains(&found) {
                lost.push((ballot, said, found));
            }
        }
        foreign.extend(kept);
        assert!(lost.is_empty(), "lost or changed: {lost:#?}");
        assert!(foreign.is_empty(), "nobody's: {foreign:#?}");
    }
}

async fn rows(place: &Place) -> BTreeMap<Ballot, Mood> {
    let db = Database::connect(&place.database).await.unwrap();
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
