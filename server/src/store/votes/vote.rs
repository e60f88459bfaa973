//! The input of the vote queue: one reader's choice on one article.

use zaidu_model::{Key, Mood, Timestamp};

/// A vote: the mood that a reader sets on an article at a time; no mood withdraws the reaction.
#[derive(Debug, Clone)]
pub(in crate::store) struct Vote {
    pub(in crate::store) article: Key,
    pub(in crate::store) reader: String,
    pub(in crate::store) chosen: Option<Mood>,
    pub(in crate::store) now: Timestamp,
}
