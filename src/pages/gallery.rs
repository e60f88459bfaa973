//! Component gallery: every component in every state, for development, screenshots and axe. Only in
//! builds with the `mock` feature.

mod texts;

use leptos::prelude::*;
use zaidu_model::block::Level;
use zaidu_model::{
    Adjacent, Article, Block, Correction, Counts, Cursor, Feed, FeedPage, Inline, Mood, Period,
    Preview, Reaction, Route, Site, Titled,
};

use super::long_list::LongListPage;
use crate::backend::BackendError;
use crate::browser::user_agent::{App, UserAgent};
use crate::data::{self, LoadState, Query, view_query};
use crate::features::article::Body;
use crate::features::cards::Cards;
use crate::features::feed::{FeedList, FeedPart, Pagination, Part, Trigger, feed_view};
use crate::features::ranking::RankingTabs;
use crate::features::reactions::{MoodBar, MoodState, PendingReason};
use crate::features::reading_list;
use crate::features::share::targets::ShareData;
use crate::features::share::{self, Outcome, PanelView, ShareController};
use crate::features::viewer;
use crate::head;
use crate::router;
use crate::strings;
use crate::ui::{Icon, Notice, Retry, Skeleton, StaticHtml};

/// The gallery with data of the sample newsroom; or, with the `list` parameter, one list of that
/// length.
#[component]
pub fn GalleryPage(
    /// The site's settings.
    site: Query<Site>,
) -> impl IntoView {
    let length = router::current().parameter("list").and_then(|length| length.parse().ok());
    if let Some(length) = length {
        return view! { <LongListPage length /> }.into_any();
    }
    let cards = view_query(site, |state| match state {
        LoadState::Loaded(site) => {
            view! { <Cards title=strings::FOCUS cards=site.focus /> }.into_any()
        }
        LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => ().into_any(),
    });
    let lists = view_query(data::feed_page(Feed::Latest, None), |state| match state {
        LoadState::Loaded(first) => (panels(&first), lists(&first), next(&first)).into_any(),
        LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => ().into_any(),
    });
    head::set(site, Some("Gallery".to_owned()), None);
    view! {
        <div class="page">
            <h1>"Gallery"</h1>
            {example("Icons", icons())}
            {example("Skeletons", skeletons())}
            {example("Notice", view! { <Notice message=strings::NOTHING_YET /> }.into_any())}
            {example("Retry", retry())}
            {example("Tabs", view! { <RankingTabs mood=Mood::Sad period=Period::Week /> }.into_any())}
            {moods()}
            {example("Cards", cards)}
            {texts::texts()}
            {reading_lists()}
            {lists}
        </div>
    }
    .into_any()
}

/// The card of what is read next, with and without a picture, and a text with all that stands above
/// and below it.
fn next(first: &FeedPage) -> AnyView {
    let query = data::feed_page(Feed::Latest, None);
    let Some(newest) = first.items.first() else { return ().into_any() };
    let feed = Feed::Recommended { article: newest.id.clone() };
    let part = |is_pictured: bool| {
        let other = first.items.iter().filter(|item| item.picture.is_some() != is_pictured);
        FeedPart {
            part: Part::UpNext,
            feed: feed.clone(),
            exclude: other.map(|item| item.id.clone()).collect(),
            pins: Vec::new(),
            is_rendered: true,
        }
    };
    let titled = |item: &Preview| Titled::from(item);
    let heading = |text: &str| Block::Heading {
        level: Level::Two,
        text: vec![Inline::Text(text.to_owned())],
    };
    let text = |item: &Preview| Block::Paragraph(vec![Inline::Text(item.excerpt.clone())]);
    let mut body = Vec::new();
    for (name, item) in [strings::FOCUS, strings::SPECIAL, strings::LATEST].iter().zip(&first.items)
    {
        body.extend([heading(name), text(item)]);
    }
    let article = zaidu_model::json::from_str::<Article>(
        r#"{"id":"gallery","published":"2026-11-20T08:00:00Z","body":[]}"#,
    );
    let Ok(article) = article else { return ().into_any() };
    let article = Article {
        body,
        tags: vec![strings::SEARCH.to_owned(), "a/b %?".to_owned(), "x".repeat(60)],
        corrections: vec![Correction { date: newest.published, text: newest.excerpt.clone() }],
        adjacent: Adjacent {
            previous: first.items.get(1).map(titled),
            next: first.items.get(2).map(titled),
        },
        ..article
    };
    view! {
        {example("Up next, with a picture", feed_view(part(true), query))}
        {example("Up next, without a picture", feed_view(part(false), query))}
        {example(
            "Text, with corrections, contents, tags and neighbours",
            view! {
                <div class="page-main">
                    <Body
                        article
                        on_click=viewer::on_click
                        node=NodeRef::new()
                        hidden=RwSignal::new(0)
                    />
                </div>
            }
            .into_any(),
        )}
    }
    .into_any()
}

