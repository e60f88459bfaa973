//! Server rendering: the app as HTML.

use leptos::prelude::*;
use leptos::tachys::view::RenderHtml;
use zaidu_model::Comfort;

use crate::app::App;
use crate::backend::Backend;
use crate::data::HydrationData;
use crate::features::share::Origin;
use crate::head::TitleSink;
use crate::pictures::SaveData;
use crate::router::Location;

/// A rendered page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The content of the app's container, for [`hydration`](leptos::mount::hydrate_from).
    pub body: String,
    /// The document title.
    pub title: String,
}

/// Renders the page at `location` with the responses in `data`. A request without a response
/// there renders its loading state; see [`requests`](crate::pages::requests) for those of a page.
/// `origin` is the public origin of the site, such as `https://example.org`; with `save_data`
/// the pictures are small. The form of reading settings shows `comfort`.
#[must_use]
pub fn render(
    location: &Location,
    origin: &str,
    save_data: SaveData,
    comfort: Comfort,
    data: HydrationData,
) -> Rendered {
    let owner = Owner::new();
    let rendered = owner.with(|| {
        let title = TitleSink::default();
        provide_context(title.clone());
        provide_context(location.clone());
        provide_context(Origin(origin.to_owned()));
        provide_context(Backend::same_origin());
        provide_context(save_data);
        provide_context(comfort);
        provide_context(data);
        let body = App().to_html();
        Rendered { body, title: title.take() }
    });
    owner.cleanup();
    rendered
}
