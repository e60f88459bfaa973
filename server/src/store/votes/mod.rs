//! Votes: a queue, the task that writes it in batches, and what a batch changes.

mod changed_counts;
mod deltas;
mod queue;
mod transaction;
mod vote;

pub(super) use changed_counts::ChangedCounts;
#[cfg(test)]
pub(crate) use queue::BATCH_TIMEOUT as VOTE_TIMEOUT;
pub(super) use queue::VoteQueue;
pub(super) use vote::Vote;
