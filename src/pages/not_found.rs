//! Nothing is here.

use leptos::prelude::*;
use zaidu_model::{Route, Site};

use super::introduce;
use crate::load::Answers;
use crate::words;

/// The page for an address that leads nowhere.
#[component]
pub fn NotFoundPage(
    /// The newsroom.
    site: Answers<Site>,
) -> impl IntoView {
    introduce(site, Some(words::NOT_FOUND.to_owned()), None);
    view! {
        <div class="page page-notice">
            <h1>{words::NOT_FOUND}</h1>
            <p>{words::NOT_FOUND_MORE}</p>
            <p>
                <a class="button" href=Route::Home.to_string()>{words::BACK_HOME}</a>
            </p>
        </div>
    }
}
