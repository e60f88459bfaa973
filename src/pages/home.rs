//! Home page: headlines and the latest news.

use leptos::prelude::*;
use zaidu_model::url::CURSOR_PARAM;
use zaidu_model::{Feed, FeedPage, Key, Route, Site};

use super::aside::{Aside, aside_ranking};
use super::common::{first_page, set_head};
use crate::data::{self, LoadState, Query, view_loading_list, view_query};
use crate::features::feed::FeedView;
use crate::features::headlines::Headlines;
use crate::router;
use crate::strings;

/// The home page.
#[component]
pub fn HomePage(
    /// The site's settings.
    site: Query<Site>,
) -> impl IntoView {
    let name = view_query(site, |state| match state {
        LoadState::Loaded(site) => site.name.into_any(),
        LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => {
            strings::SITE_FALLBACK.into_any()
        }
    });
    set_head(site, None, Some(Route::Home.to_string()));
    let latest = first_page(Feed::Latest);
    let ranking = aside_ranking();
    let main = if router::current().parameter(CURSOR_PARAM).is_some() {
        // A later page of the feed, without headlines.
        news(latest, Vec::new())
    } else {
        view_query(data::feed_page(Feed::Headlines, None), move |state| match state {
            LoadState::Loading => view_loading_list(6),
            LoadState::Loaded(FeedPage { items, .. }) => {
                // Headlines are not repeated in the feed below.
                let ids = items.iter().map(|item| item.id.clone()).collect();
                (view! { <Headlines items /> }, news(latest, ids)).into_any()
            }
            // Without headlines, the news are shown all the same.
            LoadState::Empty | LoadState::Failed(_) => news(latest, Vec::new()),
        })
    };
    view! {
        <div class="page page-with-aside">
            <h1 class="visually-hidden">{name}</h1>
            <div class="page-main">{main}</div>
            <Aside site ranking />
        </div>
    }
}

fn news(latest: Query<FeedPage>, exclude: Vec<Key>) -> AnyView {
    view! { <FeedView feed=Feed::Latest query=latest title=strings::LATEST exclude /> }.into_any()
}
