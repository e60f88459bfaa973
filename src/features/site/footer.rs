//! Site footer: copyright, ICP registration, licence and hotline.

use leptos::prelude::*;
use zaidu_model::{Credit, Site, site};

use crate::data::{LoadState, Query, view_query};
use crate::ui::node::{Node, element};
use crate::ui::{self, DeferredHydration, StaticHtml};

/// The footer. It is empty until the site's settings are loaded; if that fails, the header shows
/// the error and the retry button.
#[component]
pub fn Footer(
    /// The site's settings.
    site: Query<Site>,
) -> impl IntoView {
    let view = |state| match state {
        LoadState::Loaded(Site { footer, .. }) => StaticHtml::new(|| lines(footer)).into_any(),
        LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => ().into_any(),
    };
    view! { <footer class="site-footer">{DeferredHydration::new(move || view_query(site, view))}</footer> }
}

fn lines(footer: site::Footer) -> Vec<Node> {
    let credit = |credit: Credit| {
        let link = credit.link();
        element("p").with(ui::maybe_link(credit.name, link))
    };
    let line = |text: String| element("p").with(text);
    let lines = [
        footer.copyright.map(line),
        footer.icp.map(credit),
        footer.licence.map(credit),
        footer.hotline.map(line),
    ];
    lines.into_iter().flatten().map(Node::from).collect()
}
