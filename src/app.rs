//! The app: contexts, the shell around every page, and the page of each route.

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
use crate::ui::dynamic;

/// The root component: header, current page, footer. Outside a browser the [`Backend`] must
/// be provided first.
#[component]
pub fn App() -> impl IntoView {
    provide_context(use_context().unwrap_or_else(Backend::from_page));
    reactions::provide_outbox();
    let location = router::provide_router();
    let site = data::site();
    let route = Memo::new(move |_| location.get().route());
    client_effect(prefetch_pages);
    view! {
        <a class="skip" href="#content">
            {strings::SKIP_TO_CONTENT}
        </a>
        <Header site route />
        <main id="content" tabindex="-1">
            // Before header and footer, whose content is hydrated in later tasks.
            {dynamic(move || page(route.get(), site))}
        </main>
        <Footer site />
    }
}

/// Prefetches pages that the reader is about to open, unless the data saver is on.
fn prefetch_pages() {
    let owner = Owner::current().unwrap_or_default();
    let on_intent = move |path: &str| {
        if !network::saves_data() {
            owner.with(|| pages::prefetch(&Location(path.to_owned())));
        }
    };
    prefetch_intent::watch(on_intent, data::prefetch::cancel);
}

/// The page of a route; not found for none.
fn page(route: Option<Route>, site: Query<Site>) -> AnyView {
    match route {
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
