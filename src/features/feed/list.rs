//! Feed list: loads its next pages by infinite scroll at first, then by a button.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use zaidu_model::url::{CURSOR_PARAM, SEARCH_PARAM, encode_component};
use zaidu_model::{Cursor, Feed, FeedPage, Key, Preview, SearchQuery};

use super::card::section_cards;
use super::infinite_scroll::{attach_infinite_scroll, handle_key};
use super::news;
use super::pagination::{PageStart, Pagination, State, Trigger};
use super::up_next::{choose, left_out, up_next};
use super::visited::visited_ids;
use crate::backend::{ApiRequest, BackendError, backend};
use crate::browser::scroll_position::SECTION_CLASS;
use crate::browser::text_layout::viewport_height;
use crate::browser::{layout, lifecycle, network};
use crate::chunk::chunk_fn;
use crate::client_effect::{client_effect, spawn_scoped};
use crate::data::{
    LoadState, Query, chunk_placeholder, is_hydrating, view_error, view_loading_list, view_query,
};
use crate::onward::Onward;
use crate::router;
use crate::scroll_restoration;
use crate::strings;
use crate::ui::node::{Node, element};
use crate::ui::{ChunkPlaceholder, Notice, StaticHtml, chunk_view};

/// The default name of a list, which is also its HTML id and URL fragment.
const NAME: &str = "feed";

/// A feed with its heading and the states of its first page.
#[component]
pub fn FeedView(
    /// Which feed.
    feed: Feed,
    /// The query of its first page. Created by the page component, so that it runs in parallel
    /// with the page's other queries.
    query: Query<FeedPage>,
    /// Its heading.
    title: &'static str,
    /// Articles that are shown elsewhere on the page.
    #[prop(optional)]
    exclude: Vec<Key>,
    /// Whether a server has rendered it.
    #[prop(default = is_hydrating())]
    is_rendered: bool,
) -> impl IntoView {
    let part = Part::List(title);
    feed_view(FeedPart { part, feed, exclude, pins: Vec::new(), is_rendered }, query)
}

/// A part of a page that shows a feed.
#[derive(Debug, Clone)]
pub struct FeedPart {
    /// Which part.
    pub part: Part,
    /// Which feed.
    pub feed: Feed,
    /// Articles that are shown elsewhere on the page.
    pub exclude: Vec<Key>,
    /// The newsroom's pins.
    pub pins: Vec<Key>,
    /// Whether a server has rendered it.
    pub is_rendered: bool,
}

/// The parts of a page that show a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The list of all articles, with this heading.
    List(&'static str),
    /// The card of the article to be read next (接着读), which the list leaves out.
    UpNext,
}

/// A feed, whose first page is that of `query`.
pub fn feed_view(feed: FeedPart, query: Query<FeedPage>) -> AnyView {
    let title = match feed.part {
        Part::List(title) => Some(title),
        Part::UpNext => None,
    };
    let is_list = title.is_some();
    let is_search = matches!(feed.feed, Feed::Search { .. });
    // The article itself leads onward.
    let is_recommended = matches!(feed.feed, Feed::Recommended { .. });
    // When a later page of results is empty, an earlier one may not have been.
    let empty_message = match router::current().parameter(CURSOR_PARAM) {
        None if is_search => strings::NO_SEARCH_RESULTS,
        Some(_) if is_search => strings::NO_MORE,
        _ => strings::NOTHING_YET,
    };
    let list = view_query(query, move |state| match state {
        LoadState::Loading => view_loading_list(if is_list { 6 } else { 1 }),
        LoadState::Loaded(first) => {
            let feed = feed.clone();
            chunk_view(load, PLACEHOLDER, move || loaded_feed(feed.clone(), first.clone()))
        }
        // The list says so.
        LoadState::Empty | LoadState::Failed(_) if !is_list => ().into_any(),
        LoadState::Empty => view! {
            <Notice message=empty_message />
            {(!is_recommended).then(|| view! { <Onward /> })}
        }
        .into_any(),
        LoadState::Failed(error) => view_error(&error, query),
    });
    let Some(title) = title else { return list };
    view! {
        <section class="feed" id=NAME>
            <h2 id="feed-title" tabindex="-1">
                {title}
            </h2>
            {list}
        </section>
    }
    .into_any()
}

const PLACEHOLDER: ChunkPlaceholder = chunk_placeholder(|| view_loading_list(6));

