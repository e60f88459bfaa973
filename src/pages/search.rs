//! The search: a form, and what it finds.

use leptos::prelude::*;
use zaidu_model::url::SEARCH_PARAM;
use zaidu_model::{Feed, Route, SearchQuery, Site};

use super::{first_page, introduce};
use crate::data::Query;
use crate::features::feed::FeedView;
use crate::features::search::search_form;
use crate::router::{Here, Location};
use crate::strings;
use crate::ui::node::element;
use crate::ui::{Notice, StaticHtml, dynamic};

/// The search. An address that asks for nothing shows the form alone.
#[component]
pub fn SearchPage(
    /// The newsroom.
    site: Query<Site>,
) -> impl IntoView {
    let here: Here = expect_context();
    let page = dynamic(move || {
        let text = searched(&here.get());
        let title = strings::search_for(&text);
        introduce(site, Some(title.clone()), Some(Route::search(&text)));
        let found = match SearchQuery::new(&text) {
            Ok(_) => {
                let feed = Feed::Search { query: text.clone() };
                let answers = first_page(feed.clone());
                view! { <FeedView feed answers title=strings::FOUND /> }.into_any()
            }
            Err(_) if text.is_empty() => ().into_any(),
            Err(_) => view! { <Notice words=strings::QUERY_TOO_SHORT /> }.into_any(),
        };
        let top =
            StaticHtml::new(|| vec![element("h1").with(title).into(), search_form(text).into()]);
        view! {
            <div>{top}</div>
            {found}
        }
        .into_any()
    });
    view! { <div class="page page-search">{page}</div> }
}

/// What the reader at `address` looks for, as the page shows it; empty for
/// nothing.
#[must_use]
pub fn searched(address: &Location) -> String {
    SearchQuery::display_text(&address.parameter(SEARCH_PARAM).unwrap_or_default())
}
