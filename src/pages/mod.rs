//! Pages compose features and do nothing else.

mod article;
mod channel;
#[cfg(feature = "mock")]
mod gallery;
mod home;
mod not_found;
mod ranking;

pub use article::ArticlePage;
pub use channel::ChannelPage;
#[cfg(feature = "mock")]
pub use gallery::GalleryPage;
pub use home::HomePage;
pub use not_found::NotFoundPage;
pub use ranking::RankingPage;