/// A component in one state, below its name.
fn example(name: impl Into<String>, content: AnyView) -> AnyView {
    let name = name.into();
    let state = name.clone();
    view! {
        <section class="gallery-state" data-state=state>
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
    let words = strings::error_message(&BackendError::Unreachable);
    view! { <Retry message=words button=strings::RETRY on_retry=|| () /> }.into_any()
}

/// The mood bar in each state, reached by the same transitions as in use.
fn moods() -> impl IntoView {
    let counts = Counts { happy: 3, sad: 12_345, like: 678_901, ..Counts::default() };
    let empty = MoodState::new(Reaction::default());
    let selected = MoodState::new(Reaction { counts, mine: Some(Mood::Like) });
    let mut sending = selected;
    sending.select(Some(Mood::Sad));
    let after = |change: &dyn Fn(&mut MoodState)| {
        let mut moods = sending;
        change(&mut moods);
        moods
    };
    let states = [
        ("Moods, nobody", empty),
        ("Moods, chosen", selected),
        ("Moods, sending", sending),
        ("Moods, saved", after(&|it| _ = it.confirm(it.shown()))),
        ("Moods, withdrawn", after(&|it| _ = it.confirm(Reaction { counts, mine: None }))),
        ("Moods, in another tab", after(&|it| it.defer(PendingReason::OtherTab))),
        ("Moods, waiting", after(&|it| it.defer(PendingReason::Backoff))),
        ("Moods, waiting as the server wants", after(&|it| it.defer(PendingReason::RetryAfter))),
        ("Moods, failed", after(&|it| _ = it.reject())),
        ("Moods, article withdrawn", after(&|it| _ = it.withdraw())),
    ];
    states
        .map(|(name, state)| {
            let bar = view! {
                <MoodBar
                    action=Route::Gallery.to_string()
                    state=Signal::stored(state)
                    on_tap=|_| ()
                    on_retry=|| ()
                />
            };
            example(name, bar.into_any())
        })
        .collect_view()
}

/// Reading list in each state.
fn reading_lists() -> impl IntoView {
    let states = reading_list::examples().into_iter();
    states
        .map(|(name, nodes)| {
            example(name, view! { <div>{StaticHtml::new(|| nodes)}</div> }.into_any())
        })
        .collect_view()
}

/// The share panel in each state.
fn panels(first: &FeedPage) -> AnyView {
    let Some(newest) = first.items.first() else { return ().into_any() };
    let data = ShareData {
        title: newest.headline().into_owned(),
        url: ["https://www.example.org/articles/", newest.id.as_str()].concat(),
        excerpt: newest.excerpt.clone(),
        credit: newest.published.display(),
        site: strings::SITE_FALLBACK.to_owned(),
        ..ShareData::default()
    };
    let plain = UserAgent::default();
    let with_sheet = UserAgent { has_share_sheet: true, ..plain };
    let wechat = UserAgent { app: App::WeChat, ..plain };
    let states = [
        ("Share, links", plain, PanelView::Methods, Outcome::Silent),
        ("Share, with a sheet", with_sheet, PanelView::Methods, Outcome::Silent),
        ("Share, in WeChat", wechat, PanelView::Methods, Outcome::Silent),
        ("Share, mask", wechat, PanelView::WeChatMask, Outcome::Silent),
        ("Share, code", plain, PanelView::QrCode, Outcome::Silent),
        ("Share, poster", plain, PanelView::Poster, Outcome::Silent),
        ("Share, copied", plain, PanelView::Methods, Outcome::Copied),
        ("Share, copy refused", plain, PanelView::Methods, Outcome::CopyRefused),
        ("Share, sheet refused", with_sheet, PanelView::Methods, Outcome::SheetRefused),
    ];
    states
        .map(|(name, agent, view, outcome)| {
            let controller = ShareController::fixed(data.clone(), agent, view, outcome);
            let panel = view! {
                <div class=view.class()>
                    <div class="dialog-panel">{share::content(controller, false)}</div>
                </div>
            };
            example(name, panel.into_any())
        })
        .collect_view()
        .into_any()
}

/// A list of three previews in each state of the next page.
fn lists(first: &FeedPage) -> AnyView {
    let next = Cursor::from_wire("gallery");
    let items = first.items.iter().take(3).cloned().collect();
    let idle =
        Pagination::new(FeedPage { items, next: Some(next.clone()), facets: Vec::new() }, []);
    let mut loading = idle.clone();
    let start = loading.request(Trigger::User).unwrap_or_default();
    let after = |response| {
        let mut pagination = loading.clone();
        let _ = pagination.receive(&start, response);
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
                view! { <FeedList pagination=Signal::stored(pagination) on_load_more=|_| () name=id /> };
            example(name, list.into_any())
        })
        .collect_view()
        .into_any()
}
