//! The search: a form, and what it finds.

use leptos::prelude::*;
use zaidu_model::route::QUERY;
use zaidu_model::{Feed, Query, Route, Site};

use super::{first_page, introduce};
use crate::features::feed::FeedView;
use crate::features::search::SearchForm;
use crate::here::{Address, Here};
use crate::load::Answers;
use crate::ui::Notice;
use crate::words;

/// The search. An address that asks for nothing shows the form alone.
#[component]
pub fn SearchPage(
    /// The newsroom.
    site: Answers<Site>,
) -> impl IntoView {
    let here: Here = expect_context();
    let text = Memo::new(move |_| searched(&here.get()));
    view! {
        <div class="page page-search">
            {move || {
                let text = text.get();
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
                view! {
                    <h1>{title}</h1>
                    <SearchForm text />
                    {found}
                }
            }}
        </div>
    }
}

/// What the reader at `address` looks for, as the page shows it; empty for
/// nothing.
#[must_use]
pub fn searched(address: &Address) -> String {
    let text = address.parameter(QUERY).unwrap_or_default();
    match Query::new(&text) {
        Ok(query) => query.as_str().to_owned(),
        Err(_) => text.trim().to_owned(),
    }
}
