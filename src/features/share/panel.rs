//! Share panel: a dialog with the current [`PanelView`](super::controller::PanelView).

use std::sync::atomic::AtomicBool;

use leptos::prelude::*;
use leptos::{ev, html};

use super::controller::{Outcome, PanelView, ShareController};
use super::panel_actions::ACTION;
use super::panel_views::{Drawn, elements};
use super::poster::{self, Form};
use crate::browser::{clipboard, dom, style_sheet, text_layout};
use crate::chunk::chunk_fn;
use crate::client_effect::{client_effect, spawn_scoped};
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

/// Whether the page has the panel's styles.
static HAS_STYLES: AtomicBool = AtomicBool::new(false);

/// The content of the panel. Its views are static HTML; one delegated listener handles their
/// clicks. If the panel `is_opened` by a reader, the heading of the first view takes the focus too.
pub fn content(controller: ShareController, is_opened: bool) -> AnyView {
    style_sheet::add(&HAS_STYLES, include_str!("../../../style/chunks/share.css"));
    let ShareController { open, outcome, .. } = controller;
    let node = NodeRef::<html::Div>::new();
    let current = move || open.get().then(|| controller.view.get());
    // The poster, and of which view it is.
    let poster = RwSignal::new(None::<(PanelView, Drawn)>);
    let drawn = move || {
        let view = current();
        poster.get().filter(|poster| Some(poster.0) == view).map(|poster| poster.1)
    };
    // The focused element may have been removed. Focusing the heading also makes a screen reader
    // announce the new view.
    let mut previous = is_opened.then_some((None, false));
    client_effect(move || {
        let (view, is_drawn) = (current(), drawn().is_some());
        let state = (view, is_drawn);
        let has_changed = previous.replace(state).is_some_and(|previous| previous != state);
        if let (Some(node), Some(_), true) = (node.get(), view, has_changed) {
            text_layout::focus_child(&node, 0);
        }
    });
    client_effect(move || {
        let Some(view) = current() else { return };
        let form = match view {
            PanelView::Poster => Form::Card,
            PanelView::LongPoster => Form::Long,
            _ => return,
        };
        // What was drawn is kept, what failed is tried again.
        if !matches!(untrack(drawn), Some(Ok(_))) {
            spawn_scoped(async move {
                let drawn = poster::draw(controller.data(), form).await;
                poster.try_set(Some((view, drawn)));
            });
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
                let (view, drawn) = (current(), drawn());
                StaticHtml::new(move || {
                    view.map_or_else(Vec::new, |view| elements(controller, view, drawn))
                })
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
