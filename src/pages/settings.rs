//! Settings page: the form of reading settings, for readers whose browser runs no program, and for
//! links of newsrooms that turn 关怀模式 on.

use leptos::prelude::*;
use zaidu_model::comfort::CARE_PARAM;
use zaidu_model::{Route, Site};

use super::common::set_head;
use crate::client_effect::client_effect;
use crate::data::{Query, is_hydrating};
use crate::features::comfort;
use crate::router;
use crate::strings;
use crate::ui::StaticHtml;
use crate::ui::node::{Node, element};

/// Links to the reading lists of this browser.
fn reading_lists() -> Vec<Node> {
    let link = |route: Route, text| {
        element("a").attr("class", "button").attr("href", route.to_string()).with(text)
    };
    let links = element("p").with(link(Route::Saved, strings::SAVED)).with(" ");
    vec![links.with(link(Route::History, strings::HISTORY)).into()]
}

/// The page with the form.
#[component]
pub fn SettingsPage(
    /// The site's settings.
    site: Query<Site>,
) -> impl IntoView {
    set_head(site, Some(strings::SETTINGS.to_owned()), Some(Route::Settings.to_string()));
    // A server answers this with a redirect; a static host has nobody to do so, and no form.
    let care = router::current().parameter(CARE_PARAM);
    let is_rendered = is_hydrating();
    client_effect(move || match &care {
        Some(care) => comfort::apply_care(care.clone()),
        None if is_rendered => {}
        None => comfort::open_panel_in_place(),
    });
    view! {
        <div class="page page-settings">
            <h1>{strings::SETTINGS}</h1>
            <p>{strings::SETTINGS_HINT}</p>
            <div>{StaticHtml::new(comfort::rendered_form)}</div>
            <div>{StaticHtml::new(reading_lists)}</div>
            <p>
                <a class="button" href=Route::Home.to_string()>
                    {strings::BACK_HOME}
                </a>
            </p>
        </div>
    }
}
