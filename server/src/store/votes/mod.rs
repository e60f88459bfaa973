//! Votes: a queue, the task that writes it in batches, and what a batch changes.

mod deltas;
mod queue;
mod transaction;
mod vote;

#[cfg(test)]
pub(crate) use queue::BATCH_TIMEOUT as VOTE_TIMEOUT;
pub(super) use queue::VoteQueue;
pub(super) use vote::Vote;
