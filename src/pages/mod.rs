//! Page components: each composes features and holds no logic of its own.

mod article;
mod aside;
mod channel;
mod common;
#[cfg(feature = "mock")]
mod gallery;
mod home;
#[cfg(feature = "mock")]
mod long_list;
mod not_found;
mod page;
mod ranking;
mod requests;
mod search;
mod settings;

pub use article::ArticlePage;
pub use channel::ChannelPage;
#[cfg(feature = "mock")]
pub use gallery::GalleryPage;
pub use home::HomePage;
pub use not_found::NotFoundPage;
pub use page::{load, page};
pub use ranking::RankingPage;
pub use requests::{prefetch, requests};
pub use search::{SearchPage, search_query};
pub use settings::SettingsPage;
