//! A feed as a list with a button for more.

use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped_with_cancellation;
use zaidu_model::{Cursor, Feed, FeedPage};

use super::card::Card;
use super::paging::{Paging, State};
use crate::backend::backend;
use crate::load::{Answers, Load, failed, loading_list, wait};
use crate::ui::Notice;
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
    let list = wait(answers, move |load| match load {
        Load::Loading => loading_list(6),
        Load::Loaded(first) => view! { <Pages feed=feed.clone() first /> }.into_any(),
        Load::Empty => view! { <Notice words=words::NOTHING_YET /> }.into_any(),
        Load::Failed(failure) => failed(&failure, answers),
    });
    view! {
        <section class="feed">
            <h2>{title}</h2>
            {list}
        </section>
    }
}

/// The list with its backend: what [`FeedList`] asks for, it fetches.
#[component]
fn Pages(feed: Feed, first: FeedPage) -> impl IntoView {
    let paging = RwSignal::new(Paging::new(first));
    let backend = backend();
    let owner = Owner::current().unwrap_or_default();
    let fetch = move |cursor: Cursor| {
        let (backend, feed) = (backend.clone(), feed.clone());
        // The request ends with the list.
        owner.with(|| {
            spawn_local_scoped_with_cancellation(async move {
                let answer = backend.feed(feed, Some(cursor.clone())).await;
                paging.try_update(|paging| paging.came(&cursor, answer));
            });
        });
    };
    let on_more = move || {
        if let Some(cursor) = paging.try_update(Paging::ask).flatten() {
            fetch(cursor);
        }
    };
    view! { <FeedList paging on_more /> }
}

/// The list as it looks: previews in, a wish for more out.
#[component]
pub fn FeedList(
    /// The previews and what comes next.
    #[prop(into)]
    paging: Signal<Paging>,
    /// The reader wants more.
    on_more: impl Fn() + Clone + 'static,
) -> impl IntoView {
    let items = move || paging.with(|paging| paging.items().to_vec());
    let is_loading = move || paging.with(|paging| matches!(paging.state(), State::Loading(_)));
    let is_done = move || paging.with(|paging| *paging.state() == State::Done);
    // The button stays where it is, so that a keyboard's focus stays too.
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
        <ul class="cards-list" aria-busy=move || is_loading().to_string()>
            <For each=items key=|preview| preview.id.clone() let:preview>
                <li>
                    <Card preview />
                </li>
            </For>
        </ul>
        <div class="feed-end">
            <p role="status">{status}</p>
            <button
                type="button"
                class="button feed-more"
                aria-disabled=move || (!is_idle()).to_string()
                on:click=move |_| on_more()
            >
                {button}
            </button>
        </div>
    }
}
