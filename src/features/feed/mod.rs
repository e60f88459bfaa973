//! Feeds: paginated lists of previews with infinite scroll, as virtual lists.

mod card;
mod infinite_scroll;
mod list;
mod news;
mod pagination;
mod up_next;
pub mod visited;

pub use list::{FeedList, FeedPart, FeedView, Part, cache_list, feed_view, load};
pub use pagination::{Pagination, State, Trigger};
