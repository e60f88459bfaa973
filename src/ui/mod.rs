//! UI components and primitives without domain knowledge: texts and callbacks are passed in.

mod chunk_view;
mod clauses;
mod deferred;
mod dialog;
mod dynamic;
mod icon;
mod maybe_link;
mod mount_point;
pub mod node;
mod notice;
mod picture;
mod static_html;
mod virtual_list;
mod virtual_window;

pub use chunk_view::{ChunkPlaceholder, chunk_view};
pub use clauses::clauses;
pub use deferred::DeferredHydration;
pub use dialog::Dialog;
pub use dynamic::dynamic;
pub use icon::Icon;
pub use maybe_link::maybe_link;
pub use notice::{Notice, Retry, Skeleton};
pub use picture::{Loading, picture};
pub use static_html::StaticHtml;
pub use virtual_list::VirtualList;
