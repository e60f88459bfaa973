//! A feed as a list that goes on by itself for a while, and then by a button.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use zaidu_model::url::{CURSOR_PARAM, SEARCH_PARAM, encode_component};
use zaidu_model::{Cursor, Feed, FeedPage, Key, SearchQuery};

use super::card::{Standing, card};
use super::infinite_scroll::{follow, step};
use super::pagination::{PageStart, Pagination, Section, State, Trigger};
use super::visited;
use crate::backend::{ApiRequest, BackendError, backend};
use crate::browser::scroll_position::SECTION;
use crate::browser::text_layout::screen_height;
use crate::browser::{layout, lifecycle, network};
use crate::client_effect::{client_effect, spawn_scoped};
use crate::data::{LoadState, Query, failed, is_hydrating, loading_list, view_query};
use crate::router;
use crate::scroll_restoration;
use crate::strings;
use crate::ui::node::{Node, element};
use crate::ui::{Notice, StaticHtml};

/// The name of the only list of a page, and of its place in the address.
const NAME: &str = "feed";

/// A feed, from its first page on.
#[component]
pub fn FeedView(
    /// Which feed.
    feed: Feed,
    /// Its first page. Asked for by the page, so that it comes with the rest.
    answers: Query<FeedPage>,
    /// Its heading.
    title: &'static str,
    /// Articles that stand elsewhere on the page.
    #[prop(optional)]
    skip: Vec<Key>,
) -> impl IntoView {
    let is_search = matches!(feed, Feed::Search { .. });
    // What a later page of results has none of, an earlier one may have had.
    let empty = match router::current().parameter(CURSOR_PARAM) {
        None if is_search => strings::NOTHING_FOUND,
        Some(_) if is_search => strings::NO_MORE,
        _ => strings::NOTHING_YET,
    };
    let list = view_query(answers, move |load| match load {
        LoadState::Loading => loading_list(6),
        LoadState::Loaded(first) => {
            view! { <Pages feed=feed.clone() first skip=skip.clone() /> }.into_any()
        }
        LoadState::Empty => view! { <Notice words=empty /> }.into_any(),
        LoadState::Failed(failure) => failed(&failure, answers),
    });
    view! {
        <section class="feed" id=NAME>
            <h2 id="feed-title" tabindex="-1">
                {title}
            </h2>
            {list}
        </section>
    }
}

/// The list with its backend: what [`FeedList`] asks for, it fetches.
#[component]
fn Pages(feed: Feed, first: FeedPage, skip: Vec<Key>) -> impl IntoView {
    // What was read is not recommended again. A server does not know it: in a page
    // of its own it is taken out where nobody sees it go.
    let forgets = matches!(feed, Feed::Recommended { .. });
    let comes_rendered = is_hydrating();
    let root = NodeRef::<html::Div>::new();
    let start = router::current().parameter(CURSOR_PARAM).map(Cursor::from_wire);
    let address = ApiRequest::Feed(feed.clone(), start).address();
    // Who comes back to a list finds it as it was.
    let is_new = !comes_rendered && !scroll_restoration::has_given(&address);
    let read = if forgets && is_new { visited::ids() } else { Vec::new() };
    let pagination = Pagination::new(first, skip.into_iter().chain(read)).found_by(&feed);
    let pagination =
        if scroll_restoration::has_given(&address) { pagination.come_back() } else { pagination };
    let pagination = RwSignal::new(pagination);
    let backend = backend();
    let owner = Owner::current().unwrap_or_default();
    let fetch = move |place: PageStart| {
        let (backend, feed) = (backend.clone(), feed.clone());
        // The request ends with the list.
        owner.with(|| {
            spawn_scoped(async move {
                let mut place = Some(place);
                while let Some(asked) = place {
                    let question = ApiRequest::Feed(feed.clone(), asked.clone());
                    let answer = backend.clone().ask(question).await;
                    place = pagination
                        .try_update(|pagination| pagination.came(&asked, answer))
                        .flatten();
                }
            });
        });
    };
    let on_wish = move |trigger| {
        if let Some(place) = pagination.try_update(|pagination| pagination.ask(trigger)).flatten() {
            fetch(place);
        }
    };
    let again = on_wish.clone();
    client_effect(move || {
        let left = scroll_restoration::take_list(&address);
        if forgets {
            let stood = |id: &Key| {
                left.as_ref().is_some_and(|left| left.items.iter().any(|item| item.id == *id))
            };
            let mut read = visited::ids();
            pagination.update_untracked(|pagination| pagination.pass_over(&read));
            read.retain(|id| !stood(id));
            let is_below =
                || root.get_untracked().is_some_and(|it| layout::top(&it) > screen_height());
            if comes_rendered && (left.is_some() || is_below()) {
                pagination.maybe_update(|pagination| pagination.forget(&read));
            }
        }
        if let Some(left) = left {
            pagination.update(|pagination| pagination.restore(left));
        }
        keep(address.clone(), pagination);
        let again = again.clone();
        lifecycle::on_return(move || {
            if pagination
                .with_untracked(|pagination| matches!(pagination.state(), State::Failed(..)))
            {
                again(Trigger::User);
            }
        });
    });
    view! { <FeedList pagination on_wish root /> }
}

