//! What the law and courtesy put at the foot of a page.

use leptos::prelude::*;
use zaidu_model::{Credit, Site, site};

use crate::load::{Answers, Load, wait};
use crate::ui::markup::{Piece, tag};
use crate::ui::{self, Later, Still};

/// The footer. Without an answer it is empty: the header says so already, and
/// has the retry.
#[component]
pub fn Footer(
    /// The newsroom.
    site: Answers<Site>,
) -> impl IntoView {
    let faces = |load| match load {
        Load::Loaded(Site { footer, .. }) => Still::new(|| lines(footer)).into_any(),
        Load::Loading | Load::Empty | Load::Failed(_) => ().into_any(),
    };
    view! { <footer class="site-footer">{Later::new(move || wait(site, faces))}</footer> }
}

fn lines(footer: site::Footer) -> Vec<Piece> {
    let credit = |credit: Credit| {
        let link = credit.link();
        tag("p").with(ui::named(credit.name, link))
    };
    let line = |words: String| tag("p").with(words);
    let lines = [
        footer.copyright.map(line),
        footer.icp.map(credit),
        footer.licence.map(credit),
        footer.hotline.map(line),
    ];
    lines.into_iter().flatten().map(Piece::from).collect()
}
