//! A feed as a list that goes on by itself for a while, and then by a button.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use zaidu_model::route::{CURSOR, QUERY};
use zaidu_model::{Cursor, Feed, FeedPage, Key, Query, api};

use super::card::{Standing, card};
use super::live::{follow, step};
use super::paging::{Paging, Place, Section, State, Wish};
use super::read;
use crate::backend::{Failure, Question, backend};
use crate::browser::reading::screen_height;
use crate::browser::spot::SECTION;
use crate::browser::{network, room, wake};
use crate::effect::{effect, spawn};
use crate::here;
use crate::load::{Answers, Load, failed, is_hydrating, loading_list, wait};
use crate::place;
use crate::ui::markup::{Piece, tag};
use crate::ui::{Notice, Still};
use crate::words;

/// The name of the only list of a page, and of its place in the address.
const NAME: &str = "feed";

/// A feed, from its first page on.
#[component]
pub fn FeedView(
    /// Which feed.
    feed: Feed,
    /// Its first page. Asked for by the page, so that it comes with the rest.
    answers: Answers<FeedPage>,
    /// Its heading.
    title: &'static str,
    /// Articles that stand elsewhere on the page.
    #[prop(optional)]
    skip: Vec<Key>,
) -> impl IntoView {
    let is_search = matches!(feed, Feed::Search { .. });
    // What a later page of results has none of, an earlier one may have had.
    let empty = match here::now().parameter(CURSOR) {
        None if is_search => words::NOTHING_FOUND,
        Some(_) if is_search => words::NO_MORE,
        _ => words::NOTHING_YET,
    };
    let list = wait(answers, move |load| match load {
        Load::Loading => loading_list(6),
        Load::Loaded(first) => {
            view! { <Pages feed=feed.clone() first skip=skip.clone() /> }.into_any()
        }
        Load::Empty => view! { <Notice words=empty /> }.into_any(),
        Load::Failed(failure) => failed(&failure, answers),
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
    let start = here::now().parameter(CURSOR).map(Cursor::from_wire);
    let address = Question::Feed(feed.clone(), start).address();
    // Who comes back to a list finds it as it was.
    let is_new = !comes_rendered && !place::has_given(&address);
    let read = if forgets && is_new { read::ids() } else { Vec::new() };
    let paging = Paging::new(first, skip.into_iter().chain(read)).found_by(&feed);
    let paging = if place::has_given(&address) { paging.come_back() } else { paging };
    let paging = RwSignal::new(paging);
    let backend = backend();
    let owner = Owner::current().unwrap_or_default();
    let fetch = move |place: Place| {
        let (backend, feed) = (backend.clone(), feed.clone());
        // The request ends with the list.
        owner.with(|| {
            spawn(async move {
                let mut place = Some(place);
                while let Some(asked) = place {
                    let question = Question::Feed(feed.clone(), asked.clone());
                    let answer = backend.clone().ask(question).await;
                    place = paging.try_update(|paging| paging.came(&asked, answer)).flatten();
                }
            });
        });
    };
    let on_wish = move |wish| {
        if let Some(place) = paging.try_update(|paging| paging.ask(wish)).flatten() {
            fetch(place);
        }
    };
    let again = on_wish.clone();
    effect(move || {
        let left = place::take_list(&address);
        if forgets {
            let stood = |id: &Key| {
                left.as_ref().is_some_and(|left| left.items.iter().any(|item| item.id == *id))
            };
            let mut read = read::ids();
            paging.update_untracked(|paging| paging.pass_over(&read));
            read.retain(|id| !stood(id));
            let is_below =
                || root.get_untracked().is_some_and(|it| room::top(&it) > screen_height());
            if comes_rendered && (left.is_some() || is_below()) {
                paging.maybe_update(|paging| paging.forget(&read));
            }
        }
        if let Some(left) = left {
            paging.update(|paging| paging.restore(left));
        }
        keep(address.clone(), paging);
        let again = again.clone();
        wake::on_return(move || {
            if paging.with_untracked(|paging| matches!(paging.state(), State::Failed(..))) {
                again(Wish::Reader);
            }
        });
    });
    view! { <FeedList paging on_wish root /> }
}

/// The list in `paging`, whose first page is at `address`, for whoever comes back to it.
pub fn keep(address: String, paging: RwSignal<Paging>) {
    place::hold(move || {
        let list = paging
            .with_untracked(|paging| (paging.len() <= place::PREVIEWS).then(|| paging.kept()));
        Some((address.clone(), list?))
    });
}

/// The list as it looks: previews in, a wish for more out.
#[component]
pub fn FeedList(
    /// The previews and what comes next.
    #[prop(into)]
    paging: Signal<Paging>,
    /// The reader wants more, or will soon.
    #[prop(into)]
    on_wish: UnsyncCallback<Wish>,
    /// A name that no other list on the page has.
    #[prop(default = NAME)]
    name: &'static str,
    /// The element around all cards.
    #[prop(optional)]
    root: NodeRef<html::Div>,
) -> impl IntoView {
    // Without a program, the next page is an address like any other.
    let next = move || {
        paging.with(|paging| {
            let next = paging.next()?;
            let searched = match paging.query().as_str() {
                "" => String::new(),
                text => format!("{QUERY}={}&", api::encode_value(text)),
            };
            Some(format!("?{searched}{CURSOR}={}#{NAME}", api::encode_value(next.as_str())))
        })
    };
    let is_loading = move || paging.with(|paging| matches!(paging.state(), State::Loading(..)));
    let is_done = move || paging.with(|paging| *paging.state() == State::Done);
    let status = move || paging.with(status);
    let button = move || {
        let failed = paging.with(|paging| matches!(paging.state(), State::Failed(..)));
        if failed { words::RETRY } else { words::LOAD_MORE }
    };
    let end = NodeRef::<html::Div>::new();
    effect(move || follow(paging, name, root, end, on_wish));
    let first = move || {
        let first = paging.with_untracked(|paging| {
            paging.sections().first().map(|first| cards(first, name, paging))
        });
        let section = |cards| tag("div").attr("class", SECTION).with_all::<Piece>(cards).into();
        first.map(section).into_iter().collect()
    };
    view! {
        <div
            class="feed-pages"
            role="feed"
            aria-labelledby="feed-title"
            aria-busy=move || is_loading().to_string()
            node_ref=root
            on:keydown=move |event| paging.with_untracked(|paging| step(&event, name, paging.len()))
        >
            {Still::new(first)}
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
                    on_wish.run(Wish::Reader);
                }
                // A link that is a button listens to this key too.
                on:keydown=move |event: ev::KeyboardEvent| {
                    if event.key() == " " {
                        event.prevent_default();
                        on_wish.run(Wish::Reader);
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
fn status(paging: &Paging) -> String {
    let so_far = || match paging.sections() {
        [_, _, ..] => words::shown(paging.len()),
        _ => String::new(),
    };
    match paging.state() {
        State::Idle(_) | State::Loading(_, Wish::Ahead) => so_far(),
        State::Loading(_, Wish::Reader) => words::LOADING.to_owned(),
        State::Failed(_, Failure::Unreachable) if network::is_offline() => {
            words::OFFLINE.to_owned()
        }
        State::Failed(_, failure) => words::failure(failure).to_owned(),
        // The first pages of a search may be empty, and so all of them.
        State::Done if paging.is_empty() && *paging.query() != Query::default() => {
            words::NOTHING_FOUND.to_owned()
        }
        State::Done => words::NO_MORE.to_owned(),
    }
}

/// How many previews the list has, once that is known.
pub(super) fn of(paging: &Paging) -> Option<usize> {
    (*paging.state() == State::Done).then(|| paging.len())
}

pub(super) fn cards(section: &Section, list: &'static str, paging: &Paging) -> Vec<Piece> {
    let (of, query) = (of(paging), paging.query());
    let numbered = (section.first..).zip(section.items.iter().cloned());
    numbered.map(|(number, item)| card(item, Standing { list, number, of }, query).into()).collect()
}
