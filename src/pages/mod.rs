//! Pages compose features and do nothing else.

mod article;
mod channel;
mod home;
mod not_found;
mod ranking;

pub use article::ArticlePage;
pub use channel::ChannelPage;
pub use home::HomePage;
pub use not_found::NotFoundPage;
pub use ranking::RankingPage;
