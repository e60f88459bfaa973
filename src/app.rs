//! The app: contexts, the shell around every page, and the page of each route.

use leptos::prelude::*;

use crate::backend::Backend;
use crate::browser::idle::idle;
use crate::browser::{network, prefetch_intent};
use crate::client_effect::{client_effect, spawn_scoped};
use crate::data;
use crate::features::comfort;
use crate::features::offline;
use crate::features::reactions;
use crate::features::site::{Footer, Header};
use crate::pages;
use crate::router::{self, Location};
use crate::strings;
use crate::ui::dynamic;

/// The root component: header, current page, footer. Outside a browser the [`Backend`] must
/// be provided first.
#[component]
pub fn App() -> impl IntoView {
    provide_context(use_context().unwrap_or_else(Backend::from_page));
    reactions::provide_outbox();
    // Before the router, which follows links that nobody has handled.
    client_effect(comfort::open_panel_by_links);
    let location = router::provide_router();
    let site = data::site();
    let route = Memo::new(move |_| location.get().route());
    // A server renders the header before the article, which then says the same.
    #[cfg(feature = "ssr")]
    location.set_section(use_context().and_then(|data: data::HydrationData| data.section()));
    let section = Memo::new(move |_| location.section());
    client_effect(prefetch_pages);
    client_effect(prefetch_code);
    client_effect(data::events::start);
    client_effect(move || offline::start(location, pages::requests));
    view! {
        <a class="skip" href="#content">
            {strings::SKIP_TO_CONTENT}
        </a>
        <Header site route=section />
        <main id="content" tabindex="-1">
            // Before header and footer, whose content is hydrated in later tasks.
            {dynamic(move || pages::page(route.get(), site))}
        </main>
        <Footer site />
    }
}

/// Loads the code of articles that the reader may open, unless the data saver is on.
fn prefetch_code() {
    if !network::saves_data() {
        spawn_scoped(async {
            idle().await;
            _ = pages::load_article().await;
        });
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
