//! Share buttons: one in the head of an article, one below its text.

use leptos::ev;
use leptos::prelude::*;

use super::controller::ShareController;
use super::panel_views::link;
use super::qr_code;
use super::targets::{ShareData, Target};
use crate::strings;
use crate::ui::node::{Node, element};
use crate::ui::{Icon, StaticHtml};

/// Opens the system's share sheet where the Web Share API is supported, else the panel. Without
/// JavaScript it links to the share links below the text.
#[component]
pub fn ShareButton(
    /// The shared article and the panel's state.
    controller: ShareController,
) -> impl IntoView {
    view! {
        <a
            class="share-button"
            href="#share"
            data-tap="keep"
            on:click=move |event: ev::MouseEvent| {
                event.prevent_default();
                controller.start();
            }
        >
            {Icon::Share.view()}
            <span>{strings::SHARE}</span>
        </a>
    }
}

/// Below a text: opens the panel with every share method. Without JavaScript it unfolds links. The
/// QR code beside it is shown on wide screens and in print.
#[component]
pub fn ShareFoot(
    /// The shared article and the panel's state.
    controller: ShareController,
) -> impl IntoView {
    view! {
        <div class="share-foot">
            <details class="share-more" id="share">
                <summary
                    class="share-button"
                    data-tap="keep"
                    on:click=move |event: ev::MouseEvent| {
                        event.prevent_default();
                        controller.open();
                    }
                >
                    {Icon::Share.view()}
                    <span>{strings::SHARE_ARTICLE}</span>
                </summary>
                <ul class="share-targets">{StaticHtml::new(move || links(&controller.data()))}</ul>
            </details>
            <figure class="share-paper">{StaticHtml::new(move || printed(controller.data()))}</figure>
        </div>
    }
}

/// Share links of all targets.
fn links(data: &ShareData) -> Vec<Node> {
    Target::ALL
        .map(|target| element("li").with(link(target, data).with(target.name())).into())
        .into()
}

/// QR code and URL, to be scanned or typed from a screen or a printed page.
fn printed(data: ShareData) -> Vec<Node> {
    let code = qr_code::element_for(&data);
    let caption = element("figcaption").with(element("span").with(strings::SCAN_QR_CODE_SHORT));
    let caption = caption.with(element("span").attr("class", "share-address").with(data.url));
    code.into_iter().chain([caption]).map(Node::from).collect()
}
