//! The buttons that share.

use leptos::ev;
use leptos::prelude::*;

use super::code;
use super::faces::link;
use super::sharing::Sharing;
use super::targets::{Shared, Target};
use crate::ui::markup::{Piece, tag};
use crate::ui::{Icon, Still};
use crate::words;

/// Shares by the system's sheet where there is one, else opens the panel.
/// Without a program it leads to the links below the text.
#[component]
pub fn ShareButton(
    /// What to share, and the panel's state.
    sharing: Sharing,
) -> impl IntoView {
    view! {
        <a
            class="share-button"
            href="#share"
            data-tap="keep"
            on:click=move |event: ev::MouseEvent| {
                event.prevent_default();
                sharing.start();
            }
        >
            {Icon::Share.view()}
            <span>{words::SHARE}</span>
        </a>
    }
}

/// Under a text: opens the panel with every way to share. Without a program it
/// unfolds links. Beside it, on wide screens and on paper, stands the code.
#[component]
pub fn ShareFoot(
    /// What to share, and the panel's state.
    sharing: Sharing,
) -> impl IntoView {
    view! {
        <div class="share-foot">
            <details class="share-more" id="share">
                <summary
                    class="share-button"
                    data-tap="keep"
                    on:click=move |event: ev::MouseEvent| {
                        event.prevent_default();
                        sharing.open();
                    }
                >
                    {Icon::Share.view()}
                    <span>{words::SHARE_ARTICLE}</span>
                </summary>
                <ul class="share-targets">{Still::new(move || links(&sharing.shared()))}</ul>
            </details>
            <figure class="share-paper">{Still::new(move || paper(sharing.shared()))}</figure>
        </div>
    }
}

/// Links to every place that takes a share.
fn links(shared: &Shared) -> Vec<Piece> {
    Target::ALL.map(|target| tag("li").with(link(target, shared).with(target.name())).into()).into()
}

/// The address for those who read it from a screen or from paper.
fn paper(shared: Shared) -> Vec<Piece> {
    let code = code::picture(&shared);
    let words = tag("figcaption").with(tag("span").with(words::SCAN_SHORT));
    let words = words.with(tag("span").attr("class", "share-address").with(shared.url));
    code.into_iter().chain([words]).map(Piece::from).collect()
}
