//! Reading lists of one browser: articles to be read later (稍后读), articles that were opened (阅读历史),
//! and how far each was read, so that a reader who comes back is offered to go on (上次读到这里).
//!
//! All of it is in localStorage, and its code in a chunk that is loaded when the browser is idle.

mod bar;
mod entry;
mod export;
mod follow;
mod list;
mod list_nodes;
mod list_state;
mod marks;
mod position;
mod store;

use std::sync::atomic::AtomicBool;

use leptos::html;
use leptos::prelude::*;
use zaidu_model::{Article, Route};

pub use store::List;

use crate::browser::idle::idle;
use crate::browser::{dom, network, style_sheet};
use crate::chunk::chunk_fn;
use crate::client_effect::{client_effect, spawn_scoped};
use crate::strings;
use crate::ui::StaticHtml;
use crate::ui::node::{self, element};

/// The attribute with the action of a control.
const ACTION: &str = "data-saved";
const TOGGLE: &str = "toggle";
const RESUME: &str = "resume";
const DISMISS: &str = "dismiss";

/// The place of the button and of the bar, which has room for the button.
const TOOLS: &str = ".article-tools";

/// Whether the page has the styles of this chunk.
static HAS_STYLES: AtomicBool = AtomicBool::new(false);

/// Marks the cards of a page, and follows the reader through its `article`, if it is that of one,
/// until the current owner ends. Begins when the browser is idle. For readers who save data the code
/// is loaded for articles only.
pub fn start(article: Option<Article>) {
    spawn_scoped(async move {
        idle().await;
        if article.is_some() || !network::saves_data() {
            // Without its code there are no lists.
            _ = start_in_chunk(article).await;
        }
    });
}

chunk_fn! {
    in reading, loaded by load_start;
    fn start_in_chunk(article: Option<Article>) -> () {
        add_styles();
        add_links();
        marks::start();
        if let Some(article) = article {
            follow::start(&article);
        }
    }
}

chunk_fn! {
    in reading, loaded by pub load_list;
    /// A reading list. A server renders words for readers without a program.
    pub fn view_list(list: List) -> AnyView {
        let node = NodeRef::<html::Div>::new();
        client_effect(move || {
            if let Some(root) = node.get() {
                add_styles();
                list::show(root.into(), list);
            }
        });
        let words = || vec![element("p").attr("class", "notice").with(strings::LIST_NEEDS_PROGRAM).into()];
        view! { <div class="saved" node_ref=node>{StaticHtml::new(words)}</div> }.into_any()
    }
}

fn add_styles() {
    style_sheet::add(&HAS_STYLES, include_str!("../../../style/chunks/reading.css"));
}

/// Adds links to the lists to the footer. They are not in the page of a server, since without a
/// program nothing is in the lists.
fn add_links() {
    const PLACE: &str = ".site-footer";
    if dom::query_document(".saved-links").is_empty() {
        for footer in dom::query_document(PLACE) {
            let link = |route: Route, text| element("a").attr("href", route.to_string()).with(text);
            let links = element("p").attr("class", "saved-links");
            let links = links.with(link(Route::Saved, strings::SAVED));
            let links = links.with(link(Route::History, strings::HISTORY));
            node::append(&footer, &[links.into()]);
        }
    }
}

/// A list in each state, for the gallery.
#[cfg(feature = "mock")]
#[must_use]
pub fn examples() -> Vec<(&'static str, Vec<node::Node>)> {
    use list_state::ListState;

    client_effect(add_styles);
    let entry = |id: &str, text: &str| {
        let id = zaidu_model::Key::new(id).ok()?;
        Some(entry::Entry::parse(id, text))
    };
    let begun =
        "3\n\n40\n2\n0\n\n2026-11-20T08:00:00+08:00\nSource\nChannel\nAn article that was begun";
    let entries = [
        entry("begun", begun),
        entry("read", "2\n\n100\n\n\n\n2026-11-19T08:00:00+08:00\nSource\n\nRead"),
        entry("gone", "1\n1\n\n\n\n\n\n\n\nWithdrawn"),
        entry("edited", ""),
    ];
    let full = ListState::new(entries.into_iter().flatten().collect());
    let with = |change: fn(&mut ListState)| {
        let mut state = full.clone();
        change(&mut state);
        list_nodes::example(List::Saved, &state)
    };
    vec![
        ("Reading list", with(|_| ())),
        (
            "Reading list, removed",
            with(|state| zaidu_model::Key::new("begun").iter().for_each(|id| state.remove(id))),
        ),
        ("Reading list, search", with(|state| state.search("read".to_owned()))),
        ("Reading list, nothing found", with(|state| state.search("nowhere".to_owned()))),
        ("Reading list, to be cleared", with(|state| state.is_asking = true)),
        ("Reading list, empty", with(ListState::clear)),
        ("Reading list, closed", list_nodes::closed()),
    ]
}
