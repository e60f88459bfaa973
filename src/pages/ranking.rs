//! 新闻表情排行, by mood and by day, week, month.

use leptos::prelude::*;
use zaidu_model::{Mood, Period, Route, Site};

use super::introduce;
use crate::features::article::Breadcrumb;
use crate::features::ranking::{RankingList, RankingTabs};
use crate::here::{Address, Here};
use crate::load::{self, Answers};
use crate::ui::changing;
use crate::words;

/// The rankings. An unknown mood or period in the address shows the default.
#[component]
pub fn RankingPage(
    /// The newsroom.
    site: Answers<Site>,
) -> impl IntoView {
    let here: Here = expect_context();
    view! {
        <div class="page page-ranking">
            <Breadcrumb section=None here=words::RANKING />
            <h1>{words::RANKING}</h1>
            {changing(move || {
                let (mood, period) = chosen(&here.get());
                let address = Route::ranking(mood, period);
                introduce(site, Some(words::RANKING.to_owned()), Some(address));
                view! {
                    <RankingTabs mood period />
                    <RankingList mood answers=load::ranking(mood, period) />
                }
                .into_any()
            })}
        </div>
    }
}

/// The mood and period that an address asks for.
pub(super) fn chosen(address: &Address) -> (Mood, Period) {
    let mood = address.parameter("mood").and_then(|mood| mood.parse().ok());
    let period = address.parameter("period").and_then(|period| period.parse().ok());
    (mood.unwrap_or(Mood::Like), period.unwrap_or(Period::Day))
}
