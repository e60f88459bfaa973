//! 视觉焦点 and 独家策划: cards that the newsroom chose.

use leptos::prelude::*;
use zaidu_model::site::Card;

use crate::pictures::{self, Room};
use crate::ui::markup::{Piece, tag};
use crate::ui::{Comes, Still};

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
                <ul>{Still::new(|| cards.into_iter().map(card).collect())}</ul>
            </section>
        }
    })
}

fn card(card: Card) -> Piece {
    let picture = card.picture.map(|picture| {
        // The words say what the picture shows.
        pictures::picture(&picture, String::new(), Room::Tile, Comes::WhenNear)
    });
    let frame = match card.url {
        Some(url) => tag("a").maybe("rel", url.rel()).attr("href", String::from(url)),
        None => tag("div"),
    };
    let frame = frame.with_all(picture).with(tag("span").with(card.title));
    tag("li").attr("class", "tile").with(frame).into()
}
