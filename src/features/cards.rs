//! 视觉焦点 and 独家策划: cards that the newsroom chose.

use leptos::prelude::*;
use zaidu_model::Size;
use zaidu_model::site::Card;

use crate::ui::{Picture, Still};

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
                <ul>{Still::new(|| cards.into_iter().map(card).collect_view().into_any())}</ul>
            </section>
        }
    })
}

fn card(card: Card) -> impl IntoView {
    let picture = card.picture.map(|picture| {
        let size = picture.size.map(Size::into);
        // The words say what the picture shows.
        view! { <Picture url=picture.url.into() alt=String::new() size /> }
    });
    let words = view! {
        {picture}
        <span>{card.title}</span>
    };
    let card = match card.url {
        Some(url) => {
            let rel = url.rel();
            view! { <a rel=rel href=String::from(url)>{words}</a> }.into_any()
        }
        None => view! { <div>{words}</div> }.into_any(),
    };
    view! { <li class="tile">{card}</li> }
}
