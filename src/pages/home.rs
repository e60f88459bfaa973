//! Home page: the headlines, a block for each of the first channels, and the latest news.

use leptos::prelude::*;
use zaidu_model::url::CURSOR_PARAM;
use zaidu_model::{Feed, FeedPage, Key, Preview, Route, Site};

use super::aside::{Aside, aside_ranking};
use super::common::{first_page, set_head};
use crate::browser::dom;
use crate::client_effect::client_effect;
use crate::data::{self, LoadState, Query, view_error, view_loading_list, view_query};
use crate::features::channel_blocks::ChannelBlocks;
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
    client_effect(dom::apply_deferred_sheets);
    set_head(site, None, Some(Route::Home.to_string()));
    let ranking = aside_ranking();
    let main = if router::current().parameter(CURSOR_PARAM).is_some() {
        // A later page of all articles, without headlines.
        let query = first_page(Feed::Latest);
        view! { <FeedView feed=Feed::Latest query title=strings::LATEST /> }.into_any()
    } else {
        front_page(site)
    };
    view! {
        <div class="page page-with-aside">
            <h1 class="visually-hidden">{name}</h1>
            <div class="page-main">{main}</div>
            // The pinned articles are among the headlines.
            <Aside site ranking hides_pins=true />
        </div>
    }
}

fn front_page(site: Query<Site>) -> AnyView {
    let headlines = data::feed_page(Feed::Headlines, None);
    let channels = data::feed_page(Feed::FrontChannels, None);
    let latest = data::feed_page(Feed::FrontLatest, None);
    // The rest waits for the headlines: nothing is shown twice, and nothing moves.
    view_query(headlines, move |state| match state {
        LoadState::Loading => view_loading_list(6),
        LoadState::Loaded(FeedPage { items, .. }) => {
            let shown = ids(&items);
            (view! { <Headlines items /> }, below_headlines(site, channels, latest, shown))
                .into_any()
        }
        LoadState::Empty => news(site, latest, Vec::new()),
        LoadState::Failed(error) => {
            let rest = below_headlines(site, channels, latest, Vec::new());
            (view_error(&error, headlines), rest).into_any()
        }
    })
}

/// The blocks of channels and the latest news; of both, no articles that are `shown` above.
fn below_headlines(
    site: Query<Site>,
    channels: Query<FeedPage>,
    latest: Query<FeedPage>,
    shown: Vec<Key>,
) -> AnyView {
    view_query(channels, move |state| match state {
        LoadState::Loading => view_loading_list(6),
        LoadState::Loaded(FeedPage { mut items, .. }) => {
            items.retain(|item| !shown.contains(&item.id));
            let shown = [shown.clone(), ids(&items)].concat();
            (view! { <ChannelBlocks items /> }, more_news(site, latest, shown)).into_any()
        }
        // Without blocks, the latest news are shown all the same.
        LoadState::Empty | LoadState::Failed(_) => more_news(site, latest, shown.clone()),
    })
}

/// The latest news, unless all news are shown above.
fn more_news(site: Query<Site>, latest: Query<FeedPage>, shown: Vec<Key>) -> AnyView {
    view_query(latest, move |state| match state {
        LoadState::Empty => ().into_any(),
        LoadState::Loading | LoadState::Loaded(_) | LoadState::Failed(_) => {
            news(site, latest, shown.clone())
        }
    })
}

fn news(site: Query<Site>, query: Query<FeedPage>, mut exclude: Vec<Key>) -> AnyView {
    // Later pages may have what was above the first when it was loaded.
    if let LoadState::Loaded(site) = site.get_untracked() {
        exclude.extend(site.card_articles());
    }
    view! { <FeedView feed=Feed::FrontLatest query title=strings::LATEST exclude /> }.into_any()
}

fn ids(items: &[Preview]) -> Vec<Key> {
    items.iter().map(|item| item.id.clone()).collect()
}
