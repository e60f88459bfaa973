//! 新闻表情排行: what readers felt most.

use leptos::prelude::*;
use zaidu_model::{Mood, Period, Ranking, RankingEntry, Route};

use crate::data::{LoadState, Query, failed, loading_list, view_query};
use crate::strings;
use crate::ui::node::{Element, element};
use crate::ui::{Notice, StaticHtml};

/// The ranking of `mood`, in at most `length` lines.
#[component]
pub fn RankingList(
    /// Which mood.
    mood: Mood,
    /// The ranking. Asked for by the page, so that it comes with the rest.
    answers: Query<Ranking>,
    /// How many lines.
    #[prop(default = Ranking::MAX_LENGTH)]
    length: usize,
) -> impl IntoView {
    view_query(answers, move |load| match load {
        LoadState::Loading => loading_list(length.min(6)),
        LoadState::Loaded(ranking) => lines(ranking, mood, length),
        LoadState::Empty => view! { <Notice words=strings::NO_REACTIONS_YET /> }.into_any(),
        LoadState::Failed(failure) => failed(&failure, answers),
    })
}

fn lines(ranking: Ranking, mood: Mood, length: usize) -> AnyView {
    let lines = move || {
        let items = ranking.items.into_iter().take(length);
        items.map(|entry| line(entry, mood).into()).collect()
    };
    view! { <ol class="ranking">{StaticHtml::new(lines)}</ol> }.into_any()
}

fn line(RankingEntry { preview, count }: RankingEntry, mood: Mood) -> Element {
    let headline = preview.headline().into_owned();
    let link = element("a").attr("href", Route::Article(preview.id).to_string()).with(headline);
    let short = element("span").attr("class", "ranking-count").attr("aria-hidden", "true");
    let spoken = strings::mood_count(strings::mood(mood), count);
    element("li")
        .attr("class", "ranking-line")
        .with(link)
        .with(short.with(strings::count(count)))
        .with(element("span").attr("class", "visually-hidden").with(spoken))
}

/// Links to every ranking; the one being shown is marked.
#[component]
pub fn RankingTabs(
    /// The mood being shown.
    mood: Mood,
    /// The period being shown.
    period: Period,
) -> impl IntoView {
    let tab = |name: &'static str, address: String, here: bool| {
        view! {
            <li>
                <a href=address aria-current=here.then_some("true")>{name}</a>
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
