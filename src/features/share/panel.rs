//! Share panel: a dialog with the current [`PanelView`](super::controller::PanelView).

use leptos::prelude::*;
use leptos::{ev, html};

use super::controller::{Outcome, ShareController};
use super::panel_actions::ACTION;
use super::panel_views::elements;
use crate::browser::{clipboard, dom, text_layout};
use crate::chunk::chunk_fn;
use crate::client_effect::client_effect;
use crate::data::chunk_placeholder;
use crate::strings;
use crate::ui::{ChunkPlaceholder, Dialog, StaticHtml, chunk_view, dynamic};

/// The share dialog. It is empty until the reader opens it.
#[component]
pub fn SharePanel(
    /// The shared article and the panel's state.
    controller: ShareController,
) -> impl IntoView {
    let class = Signal::derive(move || controller.view.get().class());
    let was_opened = Memo::new(move |before| before == Some(&true) || controller.open.get());
    let content = dynamic(move || {
        if was_opened.get() {
            chunk_view(load, PLACEHOLDER, move || content_in_chunk(controller))
        } else {
            ().into_any()
        }
    });
    view! {
        <Dialog open=controller.open label=strings::SHARE close=strings::CLOSE class>
            {content}
        </Dialog>
    }
}

const PLACEHOLDER: ChunkPlaceholder =
    chunk_placeholder(|| view! { <p role="status">{strings::LOADING}</p> }.into_any());

chunk_fn! {
    in share, loaded by pub(super) load;
    fn content_in_chunk(controller: ShareController) -> AnyView {
        content(controller, true)
    }
}

/// The content of the panel. Its views are static HTML; one delegated listener handles their
/// clicks. If the panel `is_opened` by a reader, the heading of the first view takes the focus too.
pub fn content(controller: ShareController, is_opened: bool) -> AnyView {
    let ShareController { open, outcome, .. } = controller;
    let node = NodeRef::<html::Div>::new();
    let current = move || open.get().then(|| controller.view.get());
    // The focused element may have been removed. Focusing the heading also makes a screen reader
    // announce the new view.
    let mut previous = is_opened.then_some(None);
    client_effect(move || {
        let view = current();
        let has_changed = previous.replace(view).is_some_and(|previous| previous != view);
        if let (Some(node), Some(_), true) = (node.get(), view, has_changed) {
            text_layout::focus_child(&node, 0);
        }
    });
    let on_click = move |event: ev::MouseEvent| {
        if let (Some(action), Some(node)) =
            (dom::closest_attribute(&event, ACTION), node.get_untracked())
        {
            controller.act(&action, &node);
        }
    };
    view! {
        <div
            class="share-face"
            node_ref=node
            on:click=on_click
            on:focusin=move |event: ev::FocusEvent| clipboard::select(&event)
        >
            {move || {
                let view = current();
                StaticHtml::new(move || view.map_or_else(Vec::new, |view| elements(controller, view)))
            }}
        </div>
        <p class="share-status" role="status">
            {StaticHtml::text(move || match outcome.get() {
                Outcome::Silent => "",
                Outcome::Copied => strings::COPIED,
                Outcome::CopyRefused => strings::COPY_FAILED,
                Outcome::SheetRefused => strings::USE_BROWSER_SHARE,
            })}
        </p>
    }
    .into_any()
}
