//! Headlines (头条): the articles that the newsroom puts first.

use leptos::prelude::*;
use zaidu_model::{Preview, Route};

use crate::pictures::{self, PictureSlot};
use crate::strings;
use crate::ui::node::{Element, Node, element};
use crate::ui::{Loading, StaticHtml, clauses};

/// The headlines: the first with its picture and excerpt, the others as links.
#[component]
pub fn Headlines(
    /// The headlines; at least one.
    items: Vec<Preview>,
) -> impl IntoView {
    view! { <section class="headlines">{StaticHtml::new(move || block(items))}</section> }
}

fn block(items: Vec<Preview>) -> Vec<Node> {
    let mut items = items.into_iter();
    let lead = items.next().map(lead);
    let others: Vec<Element> = items.map(other).collect();
    let others = (!others.is_empty()).then(|| element("ul").with_all(others));
    let heading = element("h2").attr("class", "visually-hidden").with(strings::HEADLINES);
    [Some(heading), lead, others].into_iter().flatten().map(Node::from).collect()
}

fn lead(preview: Preview) -> Element {
    let headline = preview.headline().into_owned();
    let excerpt = preview.title.is_some().then(|| element("p").with(preview.excerpt));
    let picture = preview.picture.map(|picture| {
        // Decorative: the text below describes the picture.
        pictures::picture(&picture, String::new(), PictureSlot::Text, Loading::First)
    });
    element("a")
        .attr("class", "headlines-lead")
        .attr("href", Route::Article(preview.id).to_string())
        .with_all(picture)
        .with(element("h3").with_all(clauses(&headline)))
        .with_all(excerpt)
}

fn other(preview: Preview) -> Element {
    let headline = preview.headline().into_owned();
    let address = Route::Article(preview.id).to_string();
    element("li").with(element("a").attr("href", address).with(headline))
}
