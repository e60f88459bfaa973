//! A feed as a list with a button for more.

use leptos::ev;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped_with_cancellation;
use zaidu_model::route::{CURSOR, QUERY};
use zaidu_model::{Cursor, Feed, FeedPage, Preview, Query, api};

use super::card::card;
use super::paging::{Paging, State};
use crate::backend::{Question, backend};
use crate::load::{Answers, Load, failed, loading_list, wait};
use crate::ui::markup::{Piece, tag};
use crate::ui::{Notice, Still};
use crate::words;

/// A feed, from its first page on.
#[component]
pub fn FeedView(
    /// Which feed.
    feed: Feed,
    /// Its first page. Asked for by the page, so that it comes with the rest.
    answers: Answers<FeedPage>,
    /// Its heading.
    title: &'static str,
) -> impl IntoView {
    let empty = match feed {
        Feed::Search { .. } => words::NOTHING_FOUND,
        Feed::Latest | Feed::Channel { .. } | Feed::Recommended { .. } => words::NOTHING_YET,
    };
    let list = wait(answers, move |load| match load {
        Load::Loading => loading_list(6),
        Load::Loaded(first) => view! { <Pages feed=feed.clone() first /> }.into_any(),
        Load::Empty => view! { <Notice words=empty /> }.into_any(),
        Load::Failed(failure) => failed(&failure, answers),
    });
    view! {
        <section class="feed" id="feed">
            <h2>{title}</h2>
            {list}
        </section>
    }
}

/// The list with its backend: what [`FeedList`] asks for, it fetches.
#[component]
fn Pages(feed: Feed, first: FeedPage) -> impl IntoView {
    let paging = RwSignal::new(Paging::new(first));
    let query = match &feed {
        Feed::Search { query } => query.clone(),
        Feed::Latest | Feed::Channel { .. } | Feed::Recommended { .. } => String::new(),
    };
    let backend = backend();
    let owner = Owner::current().unwrap_or_default();
    let fetch = move |cursor: Cursor| {
        let (backend, feed) = (backend.clone(), feed.clone());
        // The request ends with the list.
        owner.with(|| {
            spawn_local_scoped_with_cancellation(async move {
                let answer = backend.ask(Question::Feed(feed, Some(cursor.clone()))).await;
                paging.try_update(|paging| paging.came(&cursor, answer));
            });
        });
    };
    let on_more = move || {
        if let Some(cursor) = paging.try_update(Paging::ask).flatten() {
            fetch(cursor);
        }
    };
    view! { <FeedList paging query on_more /> }
}

/// The list as it looks: previews in, a wish for more out.
#[component]
pub fn FeedList(
    /// The previews and what comes next.
    #[prop(into)]
    paging: Signal<Paging>,
    /// What was searched, which is marked.
    #[prop(optional)]
    query: String,
    /// The reader wants more.
    on_more: impl Fn() + Clone + 'static,
) -> impl IntoView {
    let pages = move || {
        paging.with(|paging| paging.pages().iter().cloned().enumerate().collect::<Vec<_>>())
    };
    // Without a program, the next page is an address like any other.
    let searched = match &*query {
        "" => String::new(),
        text => format!("{QUERY}={}&", api::encode_value(text)),
    };
    let next = move || {
        paging.with(|paging| match paging.state() {
            State::Idle(cursor) | State::Loading(cursor) | State::Failed(cursor, _) => {
                Some(format!("?{searched}{CURSOR}={}#feed", api::encode_value(cursor.as_str())))
            }
            State::Done => None,
        })
    };
    let is_loading = move || paging.with(|paging| matches!(paging.state(), State::Loading(_)));
    let is_done = move || paging.with(|paging| *paging.state() == State::Done);
    // The button stays where it is, so that a keyboard's focus stays too.
    let on_space = on_more.clone();
    let is_idle = move || !is_loading() && !is_done();
    let status = move || {
        paging.with(|paging| match paging.state() {
            State::Idle(_) => "",
            State::Loading(_) => words::LOADING,
            State::Failed(_, failure) => words::failure(failure),
            State::Done => words::NO_MORE,
        })
    };
    let button = move || {
        let failed = paging.with(|paging| matches!(paging.state(), State::Failed(..)));
        if failed { words::RETRY } else { words::LOAD_MORE }
    };
    view! {
        <div class="feed-pages" aria-busy=move || is_loading().to_string()>
            // A page that stands does not change: its number is all there is to it.
            <For each=pages key=|page| page.0 let:page>
                <ul class="cards-list">{Still::new({
                    let query = query.clone();
                    move || cards(page.1, &query)
                })}</ul>
            </For>
        </div>
        <div class="feed-end">
            <p role="status">{status}</p>
            <a
                class="button feed-more"
                role="button"
                tabindex="0"
                href=next.clone()
                rel=move || next().map(|_| "next")
                data-tap="keep"
                aria-disabled=move || (!is_idle()).to_string()
                on:click=move |event: ev::MouseEvent| {
                    event.prevent_default();
                    on_more();
                }
                // A link that is a button listens to this key too.
                on:keydown=move |event: ev::KeyboardEvent| {
                    if event.key() == " " {
                        event.prevent_default();
                        on_space();
                    }
                }
            >
                {button}
            </a>
        </div>
    }
}

fn cards(previews: Vec<Preview>, query: &str) -> Vec<Piece> {
    // None finds nothing, and marks nothing.
    let query = &Query::new(query).unwrap_or_default();
    previews.into_iter().map(|preview| tag("li").with(card(preview, query)).into()).collect()
}
