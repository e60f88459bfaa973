//! Feeds: paginated lists of previews with infinite scroll, as virtual lists.

mod card;
mod infinite_scroll;
mod list;
mod pagination;
pub mod visited;

pub use list::{FeedList, FeedView, cache_list, load};
pub use pagination::{Pagination, State, Trigger};
