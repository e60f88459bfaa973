//! Article body: the text with its fold, the editor's name and the tags.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::{ev, html};
use zaidu_model::Article;

use super::content::content;
use super::fold::{self, Fold};
use crate::browser::storage::Storage;
use crate::browser::{dom, observers, page, text_layout};
use crate::chunk::ready;
use crate::client_effect::client_effect;
use crate::strings;
use crate::ui::StaticHtml;

/// The text. The first render has all of it; a long text is folded after hydration, when there is
/// a program to unfold it.
#[component]
pub fn Body(
    /// The article.
    article: Article,
    /// Called for each click in the text.
    on_click: fn(&ev::MouseEvent),
    /// The text's element, also used by the reading bar.
    node: NodeRef<html::Div>,
    /// Set to the share of the text that is folded away, in percent.
    hidden: RwSignal<u8>,
) -> impl IntoView {
    let storage_key = format!("zaidu:open:{}", article.id);
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
    let open: Arc<dyn Fn() + Send + Sync> = {
        let storage_key = storage_key.clone();
        Arc::new(move || {
            is_open.set(true);
            set_fold(None);
            if let Some(text) = node.get_untracked() {
                text_layout::hide_children(&text, None);
            }
            // Where storage is unavailable, the text is folded again at the next visit.
            let _ = Storage::Session.set(&storage_key, "1");
        })
    };
    client_effect(move || {
        let Some(text) = node.get() else { return };
        let was_open = Storage::Session.get(&storage_key).is_ok_and(|value| value.is_some());
        // Without `hidden=until-found`, the browser cannot reveal the target of a fragment in
        // hidden text.
        // What is added to a live article would be folded away.
        let is_live = !dom::query_all(&text, ".live").is_empty();
        if was_open || is_live || (page::has_fragment() && !text_layout::supports_until_found()) {
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
    let on_fragment = open.clone();
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
            on:click=move |event: ev::MouseEvent| {
                // The target of a link within the text may be folded away.
                if page::leads_to_fragment(&event) {
                    on_fragment();
                }
                on_click(&event);
            }
        >
            {StaticHtml::new(move || ready(content(article)).unwrap_or_default())}
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
