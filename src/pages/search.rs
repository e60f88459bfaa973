//! Search page: the search form and its results.

use leptos::prelude::*;
use zaidu_model::url::SEARCH_PARAM;
use zaidu_model::{Feed, Route, SearchQuery, Site};

use super::common::{first_page, set_head};
use crate::data::{LoadState, Query, view_query};
use crate::facet_links::facet_list;
use crate::features::feed::FeedView;
use crate::features::search::search_form;
use crate::router::{CurrentLocation, Location};
use crate::strings;
use crate::ui::node::element;
use crate::ui::{Notice, StaticHtml, dynamic};

/// The search form with results. Without a query in the URL, the form alone.
#[component]
pub fn SearchPage(
    /// The site's settings.
    site: Query<Site>,
) -> impl IntoView {
    let location: CurrentLocation = expect_context();
    let page = dynamic(move || {
        let text = search_query(&location.get());
        let title = strings::search_for(&text);
        set_head(site, Some(title.clone()), Some(Route::search(&text)));
        let results = match SearchQuery::new(&text) {
            Ok(_) => {
                let feed = Feed::Search { query: text.clone() };
                let query = first_page(feed.clone());
                let facets = view_query(query, |state| match state {
                    LoadState::Loaded(page) => {
                        let list = move || facet_list(page.facets);
                        let list = move || list().map(Into::into).into_iter().collect();
                        view! { <div>{StaticHtml::new(list)}</div> }.into_any()
                    }
                    // The list says the rest.
                    LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => ().into_any(),
                });
                view! {
                    {facets}
                    <FeedView feed query title=strings::SEARCH_RESULTS />
                }
                .into_any()
            }
            Err(_) if text.is_empty() => ().into_any(),
            Err(_) => view! { <Notice message=strings::QUERY_TOO_SHORT /> }.into_any(),
        };
        let form =
            StaticHtml::new(|| vec![element("h1").with(title).into(), search_form(text).into()]);
        view! {
            <div>{form}</div>
            {results}
        }
        .into_any()
    });
    view! { <div class="page page-search">{page}</div> }
}

/// The search query in the URL `location`, cut to its maximum length; empty for none.
#[must_use]
pub fn search_query(location: &Location) -> String {
    SearchQuery::display_text(&location.parameter(SEARCH_PARAM).unwrap_or_default())
}
