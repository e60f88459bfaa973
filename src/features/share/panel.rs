//! The panel.

use leptos::prelude::*;
use leptos::{ev, html};

use super::panel_views::{TAP, face};
use super::sharing::{Outcome, Sharing};
use crate::browser::{clipboard, dom, text_layout};
use crate::client_effect::client_effect;
use crate::strings;
use crate::ui::{Dialog, StaticHtml};

/// The panel of `sharing`. It is empty until a reader opens it.
#[component]
pub fn SharePanel(
    /// What is shared.
    sharing: Sharing,
) -> impl IntoView {
    let class = Signal::derive(move || sharing.face.get().class());
    view! {
        <Dialog open=sharing.open label=strings::SHARE close=strings::CLOSE class>
            {content(sharing)}
        </Dialog>
    }
}

/// What stands in the panel. Its faces are made of plain elements, and one
/// listener hears their taps.
pub fn content(sharing: Sharing) -> AnyView {
    let Sharing { open, outcome, .. } = sharing;
    let node = NodeRef::<html::Div>::new();
    let now = move || open.get().then(|| sharing.face.get());
    // What had the focus may be gone, and those who hear the page are told what
    // came.
    let mut before = None;
    client_effect(move || {
        let now = now();
        let has_changed = before.replace(now).is_some_and(|before| before != now);
        if let (Some(node), Some(_), true) = (node.get(), now, has_changed) {
            text_layout::focus_child(&node, 0);
        }
    });
    let tapped = move |event: ev::MouseEvent| {
        if let (Some(name), Some(node)) = (dom::around(&event, TAP), node.get_untracked()) {
            sharing.tap(&name, &node);
        }
    };
    view! {
        <div
            class="share-face"
            node_ref=node
            on:click=tapped
            on:focusin=move |event: ev::FocusEvent| clipboard::select(&event)
        >
            {move || {
                let now = now();
                StaticHtml::new(move || now.map_or_else(Vec::new, |now| face(sharing, now)))
            }}
        </div>
        <p class="share-status" role="status">
            {move || match outcome.get() {
                Outcome::Quiet => "",
                Outcome::Copied => strings::COPIED,
                Outcome::CopyRefused => strings::COPY_FAILED,
                Outcome::SheetRefused => strings::USE_BROWSER_SHARE,
            }}
        </p>
    }
    .into_any()
}
