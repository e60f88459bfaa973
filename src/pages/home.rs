//! The headlines and the latest news.

use leptos::prelude::*;
use zaidu_model::route::CURSOR;
use zaidu_model::{Feed, FeedPage, Key, Route, Site};

use super::aside::{Aside, aside_ranking};
use super::{first_page, introduce};
use crate::features::feed::FeedView;
use crate::features::headlines::Headlines;
use crate::here;
use crate::load::{self, Answers, Load, loading_list, wait};
use crate::words;

/// The home page.
#[component]
pub fn HomePage(
    /// The newsroom.
    site: Answers<Site>,
) -> impl IntoView {
    let name = wait(site, |load| match load {
        Load::Loaded(site) => site.name.into_any(),
        Load::Loading | Load::Empty | Load::Failed(_) => words::SITE_FALLBACK.into_any(),
    });
    introduce(site, None, Some(Route::Home.to_string()));
    let latest = first_page(Feed::Latest);
    let ranking = aside_ranking();
    let main = if here::now().parameter(CURSOR).is_some() {
        // Further down in the news.
        news(latest, Vec::new())
    } else {
        wait(load::page(Feed::Headlines, None), move |load| match load {
            Load::Loading => loading_list(6),
            Load::Loaded(FeedPage { items, .. }) => {
                // What stands above is not repeated below.
                let ids = items.iter().map(|item| item.id.clone()).collect();
                (view! { <Headlines items /> }, news(latest, ids)).into_any()
            }
            // News without headlines are news.
            Load::Empty | Load::Failed(_) => news(latest, Vec::new()),
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

fn news(latest: Answers<FeedPage>, skip: Vec<Key>) -> AnyView {
    view! { <FeedView feed=Feed::Latest answers=latest title=words::LATEST skip /> }.into_any()
}
