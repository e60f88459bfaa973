//! Links onward, where a page or a list ends, is empty or has failed: a reader is never left with
//! nothing but Back.

use leptos::prelude::*;
use zaidu_model::Route;

use crate::strings;
use crate::ui::StaticHtml;
use crate::ui::node::{Node, element};

/// Links to the latest news, the ranking and the search.
#[component]
pub fn Onward(
    /// Whether the first link leads to the beginning of the page.
    #[prop(optional)]
    to_top: bool,
) -> impl IntoView {
    let links = move || {
        let top = to_top.then(|| ("#content".to_owned(), strings::TO_TOP));
        let others = [
            (Route::Home.to_string(), strings::LATEST),
            (Route::Ranking.to_string(), strings::RANKING),
            (Route::Search.to_string(), strings::SEARCH_ARTICLES),
        ];
        let link = |(address, name): (String, &'static str)| -> Node {
            element("a").attr("href", address).with(name).into()
        };
        top.into_iter().chain(others).map(link).collect()
    };
    view! {
        <nav class="onward" aria-label=strings::ONWARD>
            {StaticHtml::new(links)}
        </nav>
    }
}
