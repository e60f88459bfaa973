//! Client-side router: the current location, followed by every page.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use zaidu_model::Route;
use zaidu_model::url::query_parameter;

use crate::browser::focus::Link;
use crate::browser::{history, overlay_history};
use crate::client_effect::client_effect;
use crate::{page_change, scroll_restoration};

/// The path and query of a page, such as `/ranking?mood=like`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location(pub String);

impl Location {
    fn path_and_query(&self) -> (&str, &str) {
        self.0.split_once('?').unwrap_or((&self.0, ""))
    }

    /// The route of the path; none if it matches no page of the app.
    #[must_use]
    pub fn route(&self) -> Option<Route> {
        Route::parse(self.path_and_query().0)
    }

    /// The value of a query parameter.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        query_parameter(self.path_and_query().1, name)
    }
}

/// The location of the page that is shown, as a signal in the context, and that of the section to
/// which the page has said that it belongs.
#[derive(Debug, Clone, Copy)]
pub struct CurrentLocation(RwSignal<Location>, RwSignal<Location>);

impl CurrentLocation {
    /// The current location; subscribes the running effect or view to it.
    #[must_use]
    pub fn get(self) -> Location {
        self.0.get()
    }

    /// The current location, without subscribing to it.
    #[must_use]
    pub fn get_untracked(self) -> Location {
        self.0.get_untracked()
    }

    /// The route of the section of the site that the page is in: its own for other pages than
    /// articles. Subscribes too.
    #[must_use]
    pub fn section(self) -> Option<Route> {
        match self.get().route() {
            Some(Route::Article(_)) => self.1.get().route(),
            route => route,
        }
    }

    /// Sets the section of the article that is shown.
    pub fn set_section(self, section: Option<Route>) {
        self.1.set(Location(section.map_or_else(String::new, |route| route.to_string())));
    }
}

/// The current location, without subscribing to it.
#[must_use]
pub fn current() -> Location {
    use_context::<CurrentLocation>().map(|location| location.0.get_untracked()).unwrap_or_default()
}

/// Provides the current location: on a server that of the request, in a browser that of the
/// address bar, updated on each navigation.
pub fn provide_router() -> CurrentLocation {
    let requested = use_context::<Location>();
    if requested.is_none() {
        scroll_restoration::start();
    }
    let current = RwSignal::new(requested.unwrap_or_else(|| Location(history::path_and_query())));
    let location = CurrentLocation(current, RwSignal::new(Location::default()));
    provide_context(location);
    // Navigation within a page, as to a fragment, does not render it again.
    let is_current = move |location: &Location| current.with_untracked(|now| now == location);
    client_effect(move || {
        // After a reload no overlay is open, while its history entry may still be there.
        overlay_history::pop_entry();
        let navigate = move |path: &str, link: Option<Link>| {
            let location = Location(path.to_owned());
            // Files, and pages of other programs on this origin, are left to the browser.
            if location.route().is_none() {
                return false;
            }
            let same_page = is_current(&location);
            scroll_restoration::leave_entry(same_page);
            if !same_page {
                let within = current.with_untracked(|now| now.route() == location.route());
                page_change::leave(link, within);
                current.set(location);
            }
            spawn_local(async move {
                scroll_restoration::enter_entry();
                // The new page is rendered in the next tick.
                tick().await;
                history::scroll_to_fragment_or_top();
                if !same_page {
                    page_change::rendered();
                }
            });
            true
        };
        let on_popstate = move || {
            if scroll_restoration::has_entry_changed() {
                let location = Location(history::path_and_query());
                let same_page = is_current(&location);
                scroll_restoration::leave_entry(same_page);
                scroll_restoration::enter_entry();
                if !same_page {
                    page_change::return_to_entry();
                    current.set(location);
                }
                spawn_local(async move {
                    tick().await;
                    scroll_restoration::restore(false);
                    if !same_page {
                        page_change::rendered();
                    }
                });
            }
        };
        history::intercept_navigation(navigate, on_popstate);
        // The reader may have gone to another entry since the program began to start.
        on_popstate();
    });
    location
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Key;

    #[test]
    fn a_location_has_a_route_and_parameters() {
        let location = Location("/articles/a?cursor=1.b&x=%E6%BD%AE".into());
        assert_eq!(location.route(), Some(Route::Article(Key::new("a").unwrap())));
        assert_eq!(location.parameter("cursor").as_deref(), Some("1.b"));
        assert_eq!(location.parameter("x").as_deref(), Some("潮"));
        assert_eq!(location.parameter("y"), None);
        let shared = Location("/articles/a?from=weibo&isappinstalled=0".into());
        assert_eq!(shared.route().unwrap().to_string(), "/articles/a");
        assert_eq!(Location("/media/a.jpg".into()).route(), None);
    }
}
