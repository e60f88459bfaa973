//! Full-text search: the index of normalised texts and the queries on it.

pub(super) mod index;
mod query;
