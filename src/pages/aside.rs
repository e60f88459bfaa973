//! What stands beside the main column of a page.

use leptos::prelude::*;
use zaidu_model::{Ranking, Route, Site};

use super::ASIDE;
use crate::features::cards::Cards;
use crate::features::ranking::RankingList;
use crate::load::{self, Answers, Load, loading_list, wait};
use crate::ui::Later;
use crate::words;

/// Waits for the ranking in the [`Aside`].
pub(super) fn aside_ranking() -> Answers<Ranking> {
    load::ranking(ASIDE.0, ASIDE.1)
}

/// What stands beside a text or a list on wide screens, and below it on phones:
/// the newsroom's cards, and what readers liked this week.
#[component]
pub(super) fn Aside(
    /// The newsroom.
    site: Answers<Site>,
    /// What readers liked this week.
    ranking: Answers<Ranking>,
) -> impl IntoView {
    let cards = wait(site, |load| match load {
        Load::Loaded(site) => view! {
            <Cards title=words::FOCUS cards=site.focus />
            <Cards title=words::SPECIAL cards=site.special />
        }
        .into_any(),
        // Its place is kept, or what stands below would move.
        Load::Loading | Load::Empty => loading_list(6),
        // The header says that the newsroom did not answer, and has the retry.
        Load::Failed(_) => ().into_any(),
    });
    let content = Later::new(move || {
        view! {
            {cards}
            <section class="aside-ranking">
                <h2>
                    <a href=Route::Ranking.to_string()>{words::RANKING}</a>
                </h2>
                <RankingList mood=ASIDE.0 answers=ranking length=5 />
            </section>
        }
        .into_any()
    });
    view! { <aside class="page-aside">{content}</aside> }
}
