//! Article: breadcrumb, headline, body with its fold, and reading bar.

mod blocks;
mod body;
mod breadcrumb;
mod content;
mod fold;
mod headline;
mod live;
mod picture_group;
mod reading_bar;
mod skeleton;

pub use body::Body;
pub use breadcrumb::Breadcrumb;
pub use content::load as load_content;
#[cfg(feature = "mock")]
pub use content::text;
pub use headline::Headline;
pub use live::{live_entry, live_head, load_live, read_live};
pub use reading_bar::ReadingBar;
pub use skeleton::skeleton;
