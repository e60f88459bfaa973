//! The page of a route. Articles are part of the program; the other pages are in a chunk.

use leptos::prelude::*;
use zaidu_model::{Route, Site};

use super::common::placeholder;
use super::{
    ArticlePage, ChannelPage, FacetPage, HomePage, NotFoundPage, OfflinePage, RankingPage,
    ReadingListPage, SearchPage, SettingsPage,
};
use super::{article, aside};
use crate::chunk::{self, ChunkFuture, chunk_fn};
use crate::client_effect::client_effect;
use crate::data::{Query, chunk_placeholder, view_loading_list};
use crate::features::feed;
use crate::features::reading_list::{self, List};
use crate::strings;
use crate::ui::{ChunkPlaceholder, chunk_view};

/// The page of `route`; not found for none.
pub fn page(route: Option<Route>, site: Query<Site>) -> AnyView {
    match route {
        Some(Route::Article(id)) => view! { <ArticlePage site id /> }.into_any(),
        Some(route) => chunk_view(load_page, PLACEHOLDER, move || list_page(site, route.clone())),
        None => view! { <NotFoundPage site /> }.into_any(),
    }
}

/// Loads the code of the page of `route`. That of an article which the server has rendered needs
/// none.
pub fn load(route: Option<&Route>, is_rendered: bool) -> ChunkFuture<()> {
    match route {
        Some(Route::Article(_)) if !is_rendered => article::load(),
        Some(Route::Article(_)) | None => Box::pin(async { Ok(()) }),
        Some(_) => chunk::all([load_page(), aside::load(), feed::load()]),
    }
}

const PLACEHOLDER: ChunkPlaceholder =
    chunk_placeholder(|| placeholder(strings::LATEST, view_loading_list(6)));

chunk_fn! {
    in lists, loaded by load_page;
    /// The page of a `route` other than that of an article.
    fn list_page(site: Query<Site>, route: Route) -> AnyView {
        client_effect(|| reading_list::start(None));
        match route {
            Route::Home => view! { <HomePage site /> }.into_any(),
            Route::Channel { channel, column } => {
                view! { <ChannelPage site channel column /> }.into_any()
            }
            Route::Facet(facet) => view! { <FacetPage site facet /> }.into_any(),
            Route::Ranking => view! { <RankingPage site /> }.into_any(),
            Route::Search => view! { <SearchPage site /> }.into_any(),
            Route::Settings => view! { <SettingsPage site /> }.into_any(),
            Route::Offline => view! { <OfflinePage site /> }.into_any(),
            Route::Saved => view! { <ReadingListPage site list=List::Saved /> }.into_any(),
            Route::History => view! { <ReadingListPage site list=List::History /> }.into_any(),
            #[cfg(feature = "mock")]
            Route::Gallery => view! { <crate::pages::GalleryPage site /> }.into_any(),
            #[cfg(not(feature = "mock"))]
            Route::Gallery => view! { <NotFoundPage site /> }.into_any(),
            Route::Article(id) => view! { <ArticlePage site id /> }.into_any(),
        }
    }
}
