//! Ranking of articles by mood (新闻表情排行).

use leptos::prelude::*;
use zaidu_model::{Key, Mood, Period, Ranking, RankingEntry, Route};

use crate::data::{LoadState, Query, view_error, view_loading_list, view_query};
use crate::onward::Onward;
use crate::strings;
use crate::ui::node::{Element, element};
use crate::ui::{Notice, StaticHtml};

/// The ranking of `mood`, with at most `length` entries.
#[component]
pub fn RankingList(
    /// The mood.
    mood: Mood,
    /// The query of the ranking. Created by the page component, so that it runs in parallel with
    /// the page's other queries.
    query: Query<Ranking>,
    /// Maximum number of entries.
    #[prop(default = Ranking::MAX_LENGTH)]
    length: usize,
    /// The article of the page, which is not a link.
    #[prop(optional_no_strip)]
    current: Option<Key>,
) -> impl IntoView {
    // A short ranking is beside other content.
    let has_onward = length >= Ranking::MAX_LENGTH;
    view_query(query, move |state| match state {
        LoadState::Loading => view_loading_list(length.min(6)),
        LoadState::Loaded(ranking) => list(ranking, mood, length, current.clone()),
        LoadState::Empty => view! {
            <Notice message=strings::NO_REACTIONS_YET />
            {has_onward.then(|| view! { <Onward /> })}
        }
        .into_any(),
        LoadState::Failed(error) => view_error(&error, query),
    })
}

fn list(ranking: Ranking, mood: Mood, length: usize, current: Option<Key>) -> AnyView {
    let entries = move || {
        let items = ranking.items.into_iter().take(length);
        items.map(|item| entry(item, mood, current.as_ref()).into()).collect()
    };
    view! { <ol class="ranking">{StaticHtml::new(entries)}</ol> }.into_any()
}

fn entry(
    RankingEntry { preview, count }: RankingEntry,
    mood: Mood,
    current: Option<&Key>,
) -> Element {
    let headline = preview.headline().into_owned();
    let name = if current == Some(&preview.id) {
        element("span").attr("aria-current", "page")
    } else {
        element("a").attr("href", Route::Article(preview.id).to_string())
    };
    let name = name.attr("class", "ranking-name").with(headline);
    let visible = element("span").attr("class", "ranking-count").attr("aria-hidden", "true");
    let spoken = strings::mood_count(strings::mood(mood), count);
    element("li")
        .attr("class", "ranking-line")
        .with(name)
        .with(visible.with(strings::count(count)))
        .with(element("span").attr("class", "visually-hidden").with(spoken))
}

/// Links to every ranking; that of the current mood and period is marked.
#[component]
pub fn RankingTabs(
    /// The current mood.
    mood: Mood,
    /// The current period.
    period: Period,
) -> impl IntoView {
    let tab = |name: &'static str, address: String, is_current: bool| {
        view! {
            <li>
                <a href=address aria-current=is_current.then_some("true")>{name}</a>
            </li>
        }
    };
    let moods =
        Mood::ALL.map(|each| tab(strings::mood(each), Route::ranking(each, period), each == mood));
    let periods = Period::ALL
        .map(|each| tab(strings::period(each), Route::ranking(mood, each), each == period));
    view! {
        <nav class="tabs" aria-label=strings::MOOD>
            <ul>{moods.collect_view()}</ul>
        </nav>
        <nav class="tabs" aria-label=strings::PERIOD>
            <ul>{periods.collect_view()}</ul>
        </nav>
    }
}
