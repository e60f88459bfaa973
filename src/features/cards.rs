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
                <ul>{StaticHtml::new(|| tiles(cards))}</ul>
            </section>
        }
    })
}

/// The cards in rows of two: those with a picture first, so that no row has only one picture. The
/// last one of either kind has a row of its own if no other is left for it.
fn tiles(cards: Vec<Card>) -> Vec<Node> {
    let (pictured, texts): (Vec<_>, Vec<_>) =
        cards.into_iter().partition(|card| card.picture.is_some());
    let tiles = |cards: Vec<Card>| {
        let odd = (cards.len() % 2 == 1).then(|| cards.len() - 1);
        cards.into_iter().enumerate().map(move |(index, each)| card(each, Some(index) == odd))
    };
    tiles(pictured).chain(tiles(texts)).collect()
}

fn card(card: Card, is_wide: bool) -> Node {
    let picture = card.picture.map(|picture| {
        // Decorative: the title beside it describes the picture.
        pictures::picture(&picture, String::new(), PictureSlot::Tile, Loading::Lazy)
    });
    let tile = match card.url {
        Some(url) => element("a").maybe_attr("rel", url.rel()).attr("href", String::from(url)),
        None => element("div"),
    };
    let tile = tile.with_all(picture).with(element("span").with(card.title));
    let class = if is_wide { "tile tile-wide" } else { "tile" };
    element("li").attr("class", class).with(tile).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::{MediaUrl, Picture};

    /// The classes of the tiles of cards with (`p`) and without (`t`) a picture, and the letters in
    /// their order.
    fn shown(kinds: &str) -> (String, Vec<bool>) {
        let picture = || Picture {
            url: MediaUrl::new("/a.jpg").unwrap(),
            size: None,
            alt: String::new(),
            variants: Vec::new(),
            color: None,
        };
        let cards = kinds.chars().map(|kind| Card {
            title: kind.to_string(),
            url: None,
            picture: (kind == 'p').then(picture),
        });
        let nodes: Vec<String> =
            tiles(cards.collect()).iter().map(|node| format!("{node:?}")).collect();
        let kind = |node: &String| if node.contains("\"img\"") { 'p' } else { 't' };
        let wide = nodes.iter().map(|node| node.contains("tile-wide")).collect();
        (nodes.iter().map(kind).collect(), wide)
    }

    #[test]
    fn rows_of_cards_have_no_holes() {
        for (kinds, order, wide) in [
            ("pppt", "pppt", "..ww"),
            ("ppp", "ppp", "..w"),
            ("ptp", "ppt", "..w"),
            ("tptt", "pttt", "w..w"),
            ("pptt", "pptt", "...."),
            ("t", "t", "w"),
        ] {
            let wide: Vec<bool> = wide.chars().map(|mark| mark == 'w').collect();
            assert_eq!(shown(kinds), (order.to_owned(), wide), "{kinds}");
        }
    }
}
