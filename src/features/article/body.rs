//! The text of an article, with its fold and its editor's line.

use leptos::prelude::*;
use leptos::{ev, html};
use zaidu_model::{Block, Key};

use super::blocks::blocks;
use super::fold::Fold;
use crate::browser::storage::Storage;
use crate::browser::{observers, page, text_layout};
use crate::client_effect::client_effect;
use crate::strings;
use crate::ui::node::{Node, element};
use crate::ui::{Comes, StaticHtml};

/// The text. It is whole in the first render; a long one folds once a program is
/// there to open it again.
#[component]
pub fn Body(
    /// Whose text, so that an opened fold stays open.
    id: Key,
    /// The text.
    body: Vec<Block>,
    /// The editor in charge.
    editor: Option<String>,
    /// The text's node, for those who measure how far one has read.
    node: NodeRef<html::Div>,
) -> impl IntoView {
    let remembered = format!("zaidu:open:{id}");
    let fold = RwSignal::new(None::<Fold>);
    let is_open = RwSignal::new(false);

    let measure = move || {
        let Some(text) = node.get_untracked().filter(|_| !is_open.get_untracked()) else { return };
        text_layout::hide_children(&text, None);
        let plan = Fold::of(&text_layout::measure_children(&text), text_layout::screen_height());
        // Who has read on while the program was coming keeps their place.
        if plan.is_some_and(|fold| text_layout::has_reached(&text, fold.from)) {
            is_open.set(true);
            return;
        }
        text_layout::hide_children(&text, plan.map(|fold| fold.from));
        fold.set(plan);
    };
    let open = {
        let remembered = remembered.clone();
        move || {
            is_open.set(true);
            fold.set(None);
            if let Some(text) = node.get_untracked() {
                text_layout::hide_children(&text, None);
            }
            // Where nothing can be kept, the fold is back at the next visit.
            let _ = Storage::Session.set(&remembered, "1");
        }
    };
    client_effect(move || {
        let Some(text) = node.get() else { return };
        let was_open = Storage::Session.get(&remembered).is_ok_and(|kept| kept.is_some());
        // Where the browser cannot look into hidden text, an anchor must not be in it.
        if was_open || (page::has_anchor() && !text_layout::finds_hidden_text()) {
            is_open.set(true);
            return;
        }
        let last = std::cell::Cell::new(None);
        observers::width(&text, move |width| {
            // Folding changes the height; only another width asks for another fold.
            if last.replace(Some(width)) != Some(width) {
                measure();
            }
        });
    });

    let found = open.clone();
    let on_tap = move |event: ev::MouseEvent| {
        let from = fold.get_untracked().map(|fold| fold.from);
        open();
        // A tap has a count of one or more, a key none.
        if let (0, Some(from), Some(text)) = (event.detail(), from, node.get_untracked()) {
            text_layout::focus_child(&text, from);
        }
    };
    view! {
        <div
            class="article-body"
            class:article-body-folded=move || fold.get().is_some()
            node_ref=node
            on:beforematch=move |_: ev::Event| found()
        >
            {StaticHtml::new(move || text(body, editor))}
        </div>
        <div class="fold" class:fold-shut=move || fold.get().is_some()>
            <button type="button" class="fold-button" on:click=on_tap>
                {move || strings::read_the_rest(fold.get().map_or(0, |fold| fold.percent))}
            </button>
        </div>
    }
}

fn text(body: Vec<Block>, editor: Option<String>) -> Vec<Node> {
    let editor =
        editor.map(|name| element("p").attr("class", "editor").with(strings::editor(&name)));
    let mut text = blocks(body, Comes::AtOnce);
    text.extend(editor.map(Node::from));
    text
}
