//! Not Found page (404).

use leptos::prelude::*;
use zaidu_model::{Route, Site};

use super::common::set_head;
use crate::data::Query;
use crate::strings;

/// The page for a URL without a route, or of content that does not exist.
#[component]
pub fn NotFoundPage(
    /// The site's settings.
    site: Query<Site>,
) -> impl IntoView {
    set_head(site, Some(strings::NOT_FOUND.to_owned()), None);
    view! {
        <div class="page page-notice">
            <h1>{strings::NOT_FOUND}</h1>
            <p>{strings::NOT_FOUND_MORE}</p>
            <p>
                <a class="button" href=Route::Home.to_string()>{strings::BACK_HOME}</a>
            </p>
            <p>
                <a href=Route::Search.to_string()>{strings::SEARCH_ARTICLES}</a>
            </p>
        </div>
    }
}
