//! The app as HTML.

use leptos::prelude::*;
use leptos::tachys::view::RenderHtml;

use crate::app::App;
use crate::backend::Backend;
use crate::data::HydrationData;
use crate::features::share::Origin;
use crate::head::TitleSink;
use crate::pictures::SaveData;
use crate::router::Location;

/// A page of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// What stands in the body, for [`hydration`](leptos::mount::hydrate_body).
    pub body: String,
    /// The browser's title.
    pub title: String,
}

/// The page at `address`, made of the answers in `came`.
/// What it asks and `came` has not shows its loading face; see
/// [`requests`](crate::pages::requests). `origin` is where readers find the
/// site, such as `https://example.org`; a reader who is `saving` data gets small
/// pictures.
#[must_use]
pub fn render(address: &Location, origin: &str, saving: SaveData, came: HydrationData) -> Rendered {
    let owner = Owner::new();
    let rendered = owner.with(|| {
        let title = TitleSink::default();
        provide_context(title.clone());
        provide_context(address.clone());
        provide_context(Origin(origin.to_owned()));
        provide_context(Backend::same_origin());
        provide_context(saving);
        provide_context(came);
        let body = App().to_html();
        Rendered { body, title: title.take() }
    });
    owner.cleanup();
    rendered
}
