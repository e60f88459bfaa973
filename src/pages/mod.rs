//! Page components: each composes features and holds no logic of its own.

mod article;
mod aside;
mod channel;
mod common;
mod facet;
#[cfg(feature = "mock")]
mod gallery;
mod home;
#[cfg(feature = "mock")]
mod long_list;
mod not_found;
mod offline;
mod page;
mod ranking;
mod reading_list;
mod requests;
mod search;
mod settings;

pub use article::{ArticlePage, load as load_article};
pub use channel::ChannelPage;
pub use facet::FacetPage;
#[cfg(feature = "mock")]
pub use gallery::GalleryPage;
pub use home::HomePage;
pub use not_found::NotFoundPage;
pub use offline::OfflinePage;
pub use page::{load, page};
pub use ranking::RankingPage;
pub use reading_list::ReadingListPage;
pub use requests::{prefetch, requests};
pub use search::{SearchPage, search_query};
pub use settings::SettingsPage;
