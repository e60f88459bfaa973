//! The button that shares.

use leptos::ev;
use leptos::prelude::*;

use super::panel::{Sharing, target_links};
use crate::ui::Icon;
use crate::words;

/// Shares by the system's sheet where there is one, else opens the panel.
#[component]
pub fn ShareButton(
    /// What to share, and the panel's state.
    sharing: Sharing,
    /// The button's words.
    label: &'static str,
) -> impl IntoView {
    view! {
        <a
            class="share-button"
            href="#share"
            data-tap="keep"
            on:click=move |event: ev::MouseEvent| start(&event, sharing)
        >
            {Icon::Share.view()}
            <span>{label}</span>
        </a>
    }
}

/// The same under a text. Without a program it unfolds links.
#[component]
pub fn ShareLinks(
    /// What to share, and the panel's state.
    sharing: Sharing,
) -> impl IntoView {
    view! {
        <details class="share-more" id="share">
            <summary
                class="share-button"
                data-tap="keep"
                on:click=move |event: ev::MouseEvent| start(&event, sharing)
            >
                {Icon::Share.view()}
                <span>{words::SHARE_ARTICLE}</span>
            </summary>
            {target_links(sharing)}
        </details>
    }
}

/// With a program, its own way of sharing takes the place of the link.
fn start(event: &ev::MouseEvent, sharing: Sharing) {
    event.prevent_default();
    sharing.start();
}
