//! Offline page: the articles that this browser keeps for reading without a network.

use leptos::html;
use leptos::prelude::*;
use zaidu_model::{Route, Site};

use super::common::set_head;
use crate::client_effect::{client_effect, spawn_scoped};
use crate::data::Query;
use crate::features::offline;
use crate::strings;
use crate::ui::StaticHtml;
use crate::ui::node::{self, element};

/// The page with the list, which only the browser has.
#[component]
pub fn OfflinePage(
    /// The site's settings.
    site: Query<Site>,
) -> impl IntoView {
    set_head(site, Some(strings::OFFLINE_READING.to_owned()), None);
    let place = NodeRef::<html::Div>::new();
    client_effect(move || {
        if let Some(place) = place.get() {
            spawn_scoped(async move {
                if offline::show_kept(place.clone().into()).await.is_err() {
                    let failed = element("p").with(strings::PART_FAILED);
                    node::replace_content(&place, &[failed.into()]);
                }
            });
        }
    });
    view! {
        <div class="page page-offline">
            <h1>{strings::OFFLINE_READING}</h1>
            <p>{strings::OFFLINE_HINT}</p>
            <div class="kept" node_ref=place>
                {StaticHtml::new(|| vec![element("p").with(strings::LOADING).into()])}
            </div>
            <p>
                <a class="button" href=Route::Home.to_string()>
                    {strings::BACK_HOME}
                </a>
            </p>
        </div>
    }
}
