//! Nothing is here.

use leptos::prelude::*;
use zaidu_model::{Route, Site};

use super::introduce;
use crate::data::Query;
use crate::strings;

/// The page for an address that leads nowhere.
#[component]
pub fn NotFoundPage(
    /// The newsroom.
    site: Query<Site>,
) -> impl IntoView {
    introduce(site, Some(strings::NOT_FOUND.to_owned()), None);
    view! {
        <div class="page page-notice">
            <h1>{strings::NOT_FOUND}</h1>
            <p>{strings::NOT_FOUND_MORE}</p>
            <p>
                <a class="button" href=Route::Home.to_string()>{strings::BACK_HOME}</a>
            </p>
        </div>
    }
}
