//! Not Found page (404), also for an article that was withdrawn (410).

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
    /// Whether there was an article.
    #[prop(optional)]
    is_withdrawn: bool,
) -> impl IntoView {
    let (title, more) = match is_withdrawn {
        true => (strings::WITHDRAWN, strings::WITHDRAWN_MORE),
        false => (strings::NOT_FOUND, strings::NOT_FOUND_MORE),
    };
    set_head(site, Some(title.to_owned()), None);
    view! {
        <div class="page page-notice">
            <h1>{title}</h1>
            <p>{more}</p>
            <p>
                <a class="button" href=Route::Home.to_string()>{strings::BACK_HOME}</a>
            </p>
            <p>
                <a href=Route::Search.to_string()>{strings::SEARCH_ARTICLES}</a>
            </p>
        </div>
    }
}
