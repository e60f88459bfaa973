//! Endless lists of previews.

mod card;
mod list;
mod paging;

pub use card::Card;
pub use list::{FeedList, FeedView};
pub use paging::{Paging, State};
