//! 新闻表情排行, by mood and by day, week, month.

use leptos::prelude::*;
use zaidu_model::{Mood, Period, Route, Site};

use super::introduce;
use crate::data::{self, Query};
use crate::features::article::Breadcrumb;
use crate::features::ranking::{RankingList, RankingTabs};
use crate::router::{Here, Location};
use crate::strings;
use crate::ui::dynamic;

/// The rankings. An unknown mood or period in the address shows the default.
#[component]
pub fn RankingPage(
    /// The newsroom.
    site: Query<Site>,
) -> impl IntoView {
    let here: Here = expect_context();
    view! {
        <div class="page page-ranking">
            <Breadcrumb section=None here=strings::RANKING />
            <h1>{strings::RANKING}</h1>
            {dynamic(move || {
                let (mood, period) = chosen(&here.get());
                let address = Route::ranking(mood, period);
                introduce(site, Some(strings::RANKING.to_owned()), Some(address));
                view! {
                    <RankingTabs mood period />
                    <RankingList mood answers=data::ranking(mood, period) />
                }
                .into_any()
            })}
        </div>
    }
}

/// The mood and period that an address asks for.
pub(super) fn chosen(address: &Location) -> (Mood, Period) {
    let mood = address.parameter("mood").and_then(|mood| mood.parse().ok());
    let period = address.parameter("period").and_then(|period| period.parse().ok());
    (mood.unwrap_or(Mood::Like), period.unwrap_or(Period::Day))
}
