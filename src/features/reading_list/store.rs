//! Store of the reading lists: localStorage, with an item for each article, so that no tab writes
//! over what another one has written.
//!
//! Storage may be closed, full, edited by anyone, or cleared at any time: each function reads it
//! anew, and what cannot be stored is an error that the reader is told.

use zaidu_model::Key;

use super::entry::Entry;
use crate::browser::clock;
use crate::browser::storage::{Storage, StorageError};

/// How many entries the history has; older ones are dropped.
pub(super) const MAX_HISTORY: usize = 500;

/// How many entries of the history may be dropped to make room for another entry. More would not
/// help: then something else fills the storage.
const MAX_DROPPED: usize = 20;

/// A reading list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Articles to be read later (稍后读). Only the reader removes them.
    Saved,
    /// Articles that were opened (阅读历史), the last [`MAX_HISTORY`] of them.
    History,
}

impl List {
    /// The prefix of the list's keys in localStorage; the article's key follows.
    fn prefix(self) -> &'static str {
        match self {
            Self::Saved => "zaidu:saved:",
            Self::History => "zaidu:opened:",
        }
    }

    fn storage_key(self, id: &Key) -> String {
        [self.prefix(), id.as_str()].concat()
    }

    /// The entry of article `id`.
    pub(super) fn get(self, id: &Key) -> Option<Entry> {
        let text = Storage::Local.get(&self.storage_key(id)).ok()??;
        Some(Entry::parse(id.clone(), &text))
    }

    /// All entries, the latest first. Keys that name no article are left out.
    ///
    /// # Errors
    /// [`StorageError`] if storage is closed.
    pub(super) fn entries(self) -> Result<Vec<Entry>, StorageError> {
        let keys = Storage::Local.keys(self.prefix())?;
        let ids = keys.iter().filter_map(|key| Key::new(&key[self.prefix().len()..]).ok());
        Ok(sorted(ids.filter_map(|id| self.get(&id))))
    }

    /// Adds `entry` as the latest one, or makes it the latest; an entry of the history that is one
    /// too many is dropped.
    ///
    /// # Errors
    /// [`StorageError`] if storage is closed or full.
    pub(super) fn add(self, mut entry: Entry) -> Result<(), StorageError> {
        let mut entries = self.entries()?;
        entries.retain(|other| other.id != entry.id);
        entry.at = next_time(clock::now().unix(), &entries);
        self.put(&entry)?;
        if self == Self::History {
            for old in entries.iter().skip(MAX_HISTORY - 1) {
                self.remove(&old.id);
            }
        }
        Ok(())
    }

    /// Stores `entry` as it is. Where storage is full, the oldest entries of the history make room.
    ///
    /// # Errors
    /// [`StorageError`] if storage is closed, or still full.
    pub(super) fn put(self, entry: &Entry) -> Result<(), StorageError> {
        let store = || Storage::Local.set(&self.storage_key(&entry.id), &entry.to_text());
        if store().is_ok() {
            return Ok(());
        }
        for old in Self::History.entries()?.iter().rev().take(MAX_DROPPED) {
            if self == Self::Saved || old.id != entry.id {
                Self::History.remove(&old.id);
            }
            if store().is_ok() {
                return Ok(());
            }
        }
        Err(StorageError)
    }

    /// Changes the entry of article `id`, if there is one.
    pub(super) fn update(self, id: &Key, change: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.get(id) {
            let mut changed = entry.clone();
            change(&mut changed);
            if changed != entry {
                // Where storage is closed or full, it stays as it was.
                let _ = self.put(&changed);
            }
        }
    }

    /// Removes the entry of article `id`.
    pub(super) fn remove(self, id: &Key) {
        // Where storage is closed there is none.
        let _ = Storage::Local.remove(&self.storage_key(id));
    }

    /// Removes all entries.
    pub(super) fn clear(self) {
        for key in Storage::Local.keys(self.prefix()).unwrap_or_default() {
            let _ = Storage::Local.remove(&key);
        }
    }
}

/// Sorts `entries`, the latest first; of two that were edited to the same time, by key.
///
/// Pointers are inserted into their place: the standard library's sorts are 3 kB of code each, and
/// this takes as long as reading the entries even for 10,000 of them.
fn sorted(entries: impl Iterator<Item = Entry>) -> Vec<Entry> {
    #[allow(clippy::vec_box, reason = "pointers are moved, not entries")]
    let mut sorted: Vec<Box<Entry>> = Vec::new();
    for entry in entries {
        let place = sorted
            .partition_point(|other| (other.at, other.id.as_str()) > (entry.at, entry.id.as_str()));
        sorted.insert(place, Box::new(entry));
    }
    sorted.into_iter().map(|entry| *entry).collect()
}

/// The time of a new entry at `now`, later than that of all `entries`, sorted: a clock that was set
/// back must not put a new entry behind old ones.
fn next_time(now: i64, entries: &[Entry]) -> i64 {
    entries.first().map_or(now, |latest| now.max(latest.at.saturating_add(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(times: &[(&str, i64)]) -> Vec<Entry> {
        let entry = |(id, at): &(&str, i64)| Entry::parse(Key::new(*id).unwrap(), &at.to_string());
        times.iter().map(entry).collect()
    }

    fn order(times: &[(&str, i64)]) -> String {
        let entries = sorted(entries(times).into_iter());
        entries.iter().map(|entry| entry.id.as_str()).collect()
    }

    #[test]
    fn the_latest_entry_is_first() {
        assert_eq!(order(&[("a", 1), ("b", 3), ("c", 2)]), "bca");
        assert_eq!(order(&[("a", 1), ("b", 1), ("c", -5)]), "bac");
    }

    #[test]
    fn a_clock_that_is_set_back_puts_nothing_behind() {
        assert_eq!(next_time(10, &[]), 10);
        assert_eq!(next_time(10, &entries(&[("a", 9)])), 10);
        assert_eq!(next_time(10, &entries(&[("a", 10)])), 11);
        assert_eq!(next_time(10, &entries(&[("b", 5_000), ("a", 9)])), 5_001);
        assert_eq!(next_time(10, &entries(&[("a", i64::MAX)])), i64::MAX);
    }
}
