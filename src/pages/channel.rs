//! A channel or one of its columns.

use leptos::prelude::*;
use zaidu_model::{Feed, FeedPage, Key, NamedKey, Ranking, Route, Site};

use super::aside::{Aside, aside_ranking};
use super::{NotFoundPage, first_page, introduce, waiting};
use crate::data::{LoadState, Query, failed, loading_list, view_query};
use crate::features::feed::FeedView;
use crate::strings;

/// The page of `channel`, or of its `column`.
#[component]
pub fn ChannelPage(
    /// The newsroom, which knows whether there is such a channel.
    site: Query<Site>,
    /// The channel.
    channel: Key,
    /// The column below it.
    column: Option<Key>,
) -> impl IntoView {
    let feed = Feed::Channel { channel: channel.clone(), column: column.clone() };
    let lists = Lists { first: first_page(feed.clone()), feed, ranking: aside_ranking() };
    view_query(site, move |load| match load {
        LoadState::Loading | LoadState::Empty => waiting(strings::CHANNELS, loading_list(6)),
        LoadState::Loaded(newsroom) => {
            page(&newsroom, site, channel.clone(), column.clone(), lists.clone())
        }
        LoadState::Failed(failure) => waiting(strings::CHANNELS, failed(&failure, site)),
    })
}

/// What stands on the page besides the newsroom's own words.
#[derive(Clone)]
struct Lists {
    feed: Feed,
    first: Query<FeedPage>,
    ranking: Query<Ranking>,
}

fn page(
    newsroom: &Site,
    site: Query<Site>,
    channel: Key,
    column: Option<Key>,
    lists: Lists,
) -> AnyView {
    let Some(section) = newsroom.section(&channel, column.as_ref()) else {
        return view! { <NotFoundPage site /> }.into_any();
    };
    let columns = newsroom.channel(&channel).map(|found| found.columns.clone());
    let columns = columns.unwrap_or_default();
    let name = match section.column {
        Some(column) => format!("{} · {}", section.channel.name, column.name),
        None => section.channel.name,
    };
    let here = Route::Channel { channel: channel.clone(), column: column.clone() };
    introduce(site, Some(name.clone()), Some(here.to_string()));
    let tab = |NamedKey { key, name }: NamedKey| {
        let is_here = column.as_ref() == Some(&key);
        let route = Route::Channel { channel: channel.clone(), column: Some(key) };
        view! {
            <li>
                <a href=route.to_string() aria-current=is_here.then_some("page")>{name}</a>
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
                <FeedView feed=lists.feed answers=lists.first title=strings::LATEST />
            </div>
            <Aside site ranking=lists.ranking />
        </div>
    }
    .into_any()
}