chunk_fn! {
    in lists, loaded by pub load;
    /// The loaded part of a feed; a list loads further pages.
    fn loaded_feed(feed: FeedPart, first: FeedPage) -> AnyView {
        match feed.part {
            Part::List(_) => view! { <PaginatedFeed feed first /> }.into_any(),
            Part::UpNext => up_next(next_of(&feed, &first, &start_path(&feed.feed))),
        }
    }
}

/// The API path of the page of `feed` with which the current page begins.
fn start_path(feed: &Feed) -> String {
    let start = router::current().parameter(CURSOR_PARAM).map(Cursor::from_wire);
    ApiRequest::Feed(feed.clone(), start).path()
}

/// The article that is shown as the next one to read, if `feed` is that of recommendations.
fn next_of(feed: &FeedPart, first: &FeedPage, path: &str) -> Option<Preview> {
    let FeedPart { exclude, pins, is_rendered, .. } = feed;
    let is_recommended = matches!(feed.feed, Feed::Recommended { .. });
    let next = || choose(first, exclude, pins, &left_out(path, *is_rendered)).cloned();
    is_recommended.then(next).flatten()
}

/// Container component: fetches the pages that [`FeedList`] requests.
#[component]
fn PaginatedFeed(feed: FeedPart, first: FeedPage) -> impl IntoView {
    let path = start_path(&feed.feed);
    let is_start = router::current().parameter(CURSOR_PARAM).is_none();
    let next = next_of(&feed, &first, &path);
    let FeedPart { feed, exclude, is_rendered, .. } = feed;
    // Visited articles are not recommended again. The server does not know them: from a
    // server-rendered list they are removed while it is outside the viewport.
    let excludes_visited = matches!(feed, Feed::Recommended { .. });
    let root = NodeRef::<html::Div>::new();
    let visited = if excludes_visited { left_out(&path, is_rendered) } else { Vec::new() };
    let ahead = next.as_ref().map(|next| next.id.clone());
    let exclude = exclude.into_iter().chain(visited).chain(ahead);
    let pagination = Pagination::new(first, exclude).below(next).of_feed(&feed);
    let pagination =
        if scroll_restoration::has_restored_list(&path) { pagination.resume() } else { pagination };
    let pagination = RwSignal::new(pagination);
    let news = is_start.then(|| news::view_news(&feed, pagination)).flatten();
    let backend = backend();
    let owner = Owner::current().unwrap_or_default();
    let fetch = move |start: PageStart| {
        let (backend, feed) = (backend.clone(), feed.clone());
        // The request is cancelled when the list is unmounted.
        owner.with(|| {
            spawn_scoped(async move {
                let mut next = Some(start);
                while let Some(start) = next {
                    let request = ApiRequest::Feed(feed.clone(), start.clone());
                    let response = backend.clone().fetch_as(request).await;
                    next = pagination
                        .try_update(|pagination| pagination.receive(&start, response))
                        .flatten();
                }
            });
        });
    };
    let on_load_more = move |trigger| {
        let start = pagination.try_update(|pagination| pagination.request(trigger)).flatten();
        if let Some(start) = start {
            fetch(start);
        }
    };
    let retry = on_load_more.clone();
    client_effect(move || {
        let snapshot = scroll_restoration::take_list(&path);
        if excludes_visited {
            let was_shown = |id: &Key| {
                snapshot.as_ref().is_some_and(|list| list.items.iter().any(|item| item.id == *id))
            };
            let mut visited = visited_ids();
            pagination.update_untracked(|pagination| pagination.exclude(&visited));
            visited.retain(|id| !was_shown(id));
            let is_below_viewport =
                || root.get_untracked().is_some_and(|it| layout::top(&it) > viewport_height());
            if is_rendered && (snapshot.is_some() || is_below_viewport()) {
                pagination.maybe_update(|pagination| pagination.remove(&visited));
            }
        }
        if let Some(snapshot) = snapshot {
            pagination.update(|pagination| pagination.restore(snapshot));
        }
        cache_list(path.clone(), pagination);
        let retry = retry.clone();
        lifecycle::on_return(move || {
            if pagination
                .with_untracked(|pagination| matches!(pagination.state(), State::Failed(..)))
            {
                retry(Trigger::User);
            }
        });
    });
    view! {
        {news}
        <FeedList pagination on_load_more root />
    }
}

/// Caches the list in `pagination`, whose first page has the API path `path`, for scroll
/// restoration.
pub fn cache_list(path: String, pagination: RwSignal<Pagination>) {
    scroll_restoration::track_list(move || {
        let list = pagination.with_untracked(|pagination| {
            (pagination.len() <= scroll_restoration::MAX_CACHED_PREVIEWS)
                .then(|| pagination.snapshot())
        });
        Some((path.clone(), list?))
    });
}

