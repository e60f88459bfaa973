//! Pieces that know no domain: what they say and do comes from outside.

mod changing;
mod dialog;
mod icon;
mod later;
pub mod markup;
mod named;
mod notice;
mod picture;
mod roll;
mod still;
mod window;

pub use changing::changing;
pub use dialog::Dialog;
pub use icon::Icon;
pub use later::Later;
pub use named::named;
pub use notice::{Notice, Retry, Skeleton};
pub use picture::{Comes, picture};
pub use roll::Roll;
pub use still::Still;
