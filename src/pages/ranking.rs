//! 新闻表情排行, by mood and by day, week, month.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use zaidu_model::{Mood, Period};

use crate::features::article::Breadcrumb;
use crate::features::ranking::{RankingList, RankingTabs};
use crate::load;
use crate::words;

/// The rankings. An unknown mood or period in the address shows the default.
#[component]
pub fn RankingPage() -> impl IntoView {
    let query = use_query_map();
    let chosen = Memo::new(move |_| {
        let query = query.read();
        let mood = query.get_str("mood").and_then(|mood| mood.parse().ok());
        let period = query.get_str("period").and_then(|period| period.parse().ok());
        (mood.unwrap_or(Mood::Like), period.unwrap_or(Period::Day))
    });
    view! {
        <Title text=words::RANKING />
        <div class="page page-ranking">
            <Breadcrumb section=None here=words::RANKING />
            <h1>{words::RANKING}</h1>
            {move || {
                let (mood, period) = chosen.get();
                view! {
                    <RankingTabs mood period />
                    <RankingList mood answers=load::ranking(mood, period) />
                }
            }}
        </div>
    }
}
