//! Every component in every state, for developers: eyes, screenshots and axe look
//! at the same page. Only builds with the mock have it.

use leptos::prelude::*;
use zaidu_model::{Counts, Cursor, Feed, FeedPage, Mood, Period, Reaction, Site};

use super::endless::EndlessPage;
use crate::backend::BackendError;
use crate::browser::user_agent::{App, UserAgent};
use crate::data::{self, LoadState, Query, view_query};
use crate::features::cards::Cards;
use crate::features::feed::{FeedList, Pagination, Trigger};
use crate::features::ranking::RankingTabs;
use crate::features::reactions::{Awaited, MoodBar, MoodState};
use crate::features::share::targets::Shared;
use crate::features::share::{self, Face, Outcome, Sharing};
use crate::head;
use crate::router;
use crate::strings;
use crate::ui::{Icon, Notice, Retry, Skeleton};

/// The gallery, filled from the sample newsroom; or one long list, for an address
/// that says how long.
#[component]
pub fn GalleryPage(
    /// The newsroom.
    site: Query<Site>,
) -> impl IntoView {
    let length = router::current().parameter("list").and_then(|length| length.parse().ok());
    if let Some(length) = length {
        return view! { <EndlessPage length /> }.into_any();
    }
    let cards = view_query(site, |load| match load {
        LoadState::Loaded(site) => {
            view! { <Cards title=strings::FOCUS cards=site.focus /> }.into_any()
        }
        LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => ().into_any(),
    });
    let lists = view_query(data::page(Feed::Latest, None), |load| match load {
        LoadState::Loaded(first) => (panels(&first), lists(&first)).into_any(),
        LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => ().into_any(),
    });
    head::set(site, Some("Gallery".to_owned()), None);
    view! {
        <div class="page">
            <h1>"Gallery"</h1>
            {shown("Icons", icons())}
            {shown("Skeletons", skeletons())}
            {shown("Notice", view! { <Notice words=strings::NOTHING_YET /> }.into_any())}
            {shown("Retry", retry())}
            {shown("Tabs", view! { <RankingTabs mood=Mood::Sad period=Period::Week /> }.into_any())}
            {moods()}
            {shown("Cards", cards)}
            {lists}
        </div>
    }
    .into_any()
}

/// A component in one state, under its name.
fn shown(name: &'static str, content: AnyView) -> AnyView {
    view! {
        <section class="gallery-state" data-state=name>
            <h2>{name}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn icons() -> AnyView {
    Icon::ALL.map(Icon::view).collect_view().into_any()
}

fn skeletons() -> AnyView {
    view! {
        <Skeleton lines=4 label=strings::LOADING kind="text" />
        <Skeleton lines=2 label=strings::LOADING kind="cards" />
    }
    .into_any()
}

fn retry() -> AnyView {
    let words = strings::failure(&BackendError::Unreachable);
    view! { <Retry words button=strings::RETRY on_retry=|| () /> }.into_any()
}

/// The moods, each state reached the way a reader reaches it.
fn moods() -> impl IntoView {
    let counts = Counts { happy: 3, sad: 12_345, like: 678_901, ..Counts::default() };
    let nobody = MoodState::new(Reaction::default());
    let many = MoodState::new(Reaction { counts, mine: Some(Mood::Like) });
    let mut sending = many;
    sending.want(Some(Mood::Sad));
    let after = |change: &dyn Fn(&mut MoodState)| {
        let mut moods = sending;
        change(&mut moods);
        moods
    };
    let states = [
        ("Moods, nobody", nobody),
        ("Moods, chosen", many),
        ("Moods, sending", sending),
        ("Moods, saved", after(&|it| _ = it.taken(it.shown()))),
        ("Moods, withdrawn", after(&|it| _ = it.taken(Reaction { counts, mine: None }))),
        ("Moods, in another tab", after(&|it| it.put_off(Awaited::Tab))),
        ("Moods, waiting", after(&|it| it.put_off(Awaited::Answer))),
        ("Moods, waiting as the server wants", after(&|it| it.put_off(Awaited::Rest))),
        ("Moods, failed", after(&|it| _ = it.refused())),
    ];
    states
        .map(|(name, state)| {
            let bar = view! {
                <MoodBar
                    action=String::new()
                    state=Signal::stored(state)
                    on_tap=|_| ()
                    on_retry=|| ()
                />
            };
            shown(name, bar.into_any())
        })
        .collect_view()
}

/// What the share panel shows, in each state.
fn panels(first: &FeedPage) -> AnyView {
    let Some(newest) = first.items.first() else { return ().into_any() };
    let shared = Shared {
        title: newest.headline().into_owned(),
        url: ["https://www.example.org/articles/", newest.id.as_str()].concat(),
        excerpt: newest.excerpt.clone(),
        credit: newest.published.display(),
        site: strings::SITE_FALLBACK.to_owned(),
        ..Shared::default()
    };
    let plain = UserAgent::default();
    let phone = UserAgent { has_sheet: true, ..plain };
    let wechat = UserAgent { app: App::WeChat, ..plain };
    let states = [
        ("Share, links", plain, Face::Ways, Outcome::Quiet),
        ("Share, with a sheet", phone, Face::Ways, Outcome::Quiet),
        ("Share, in WeChat", wechat, Face::Ways, Outcome::Quiet),
        ("Share, mask", wechat, Face::Mask, Outcome::Quiet),
        ("Share, code", plain, Face::Code, Outcome::Quiet),
        ("Share, poster", plain, Face::Poster, Outcome::Quiet),
        ("Share, copied", plain, Face::Ways, Outcome::Copied),
        ("Share, copy refused", plain, Face::Ways, Outcome::CopyRefused),
        ("Share, sheet refused", phone, Face::Ways, Outcome::SheetRefused),
    ];
    states
        .map(|(name, agent, face, outcome)| {
            let sharing = Sharing::still(shared.clone(), agent, face, outcome);
            let panel = view! {
                <div class=face.class()>
                    <div class="dialog-panel">{share::content(sharing)}</div>
                </div>
            };
            shown(name, panel.into_any())
        })
        .collect_view()
        .into_any()
}

/// A list of three, in each state of its end.
fn lists(first: &FeedPage) -> AnyView {
    let next = Cursor::from_wire("gallery");
    let items = first.items.iter().take(3).cloned().collect();
    let idle = Pagination::new(FeedPage { items, next: Some(next.clone()) }, []);
    let mut loading = idle.clone();
    let place = loading.ask(Trigger::User).unwrap_or_default();
    let after = |answer| {
        let mut pagination = loading.clone();
        let _ = pagination.came(&place, answer);
        pagination
    };
    let states = [
        ("Feed, idle", "feed-a", idle),
        ("Feed, loading", "feed-b", loading.clone()),
        ("Feed, failed", "feed-c", after(Err(BackendError::TimedOut))),
        ("Feed, done", "feed-d", after(Ok(FeedPage::default()))),
    ];
    states
        .map(|(name, id, pagination)| {
            let list =
                view! { <FeedList pagination=Signal::stored(pagination) on_wish=|_| () name=id /> };
            shown(name, list.into_any())
        })
        .collect_view()
        .into_any()
}
