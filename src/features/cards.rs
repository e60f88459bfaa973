//! 视觉焦点 and 独家策划: cards that the newsroom chose.

use leptos::prelude::*;
use zaidu_model::site::Card;

use crate::pictures::{self, Room};
use crate::ui::node::{Node, element};
use crate::ui::{Comes, StaticHtml};

/// A block of cards under `title`; nothing when there is none.
#[component]
pub fn Cards(
    /// The block's name.
    title: &'static str,
    /// What stands in it.
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
        // The words say what the picture shows.
        pictures::picture(&picture, String::new(), Room::Tile, Comes::WhenNear)
    });
    let frame = match card.url {
        Some(url) => element("a").maybe("rel", url.rel()).attr("href", String::from(url)),
        None => element("div"),
    };
    let frame = frame.with_all(picture).with(element("span").with(card.title));
    element("li").attr("class", "tile").with(frame).into()
}
