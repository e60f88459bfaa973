//! Contexts, shell and router.

use leptos::prelude::*;
use leptos_router::WildcardSegment;
use leptos_router::components::{FlatRoutes, Route as Matched, Router};
use leptos_router::hooks::use_location;
use zaidu_model::{Route, Site};

use crate::backend::Backend;
use crate::features::site::{Footer, Header};
use crate::load::{self, Answers};
use crate::pages::{ArticlePage, ChannelPage, HomePage, NotFoundPage, RankingPage};
use crate::words;

/// The whole app. Whoever renders it elsewhere than in a browser provides the
/// [`Backend`] first.
#[component]
pub fn App() -> impl IntoView {
    provide_context(use_context().unwrap_or_else(Backend::from_page));
    view! {
        <Router>
            <Shell />
        </Router>
    }
}

/// What stands around every page.
#[component]
fn Shell() -> impl IntoView {
    let site = load::site();
    let path = use_location().pathname;
    let here = Memo::new(move |_| Route::parse(&path.read()));
    view! {
        // The router would scroll there but leave the focus; the browser moves it.
        <a class="skip" href="#content" rel="external">
            {words::SKIP_TO_CONTENT}
        </a>
        <Header site here />
        <main id="content" tabindex="-1">
            // One pattern for every address: `Route` alone knows them.
            <FlatRoutes fallback=move || view! { <NotFoundPage site /> }>
                <Matched path=WildcardSegment("path") view=move || page(here, site) />
            </FlatRoutes>
        </main>
        <Footer site />
    }
}

/// The page of the current address; another address is another page.
fn page(here: Memo<Option<Route>>, site: Answers<Site>) -> impl IntoView {
    move || match here.get() {
        Some(Route::Home) => view! { <HomePage site /> }.into_any(),
        Some(Route::Channel { channel, column }) => {
            view! { <ChannelPage site channel column /> }.into_any()
        }
        Some(Route::Article(id)) => view! { <ArticlePage site id /> }.into_any(),
        Some(Route::Ranking) => view! { <RankingPage site /> }.into_any(),
        #[cfg(feature = "mock")]
        Some(Route::Gallery) => view! { <crate::pages::GalleryPage site /> }.into_any(),
        #[cfg(not(feature = "mock"))]
        Some(Route::Gallery) => view! { <NotFoundPage site /> }.into_any(),
        None => view! { <NotFoundPage site /> }.into_any(),
    }
}