/// The list in `pagination`, whose first page is at `address`, for whoever comes back to it.
pub fn keep(address: String, pagination: RwSignal<Pagination>) {
    scroll_restoration::hold(move || {
        let list = pagination.with_untracked(|pagination| {
            (pagination.len() <= scroll_restoration::PREVIEWS).then(|| pagination.kept())
        });
        Some((address.clone(), list?))
    });
}

/// The list as it looks: previews in, a trigger for more out.
#[component]
pub fn FeedList(
    /// The previews and what comes next.
    #[prop(into)]
    pagination: Signal<Pagination>,
    /// The reader wants more, or will soon.
    #[prop(into)]
    on_wish: UnsyncCallback<Trigger>,
    /// A name that no other list on the page has.
    #[prop(default = NAME)]
    name: &'static str,
    /// The element around all cards.
    #[prop(optional)]
    root: NodeRef<html::Div>,
) -> impl IntoView {
    // Without a program, the next page is an address like any other.
    let next = move || {
        pagination.with(|pagination| {
            let next = pagination.next()?;
            let searched = match pagination.query().as_str() {
                "" => String::new(),
                text => format!("{SEARCH_PARAM}={}&", encode_component(text)),
            };
            Some(format!("?{searched}{CURSOR_PARAM}={}#{NAME}", encode_component(next.as_str())))
        })
    };
    let is_loading =
        move || pagination.with(|pagination| matches!(pagination.state(), State::Loading(..)));
    let is_done = move || pagination.with(|pagination| *pagination.state() == State::Done);
    let status = move || pagination.with(status);
    let button = move || {
        let failed = pagination.with(|pagination| matches!(pagination.state(), State::Failed(..)));
        if failed { strings::RETRY } else { strings::LOAD_MORE }
    };
    let end = NodeRef::<html::Div>::new();
    client_effect(move || follow(pagination, name, root, end, on_wish));
    let first = move || {
        let first = pagination.with_untracked(|pagination| {
            pagination.sections().first().map(|first| cards(first, name, pagination))
        });
        let section = |cards| element("div").attr("class", SECTION).with_all::<Node>(cards).into();
        first.map(section).into_iter().collect()
    };
    view! {
        <div
            class="feed-pages"
            role="feed"
            aria-labelledby="feed-title"
            aria-busy=move || is_loading().to_string()
            node_ref=root
            on:keydown=move |event| pagination.with_untracked(|pagination| step(&event, name, pagination.len()))
        >
            {StaticHtml::new(first)}
        </div>
        <div class="feed-end" node_ref=end>
            <p role="status">{status}</p>
            // It stays where it is, so that a keyboard's focus stays too.
            <a
                class="button feed-more"
                role="button"
                tabindex="0"
                href=next
                rel=move || next().map(|_| "next")
                data-tap="keep"
                aria-disabled=move || (is_loading() || is_done()).to_string()
                on:click=move |event: ev::MouseEvent| {
                    event.prevent_default();
                    on_wish.run(Trigger::User);
                }
                // A link that is a button listens to this key too.
                on:keydown=move |event: ev::KeyboardEvent| {
                    if event.key() == " " {
                        event.prevent_default();
                        on_wish.run(Trigger::User);
                    }
                }
            >
                {button}
            </a>
        </div>
    }
}

/// What is said of the list, also to those who hear the page: a page that comes by
/// itself is not worth a word before it is there.
fn status(pagination: &Pagination) -> String {
    let so_far = || match pagination.sections() {
        [_, _, ..] => strings::shown(pagination.len()),
        _ => String::new(),
    };
    match pagination.state() {
        State::Idle(_) | State::Loading(_, Trigger::Prefetch) => so_far(),
        State::Loading(_, Trigger::User) => strings::LOADING.to_owned(),
        State::Failed(_, BackendError::Unreachable) if network::is_offline() => {
            strings::OFFLINE.to_owned()
        }
        State::Failed(_, failure) => strings::failure(failure).to_owned(),
        // The first pages of a search may be empty, and so all of them.
        State::Done if pagination.is_empty() && *pagination.query() != SearchQuery::default() => {
            strings::NOTHING_FOUND.to_owned()
        }
        State::Done => strings::NO_MORE.to_owned(),
    }
}

/// How many previews the list has, once that is known.
pub(super) fn of(pagination: &Pagination) -> Option<usize> {
    (*pagination.state() == State::Done).then(|| pagination.len())
}

pub(super) fn cards(section: &Section, list: &'static str, pagination: &Pagination) -> Vec<Node> {
    let (of, query) = (of(pagination), pagination.query());
    let numbered = (section.first..).zip(section.items.iter().cloned());
    numbered.map(|(number, item)| card(item, Standing { list, number, of }, query).into()).collect()
}
