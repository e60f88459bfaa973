//! Cards selected by the newsroom: 视觉焦点 and 独家策划.

use leptos::prelude::*;
use zaidu_model::site::Card;

use crate::pictures::{self, PictureSlot};
use crate::ui::node::{Node, element};
use crate::ui::{Loading, StaticHtml};

/// A block of cards with a heading; nothing when there are no cards.
#[component]
pub fn Cards(
    /// The heading.
    title: &'static str,
    /// The cards.
    cards: Vec<Card>,
) -> impl IntoView {
    (!cards.is_empty()).then(|| {
        view! {
            <section class="cards">
                <h2>{title}</h2>
                <ul>{StaticHtml::new(|| cards.into_iter().map(card).collect())}</ul>
            </section>
        }
    })
}

fn card(card: Card) -> Node {
    let picture = card.picture.map(|picture| {
        // Decorative: the title beside it describes the picture.
        pictures::picture(&picture, String::new(), PictureSlot::Tile, Loading::Lazy)
    });
    let tile = match card.url {
        Some(url) => element("a").maybe_attr("rel", url.rel()).attr("href", String::from(url)),
        None => element("div"),
    };
    let tile = tile.with_all(picture).with(element("span").with(card.title));
    element("li").attr("class", "tile").with(tile).into()
}
