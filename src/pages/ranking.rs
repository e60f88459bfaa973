//! Ranking page (新闻表情排行): articles by mood, and by day, week or month.

use leptos::prelude::*;
use zaidu_model::{Mood, Period, Route, Site};

use super::common::set_head;
use crate::data::{self, Query};
use crate::features::article::Breadcrumb;
use crate::features::ranking::{RankingList, RankingTabs};
use crate::router::{CurrentLocation, Location};
use crate::strings;
use crate::ui::dynamic;

/// The rankings. An unknown mood or period in the URL shows the default.
#[component]
pub fn RankingPage(
    /// The site's settings.
    site: Query<Site>,
) -> impl IntoView {
    let location: CurrentLocation = expect_context();
    view! {
        <div class="page page-ranking">
            <Breadcrumb section=None current=strings::RANKING />
            <h1>{strings::RANKING}</h1>
            {dynamic(move || {
                let (mood, period) = selected_ranking(&location.get());
                let address = Route::ranking(mood, period);
                set_head(site, Some(strings::RANKING.to_owned()), Some(address));
                view! {
                    <RankingTabs mood period />
                    <RankingList mood query=data::ranking(mood, period) />
                }
                .into_any()
            })}
        </div>
    }
}

/// The mood and period in the query string of `location`, else the defaults.
pub(super) fn selected_ranking(location: &Location) -> (Mood, Period) {
    let mood = location.parameter("mood").and_then(|mood| mood.parse().ok());
    let period = location.parameter("period").and_then(|period| period.parse().ok());
    (mood.unwrap_or(Mood::Like), period.unwrap_or(Period::Day))
}
