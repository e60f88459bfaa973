//! Pieces that know no domain: what they say and do comes from outside.

mod dialog;
mod icon;
mod named;
mod notice;
mod picture;
mod still;

pub use dialog::Dialog;
pub use icon::Icon;
pub use named::Named;
pub use notice::{Notice, Retry, Skeleton};
pub use picture::Picture;
pub use still::Still;
