//! Full-text search: the index of folded texts and the queries on it.

pub(super) mod index;
mod query;
