//! Endless lists of previews.

mod card;
mod infinite_scroll;
mod list;
mod pagination;
pub mod visited;

pub use list::{FeedList, FeedView, keep};
pub use pagination::{Pagination, State, Trigger};
