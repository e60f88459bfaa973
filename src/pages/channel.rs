//! Channel page: the feed of a channel or of one of its columns.

use leptos::prelude::*;
use zaidu_model::{Feed, FeedPage, Key, NamedKey, Ranking, Route, Site};

use super::aside::{Aside, aside_ranking};
use super::common::{first_page, placeholder, set_head};
use super::not_found::NotFoundPage;
use crate::data::{LoadState, Query, view_error, view_loading_list, view_query};
use crate::features::feed::FeedView;
use crate::strings;

/// The page of `channel`, or of its `column`.
#[component]
pub fn ChannelPage(
    /// The site's settings, which include the channels.
    site: Query<Site>,
    /// The channel.
    channel: Key,
    /// A column of the channel.
    column: Option<Key>,
) -> impl IntoView {
    let feed = Feed::Channel { channel: channel.clone(), column: column.clone() };
    let queries = Queries { first_page: first_page(feed.clone()), feed, ranking: aside_ranking() };
    view_query(site, move |state| match state {
        LoadState::Loading | LoadState::Empty => {
            placeholder(strings::CHANNELS, view_loading_list(6))
        }
        LoadState::Loaded(settings) => {
            page(&settings, site, channel.clone(), column.clone(), queries.clone())
        }
        LoadState::Failed(error) => placeholder(strings::CHANNELS, view_error(&error, site)),
    })
}

/// The page's queries besides that of the site's settings.
#[derive(Clone)]
struct Queries {
    feed: Feed,
    first_page: Query<FeedPage>,
    ranking: Query<Ranking>,
}

fn page(
    settings: &Site,
    site: Query<Site>,
    channel: Key,
    column: Option<Key>,
    queries: Queries,
) -> AnyView {
    let Some(section) = settings.section(&channel, column.as_ref()) else {
        return view! { <NotFoundPage site /> }.into_any();
    };
    let columns = settings.channel(&channel).map(|found| found.columns.clone());
    let columns = columns.unwrap_or_default();
    let name = match section.column {
        Some(column) => format!("{} · {}", section.channel.name, column.name),
        None => section.channel.name,
    };
    let route = Route::Channel { channel: channel.clone(), column: column.clone() };
    set_head(site, Some(name.clone()), Some(route.to_string()));
    let tab = |NamedKey { key, name }: NamedKey| {
        let is_current = column.as_ref() == Some(&key);
        let route = Route::Channel { channel: channel.clone(), column: Some(key) };
        view! {
            <li>
                <a href=route.to_string() aria-current=is_current.then_some("page")>{name}</a>
            </li>
        }
    };
    let tabs = (!columns.is_empty()).then(|| {
        view! {
            <nav class="tabs" aria-label=strings::COLUMNS>
                <ul>{columns.into_iter().map(tab).collect_view()}</ul>
            </nav>
        }
    });
    view! {
        <div class="page page-with-aside">
            <div class="page-main">
                <h1>{name.clone()}</h1>
                {tabs}
                <FeedView feed=queries.feed query=queries.first_page title=strings::LATEST />
            </div>
            <Aside site ranking=queries.ranking />
        </div>
    }
    .into_any()
}
