//! Votes: a queue, the task that writes it in batches, and what a batch changes.

mod deltas;
mod queue;
mod transaction;

#[cfg(test)]
pub(crate) use queue::BATCH_TIMEOUT as VOTE_TIMEOUT;
pub(super) use queue::VoteQueue;

use zaidu_model::{Key, Mood, Timestamp};

/// A vote: the mood that a reader sets on an article at a time; no mood withdraws the reaction.
#[derive(Debug, Clone)]
pub(super) struct Vote {
    pub(super) article: Key,
    pub(super) reader: String,
    pub(super) chosen: Option<Mood>,
    pub(super) now: Timestamp,
}
