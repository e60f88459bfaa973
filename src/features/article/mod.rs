//! Article: breadcrumb, headline, body with its fold, and reading bar.

mod blocks;
mod body;
mod breadcrumb;
mod fold;
mod headline;
mod picture_group;
mod reading_bar;
mod skeleton;

pub use body::Body;
pub use breadcrumb::Breadcrumb;
pub use headline::Headline;
pub use reading_bar::ReadingBar;
pub use skeleton::skeleton;
