//! The latest news.

use leptos::prelude::*;
use zaidu_model::{Feed, Route, Site};

use super::aside::{Aside, aside_ranking};
use super::{first_page, introduce};
use crate::features::feed::FeedView;
use crate::load::{Answers, Load, wait};
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
    view! {
        <div class="page page-with-aside">
            <h1 class="visually-hidden">{name}</h1>
            <div class="page-main">
                <FeedView feed=Feed::Latest answers=latest title=words::LATEST />
            </div>
            <Aside site ranking />
        </div>
    }
}
