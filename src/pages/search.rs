//! The search: a form, and what it finds.

use leptos::prelude::*;
use zaidu_model::route::QUERY;
use zaidu_model::{Feed, Query, Route, Site};

use super::{first_page, introduce};
use crate::features::feed::FeedView;
use crate::features::search::search_form;
use crate::here::{Address, Here};
use crate::load::Answers;
use crate::ui::markup::tag;
use crate::ui::{Notice, Still, changing};
use crate::words;

/// The search. An address that asks for nothing shows the form alone.
#[component]
pub fn SearchPage(
    /// The newsroom.
    site: Answers<Site>,
) -> impl IntoView {
    let here: Here = expect_context();
    let page = changing(move || {
        let text = searched(&here.get());
        let title = words::search_for(&text);
        introduce(site, Some(title.clone()), Some(Route::search(&text)));
        let found = match Query::new(&text) {
            Ok(_) => {
                let feed = Feed::Search { query: text.clone() };
                let answers = first_page(feed.clone());
                view! { <FeedView feed answers title=words::FOUND /> }.into_any()
            }
            Err(_) if text.is_empty() => ().into_any(),
            Err(_) => view! { <Notice words=words::QUERY_TOO_SHORT /> }.into_any(),
        };
        let top = Still::new(|| vec![tag("h1").with(title).into(), search_form(text).into()]);
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
pub fn searched(address: &Address) -> String {
    Query::cut(&address.parameter(QUERY).unwrap_or_default())
}
