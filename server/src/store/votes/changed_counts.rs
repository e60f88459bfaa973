//! Counts that votes have changed, collected for the readers who are told of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use zaidu_model::{Counts, Key, Reaction};

use super::vote::Vote;
use crate::store::StoreError;

/// The latest counts of each article that was voted on since they were last taken. Nothing is
/// collected before that. Clones share the counts.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct ChangedCounts(Arc<Mutex<Option<BTreeMap<Key, Counts>>>>);

impl ChangedCounts {
    /// Notes the results of `votes`, which are durable.
    pub(super) fn note(&self, votes: &[Vote], results: &[Result<Reaction, StoreError>]) {
        let mut collected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(collected) = &mut *collected else { return };
        for (vote, result) in votes.iter().zip(results) {
            if let Ok(reaction) = result {
                collected.insert(vote.article.clone(), reaction.counts);
            }
        }
    }

    /// Takes what was collected.
    pub(in crate::store) fn take(&self) -> BTreeMap<Key, Counts> {
        let mut collected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        collected.replace(BTreeMap::new()).unwrap_or_default()
    }
}
