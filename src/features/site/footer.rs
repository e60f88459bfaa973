//! What the law and courtesy put at the foot of a page.

use leptos::prelude::*;
use zaidu_model::{Credit, Site, site};

use crate::data::{LoadState, Query, view_query};
use crate::ui::node::{Node, element};
use crate::ui::{self, DeferredHydration, StaticHtml};

/// The footer. Without an answer it is empty: the header says so already, and
/// has the retry.
#[component]
pub fn Footer(
    /// The newsroom.
    site: Query<Site>,
) -> impl IntoView {
    let faces = |load| match load {
        LoadState::Loaded(Site { footer, .. }) => StaticHtml::new(|| lines(footer)).into_any(),
        LoadState::Loading | LoadState::Empty | LoadState::Failed(_) => ().into_any(),
    };
    view! { <footer class="site-footer">{DeferredHydration::new(move || view_query(site, faces))}</footer> }
}

fn lines(footer: site::Footer) -> Vec<Node> {
    let credit = |credit: Credit| {
        let link = credit.link();
        element("p").with(ui::maybe_link(credit.name, link))
    };
    let line = |words: String| element("p").with(words);
    let lines = [
        footer.copyright.map(line),
        footer.icp.map(credit),
        footer.licence.map(credit),
        footer.hotline.map(line),
    ];
    lines.into_iter().flatten().map(Node::from).collect()
}
