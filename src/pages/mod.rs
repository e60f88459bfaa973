//! Pages compose features and do nothing else.

mod article;
mod aside;
mod channel;
#[cfg(feature = "mock")]
mod gallery;
mod home;
mod not_found;
mod ranking;

use leptos::prelude::*;

pub use article::ArticlePage;
pub use channel::ChannelPage;
#[cfg(feature = "mock")]
pub use gallery::GalleryPage;
pub use home::HomePage;
pub use not_found::NotFoundPage;
pub use ranking::RankingPage;

/// What stands for a page that is not there yet. It has a heading all the same.
fn waiting(heading: &'static str, content: AnyView) -> AnyView {
    view! {
        <div class="page">
            <h1 class="visually-hidden">{heading}</h1>
            {content}
        </div>
    }
    .into_any()
}
