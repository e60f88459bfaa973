//! The buttons that share.

use leptos::ev;
use leptos::prelude::*;

use super::panel_views::link;
use super::qr_code;
use super::sharing::Sharing;
use super::targets::{Shared, Target};
use crate::strings;
use crate::ui::node::{Node, element};
use crate::ui::{Icon, StaticHtml};

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
            <span>{strings::SHARE}</span>
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
                    <span>{strings::SHARE_ARTICLE}</span>
                </summary>
                <ul class="share-targets">{StaticHtml::new(move || links(&sharing.shared()))}</ul>
            </details>
            <figure class="share-paper">{StaticHtml::new(move || paper(sharing.shared()))}</figure>
        </div>
    }
}

/// Links to every place that takes a share.
fn links(shared: &Shared) -> Vec<Node> {
    Target::ALL
        .map(|target| element("li").with(link(target, shared).with(target.name())).into())
        .into()
}

/// The address for those who read it from a screen or from paper.
fn paper(shared: Shared) -> Vec<Node> {
    let code = qr_code::picture(&shared);
    let words = element("figcaption").with(element("span").with(strings::SCAN_SHORT));
    let words = words.with(element("span").attr("class", "share-address").with(shared.url));
    code.into_iter().chain([words]).map(Node::from).collect()
}
