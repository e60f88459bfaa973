//! Aside: the column beside a page's main content.

use leptos::prelude::*;
use zaidu_model::site::Card;
use zaidu_model::{Key, Ranking, Route, Site};

use super::common::{ASIDE_RANKING, lists_are_wanted};
use crate::chunk::chunk_fn;
use crate::data::{self, LoadState, Query, chunk_placeholder, view_loading_list, view_query};
use crate::features::cards::Cards;
use crate::features::contents;
use crate::features::ranking::RankingList;
use crate::strings;
use crate::ui::{ChunkPlaceholder, DeferredHydration, chunk_view};

/// The query of the ranking in the [`Aside`].
pub(super) fn aside_ranking() -> Query<Ranking> {
    data::ranking(ASIDE_RANKING.0, ASIDE_RANKING.1)
}

/// The newsroom's cards and a ranking: beside the main content on wide screens, below it on
/// phones.
#[component]
pub(super) fn Aside(
    /// The site's settings.
    site: Query<Site>,
    /// What readers liked this week, from [`aside_ranking`].
    ranking: Query<Ranking>,
    /// The article of the page: no card recommends it, and the ranking does not link to it.
    #[prop(optional_no_strip)]
    current: Option<Key>,
    /// Whether the page shows the pinned articles elsewhere: no card does.
    #[prop(optional)]
    hides_pins: bool,
) -> impl IntoView {
    let content = DeferredHydration::until(
        |aside| lists_are_wanted(aside, load),
        move || {
            chunk_view(load, PLACEHOLDER, move || {
                content(site, ranking, current.clone(), hides_pins)
            })
        },
    );
    view! { <aside class="page-aside">{content}</aside> }
}

const PLACEHOLDER: ChunkPlaceholder = chunk_placeholder(|| view_loading_list(6));

chunk_fn! {
    in lists, loaded by pub(super) load;
    fn content(site: Query<Site>, ranking: Query<Ranking>, current: Option<Key>, hides_pins: bool) -> AnyView {
        if current.is_some() {
            contents::follow();
        }
        let article = current.clone();
        let others = move |mut cards: Vec<Card>, pins: &[Key]| {
            cards.retain(|card| {
                let id = card.article();
                let is_pinned = |id: &Key| hides_pins && pins.contains(id);
                id.is_none() || id != article && !id.as_ref().is_some_and(is_pinned)
            });
            cards
        };
        let cards = view_query(site, move |state| match state {
            LoadState::Loaded(site) => view! {
                <Cards title=strings::FOCUS cards=others(site.focus, &site.pins) />
                <Cards title=strings::SPECIAL cards=others(site.special, &site.pins) />
            }
            .into_any(),
            // A skeleton reserves the space, which avoids a layout shift of the content below.
            LoadState::Loading | LoadState::Empty => view_loading_list(6),
            // The header shows the error and the retry button.
            LoadState::Failed(_) => ().into_any(),
        });
        view! {
            {cards}
            <section class="aside-ranking">
                <h2>
                    <a href=Route::Ranking.to_string()>{strings::RANKING}</a>
                </h2>
                <RankingList mood=ASIDE_RANKING.0 query=ranking length=5 current />
            </section>
        }
        .into_any()
    }
}
