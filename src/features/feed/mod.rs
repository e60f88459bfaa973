//! Endless lists of previews.

mod card;
mod list;
mod live;
mod paging;
pub mod read;

pub use list::{FeedList, FeedView, keep};
pub use paging::{Paging, State, Wish};