/// Presentational component: the cards, the status and the button. State in, triggers out.
#[component]
pub fn FeedList(
    /// The loaded previews and the state of the next page.
    #[prop(into)]
    pagination: Signal<Pagination>,
    /// Called to load the next page.
    #[prop(into)]
    on_load_more: UnsyncCallback<Trigger>,
    /// The name of the list, unique on the page.
    #[prop(default = NAME)]
    name: &'static str,
    /// The element around all cards.
    #[prop(optional)]
    root: NodeRef<html::Div>,
) -> impl IntoView {
    // Without JavaScript, the button is a link to the next page.
    let next_url = move || {
        pagination.with(|pagination| {
            let next = pagination.next()?;
            let query = match pagination.query().as_str() {
                "" => String::new(),
                text => format!("{SEARCH_PARAM}={}&", encode_component(text)),
            };
            Some(format!("?{query}{CURSOR_PARAM}={}#{NAME}", encode_component(next.as_str())))
        })
    };
    let is_loading =
        move || pagination.with(|pagination| matches!(pagination.state(), State::Loading(..)));
    let is_awaited = move || {
        pagination.with(|pagination| matches!(pagination.state(), State::Loading(_, Trigger::User)))
    };
    let is_done = move || pagination.with(|pagination| *pagination.state() == State::Done);
    let status = move || pagination.with(status);
    // That a page is loading by itself is seen here; the live region announces only what the
    // reader asked for.
    let button = move || {
        pagination.with(|pagination| match pagination.state() {
            State::Failed(..) => strings::RETRY,
            State::Loading(_, Trigger::Prefetch) => strings::LOADING,
            State::Loading(_, Trigger::User) | State::Idle(_) | State::Done => strings::LOAD_MORE,
        })
    };
    let end = NodeRef::<html::Div>::new();
    client_effect(move || attach_infinite_scroll(pagination, name, root, end, on_load_more));
    let first = move || {
        let first = pagination.with_untracked(|pagination| {
            pagination.sections().first().map(|first| section_cards(first, name, pagination))
        });
        let section =
            |cards| element("div").attr("class", SECTION_CLASS).with_all::<Node>(cards).into();
        first.map(section).into_iter().collect()
    };
    view! {
        <div
            class="feed-pages"
            role="feed"
            aria-labelledby="feed-title"
            aria-busy=move || is_loading().to_string()
            node_ref=root
            on:keydown=move |event| pagination.with_untracked(|pagination| handle_key(&event, name, pagination.len()))
        >
            {StaticHtml::new(first)}
        </div>
        <div class="feed-end" node_ref=end>
            // At the end of the list it takes the focus from the button.
            <p class="feed-status" role="status" tabindex="-1">
                {StaticHtml::text(status)}
            </p>
            // Rendered until the end, so that it keeps the keyboard focus.
            <a
                class="button feed-more"
                role="button"
                tabindex="0"
                href=next_url
                rel=move || next_url().map(|_| "next".to_owned())
                data-tap="keep"
                hidden=is_done
                aria-disabled=move || is_awaited().to_string()
                on:click=move |event: ev::MouseEvent| {
                    event.prevent_default();
                    on_load_more.run(Trigger::User);
                }
                // The button role requires the space key too.
                on:keydown=move |event: ev::KeyboardEvent| {
                    if event.key() == " " {
                        event.prevent_default();
                        on_load_more.run(Trigger::User);
                    }
                }
            >
                {StaticHtml::text(button)}
            </a>
            <div hidden=move || !is_done()>
                <Onward to_top=true />
            </div>
        </div>
    }
}

/// The status of the list, in a live region: a prefetch is not announced before it has loaded.
fn status(pagination: &Pagination) -> String {
    let loaded = || match pagination.sections() {
        [_, _, ..] => strings::shown_count(pagination.len()),
        _ => String::new(),
    };
    match pagination.state() {
        State::Idle(_) | State::Loading(_, Trigger::Prefetch) => loaded(),
        State::Loading(_, Trigger::User) => strings::LOADING.to_owned(),
        State::Failed(_, BackendError::Unreachable) if network::is_offline() => {
            strings::OFFLINE.to_owned()
        }
        State::Failed(_, error) => strings::error_message(error).to_owned(),
        // The first pages of a search may be empty, and so may all of them.
        State::Done if pagination.is_empty() && *pagination.query() != SearchQuery::default() => {
            strings::NO_SEARCH_RESULTS.to_owned()
        }
        State::Done => strings::NO_MORE.to_owned(),
    }
}
