//! Where the reader is: the one address that every page follows.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use zaidu_model::Route;
use zaidu_model::url::query_parameter;

use crate::browser::{history, overlay_history};
use crate::client_effect::client_effect;
use crate::scroll_restoration;

/// The path and query of a page, such as `/ranking?mood=like`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location(pub String);

impl Location {
    fn halves(&self) -> (&str, &str) {
        self.0.split_once('?').unwrap_or((&self.0, ""))
    }

    /// The page; nothing where there is none.
    #[must_use]
    pub fn route(&self) -> Option<Route> {
        Route::parse(self.halves().0)
    }

    /// The value of a parameter of the query.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        query_parameter(self.halves().1, name)
    }
}

/// The address of the page that is shown.
#[derive(Debug, Clone, Copy)]
pub struct CurrentLocation(RwSignal<Location>);

impl CurrentLocation {
    /// The address now; whoever reads it is told of the next.
    #[must_use]
    pub fn get(self) -> Location {
        self.0.get()
    }
}

/// The address now.
#[must_use]
pub fn current() -> Location {
    use_context::<CurrentLocation>().map(|here| here.0.get_untracked()).unwrap_or_default()
}

/// Follows the reader: the address that a server was asked for, or the browser's
/// from now on.
pub fn provide_router() -> CurrentLocation {
    let asked = use_context::<Location>();
    if asked.is_none() {
        scroll_restoration::start();
    }
    let here = RwSignal::new(asked.unwrap_or_else(|| Location(history::path_and_query())));
    provide_context(CurrentLocation(here));
    // Another place on the same page is no other page.
    let is_here = move |address: &Location| here.with_untracked(|now| now == address);
    client_effect(move || {
        // What covered the page has gone when it is loaded again.
        overlay_history::pop_entry();
        let opens = move |address: &str| {
            let address = Location(address.to_owned());
            // Files and pages of others below this origin are the browser's.
            if address.route().is_none() {
                return false;
            }
            let stays = is_here(&address);
            scroll_restoration::leave_entry(stays);
            if !stays {
                here.set(address);
            }
            spawn_local(async {
                scroll_restoration::enter_entry();
                // Once the page stands that the address means.
                tick().await;
                history::scroll_to_fragment_or_top();
            });
            true
        };
        let back = move || {
            if scroll_restoration::has_entry_changed() {
                let address = Location(history::path_and_query());
                let stays = is_here(&address);
                scroll_restoration::leave_entry(stays);
                scroll_restoration::enter_entry();
                if !stays {
                    here.set(address);
                }
                spawn_local(async {
                    tick().await;
                    scroll_restoration::restore(false);
                });
            }
        };
        history::intercept_navigation(opens, back);
    });
    CurrentLocation(here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Key;

    #[test]
    fn an_address_is_a_page_and_its_parameters() {
        let address = Location("/articles/a?cursor=1.b&x=%E6%BD%AE".into());
        assert_eq!(address.route(), Some(Route::Article(Key::new("a").unwrap())));
        assert_eq!(address.parameter("cursor").as_deref(), Some("1.b"));
        assert_eq!(address.parameter("x").as_deref(), Some("潮"));
        assert_eq!(address.parameter("y"), None);
        let shared = Location("/articles/a?from=weibo&isappinstalled=0".into());
        assert_eq!(shared.route().unwrap().to_string(), "/articles/a");
        assert_eq!(Location("/media/a.jpg".into()).route(), None);
    }
}
