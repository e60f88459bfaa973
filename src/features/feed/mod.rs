//! Endless lists of previews.

mod card;
mod list;
mod paging;

pub use list::{FeedList, FeedView};
pub use paging::{Paging, State};
