//! Contexts, shell, and the page of each address.

use leptos::prelude::*;
use zaidu_model::{Route, Site};

use crate::backend::Backend;
use crate::browser::{network, prefetch_intent};
use crate::client_effect::client_effect;
use crate::data::{self, Query};
use crate::features::reactions;
use crate::features::site::{Footer, Header};
use crate::pages::{
    self, ArticlePage, ChannelPage, HomePage, NotFoundPage, RankingPage, SearchPage,
};
use crate::router::{self, Location};
use crate::strings;
use crate::ui::{DeferredHydration, dynamic};

/// The whole app: what stands around every page, and the page. Whoever renders it
/// elsewhere than in a browser provides the [`Backend`] first.
#[component]
pub fn App() -> impl IntoView {
    provide_context(use_context().unwrap_or_else(Backend::from_page));
    reactions::provide_outbox();
    let address = router::provide_router();
    let site = data::site();
    let here = Memo::new(move |_| address.get().route());
    client_effect(prefetch_pages);
    view! {
        <a class="skip" href="#content">
            {strings::SKIP_TO_CONTENT}
        </a>
        <Header site route=here />
        <main id="content" tabindex="-1">
            {DeferredHydration::new(move || dynamic(move || page(here.get(), site)))}
        </main>
        <Footer site />
    }
}

/// Asks for pages that the reader is about to open, unless they asked for less data.
fn prefetch_pages() {
    let owner = Owner::current().unwrap_or_default();
    let meant = move |path: &str| {
        if !network::saves_data() {
            owner.with(|| pages::prefetch(&Location(path.to_owned())));
        }
    };
    prefetch_intent::watch(meant, data::prefetch::cancel);
}

/// The page of the current address; another address is another page.
fn page(here: Option<Route>, site: Query<Site>) -> AnyView {
    match here {
        Some(Route::Home) => view! { <HomePage site /> }.into_any(),
        Some(Route::Channel { channel, column }) => {
            view! { <ChannelPage site channel column /> }.into_any()
        }
        Some(Route::Article(id)) => view! { <ArticlePage site id /> }.into_any(),
        Some(Route::Ranking) => view! { <RankingPage site /> }.into_any(),
        Some(Route::Search) => view! { <SearchPage site /> }.into_any(),
        #[cfg(feature = "mock")]
        Some(Route::Gallery) => view! { <crate::pages::GalleryPage site /> }.into_any(),
        #[cfg(not(feature = "mock"))]
        Some(Route::Gallery) => view! { <NotFoundPage site /> }.into_any(),
        None => view! { <NotFoundPage site /> }.into_any(),
    }
}
