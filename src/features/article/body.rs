//! Article body: the text with its fold, and the editor's name.

use leptos::prelude::*;
use leptos::{ev, html};
use zaidu_model::{Block, Key};

use super::blocks::blocks;
use super::fold::{self, Fold};
use crate::browser::storage::Storage;
use crate::browser::{observers, page, text_layout};
use crate::client_effect::client_effect;
use crate::strings;
use crate::ui::StaticHtml;
use crate::ui::node::{Node, element};

/// The text. The first render has all of it; a long text is folded after hydration, when there is
/// a program to unfold it.
#[component]
pub fn Body(
    /// The article's key, by which an unfolded text is remembered.
    id: Key,
    /// The newsroom's summary (导语), shown before the text.
    standfirst: Option<String>,
    /// The text.
    body: Vec<Block>,
    /// The editor in charge.
    editor: Option<String>,
    /// Called for each click in the text.
    on_click: fn(&ev::MouseEvent),
    /// The text's element, also used by the reading bar.
    node: NodeRef<html::Div>,
    /// Set to the share of the text that is folded away, in percent.
    hidden: RwSignal<u8>,
) -> impl IntoView {
    let storage_key = format!("zaidu:open:{id}");
    let fold = RwSignal::new(None::<Fold>);
    let is_open = RwSignal::new(false);
    let set_fold = move |computed: Option<Fold>| {
        fold.set(computed);
        hidden.set(computed.map_or(0, |fold| fold.percent));
    };

    let measure = move || {
        let Some(text) = node.get_untracked().filter(|_| !is_open.get_untracked()) else { return };
        text_layout::hide_children(&text, None);
        let computed = page::matches_media(fold::SCREENS)
            .then(|| text_layout::measure_children(&text))
            .and_then(|blocks| Fold::compute(&blocks, text_layout::viewport_height()));
        // A reader who has scrolled past the fold before hydration keeps the scroll position.
        if computed.is_some_and(|fold| text_layout::has_scrolled_to(&text, fold.from)) {
            is_open.set(true);
            return;
        }
        text_layout::hide_children(&text, computed.map(|fold| fold.from));
        set_fold(computed);
    };
    let open = {
        let storage_key = storage_key.clone();
        move || {
            is_open.set(true);
            set_fold(None);
            if let Some(text) = node.get_untracked() {
                text_layout::hide_children(&text, None);
            }
            // Where storage is unavailable, the text is folded again at the next visit.
            let _ = Storage::Session.set(&storage_key, "1");
        }
    };
    client_effect(move || {
        let Some(text) = node.get() else { return };
        let was_open = Storage::Session.get(&storage_key).is_ok_and(|value| value.is_some());
        // Without `hidden=until-found`, the browser cannot reveal the target of a fragment in
        // hidden text.
        if was_open || (page::has_fragment() && !text_layout::supports_until_found()) {
            is_open.set(true);
            return;
        }
        let last_width = std::cell::Cell::new(None);
        observers::observe_width(&text, move |width| {
            // Folding changes the height too; only a change of width requires a new fold.
            if last_width.replace(Some(width)) != Some(width) {
                measure();
            }
        });
    });

    let on_match = open.clone();
    let on_unfold = move |event: ev::MouseEvent| {
        let from = fold.get_untracked().map(|fold| fold.from);
        open();
        // `detail` is the click count: 0 for the keyboard, whose focus moves to the unfolded text.
        if let (0, Some(from), Some(text)) = (event.detail(), from, node.get_untracked()) {
            text_layout::focus_child(&text, from);
        }
    };
    view! {
        <div
            class="article-body"
            class:article-body-folded=move || fold.get().is_some()
            node_ref=node
            on:beforematch=move |_: ev::Event| on_match()
            on:click=move |event: ev::MouseEvent| on_click(&event)
        >
            {StaticHtml::new(move || content(standfirst, body, editor))}
        </div>
        <div class="fold" class:fold-shut=move || fold.get().is_some()>
            <button type="button" class="fold-button" on:click=on_unfold>
                {StaticHtml::text(move || {
                    strings::read_the_rest(fold.get().map_or(0, |fold| fold.percent))
                })}
            </button>
        </div>
    }
}

/// How many blocks at the beginning of a text are likely to be in the first viewport.
const VISIBLE_BLOCKS: usize = 4;

fn content(standfirst: Option<String>, body: Vec<Block>, editor: Option<String>) -> Vec<Node> {
    let standfirst = standfirst.map(|words| element("p").attr("class", "standfirst").with(words));
    let editor =
        editor.map(|name| element("p").attr("class", "editor").with(strings::editor(&name)));
    let mut nodes: Vec<Node> = standfirst.into_iter().map(Node::from).collect();
    nodes.extend(blocks(body, VISIBLE_BLOCKS));
    nodes.extend(editor.map(Node::from));
    nodes
}
