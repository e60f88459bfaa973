//! Share buttons: one in the head of an article, one below its text.

use leptos::ev;
use leptos::prelude::*;
use zaidu_model::ShareTarget;

use super::controller::ShareController;
use super::panel;
use super::panel_views::link;
use super::qr_code;
use super::targets;
use crate::browser::idle::idle;
use crate::browser::network;
use crate::chunk::{all, chunk_fn, ready};
use crate::client_effect::{client_effect, spawn_scoped};
use crate::data::is_hydrating;
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
    // A server draws the QR code, and hydration keeps it. In a page that was not rendered it
    // is drawn once its code, the same as that of the panel, is there.
    let is_drawn = RwSignal::new(cfg!(feature = "ssr"));
    let is_rendered = is_hydrating();
    client_effect(move || {
        if !network::saves_data() {
            spawn_scoped(async move {
                idle().await;
                let loaded = all([load(), panel::load()]).await;
                if loaded.is_ok() && !is_rendered {
                    is_drawn.try_set(true);
                }
            });
        }
    });
    view! {
        <div class="share-foot">
            <details class="share-more">
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
                // A browser that is led to it opens the details around it.
                <ul class="share-targets" id="share">{StaticHtml::new(move || links(controller))}</ul>
            </details>
            <figure class="share-paper">
                {move || {
                    let is_drawn = is_drawn.get();
                    StaticHtml::new(move || if is_drawn { printed(controller) } else { Vec::new() })
                }}
            </figure>
        </div>
    }
}

/// Share links of the newsroom's targets. With the program the panel opens instead, so that only a server
/// renders them.
fn links(controller: ShareController) -> Vec<Node> {
    if !cfg!(feature = "ssr") {
        return Vec::new();
    }
    let data = controller.data();
    let item = |target: ShareTarget| {
        let link = link(target, &data)?.with(targets::name(target));
        Some(element("li").with(link).into())
    };
    controller.targets().into_iter().filter_map(item).collect()
}

/// The QR code, if its code is loaded.
fn printed(controller: ShareController) -> Vec<Node> {
    ready(printed_code(controller)).unwrap_or_default()
}

chunk_fn! {
    in share, loaded by load;
    /// QR code and URL, to be scanned or typed from a screen or a printed page.
    fn printed_code(controller: ShareController) -> Vec<Node> {
        let data = controller.data();
        let code = qr_code::element_for(&data);
        let caption = element("figcaption").with(element("span").with(strings::SCAN_QR_CODE_SHORT));
        let caption = caption.with(element("span").attr("class", "share-address").with(data.url));
        code.into_iter().chain([caption]).map(Node::from).collect()
    }
}
