//! What stands beside the main column of a page.

use leptos::prelude::*;
use zaidu_model::{Ranking, Route, Site};

use super::ASIDE;
use crate::data::{self, LoadState, Query, loading_list, view_query};
use crate::features::cards::Cards;
use crate::features::ranking::RankingList;
use crate::strings;
use crate::ui::DeferredHydration;

/// Waits for the ranking in the [`Aside`].
pub(super) fn aside_ranking() -> Query<Ranking> {
    data::ranking(ASIDE.0, ASIDE.1)
}

/// What stands beside a text or a list on wide screens, and below it on phones:
/// the newsroom's cards, and what readers liked this week.
#[component]
pub(super) fn Aside(
    /// The newsroom.
    site: Query<Site>,
    /// What readers liked this week.
    ranking: Query<Ranking>,
) -> impl IntoView {
    let cards = view_query(site, |load| match load {
        LoadState::Loaded(site) => view! {
            <Cards title=strings::FOCUS cards=site.focus />
            <Cards title=strings::SPECIAL cards=site.special />
        }
        .into_any(),
        // Its place is kept, or what stands below would move.
        LoadState::Loading | LoadState::Empty => loading_list(6),
        // The header says that the newsroom did not answer, and has the retry.
        LoadState::Failed(_) => ().into_any(),
    });
    let content = DeferredHydration::new(move || {
        view! {
            {cards}
            <section class="aside-ranking">
                <h2>
                    <a href=Route::Ranking.to_string()>{strings::RANKING}</a>
                </h2>
                <RankingList mood=ASIDE.0 answers=ranking length=5 />
            </section>
        }
        .into_any()
    });
    view! { <aside class="page-aside">{content}</aside> }
}
