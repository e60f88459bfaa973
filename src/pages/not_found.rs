//! Nothing is here.

use leptos::prelude::*;
use leptos_meta::Title;
use zaidu_model::Route;

use crate::words;

/// The page for an address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <Title text=words::NOT_FOUND />
        <div class="page page-notice">
            <h1>{words::NOT_FOUND}</h1>
            <p>{words::NOT_FOUND_MORE}</p>
            <p>
                <a class="button" href=Route::Home.to_string()>{words::BACK_HOME}</a>
            </p>
        </div>
    }
}
