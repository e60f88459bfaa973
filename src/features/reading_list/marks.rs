//! Marks on cards of articles that were begun or read.
//!
//! They are attributes, which a style sheet shows: the nodes of a card stay as the server has
//! rendered them, and a list can still be hydrated.

use zaidu_model::Route;

use super::position::Progress;
use super::store::List;
use crate::browser::{dom, lifecycle, mutations, storage};
use crate::strings;

/// The meta line of a card that has not been looked at.
const UNMARKED: &str = "main .preview-meta:not([data-progress])";
const MARKED: &str = "main .preview-meta[data-progress]";

/// Marks the cards of the page, and those that come, until the current owner ends.
pub(super) fn start() {
    mark();
    for main in dom::query_document("main") {
        mutations::on_nodes_changed(&main, mark);
    }
    storage::on_any_change(mark_again);
    lifecycle::on_visibility_change(|is_hidden| {
        if !is_hidden {
            mark_again();
        }
    });
}

fn mark_again() {
    for meta in dom::query_document(MARKED) {
        let _ = meta.remove_attribute("data-progress");
    }
    mark();
}

fn mark() {
    for meta in dom::query_document(UNMARKED) {
        let card = meta.closest("a[href]").ok().flatten();
        let path = card.as_ref().and_then(|card| card.get_attribute("href")).unwrap_or_default();
        let entry = match Route::parse(&path) {
            Some(Route::Article(id)) => List::History.get(&id),
            _ => None,
        };
        let progress = entry.map(|entry| entry.progress).unwrap_or_default();
        // They fail only for an invalid attribute name.
        let _ = meta.set_attribute("data-progress", &label(&progress));
        if let Some(card) = card {
            let _ = match progress {
                Progress::Finished => card.set_attribute("data-read", ""),
                Progress::Opened | Progress::Begun(..) => card.remove_attribute("data-read"),
            };
        }
    }
}

/// The words for a progress; none for an article that was only opened.
pub(super) fn label(progress: &Progress) -> String {
    match progress {
        Progress::Opened => String::new(),
        Progress::Begun(percent, _) => strings::read_up_to(*percent),
        Progress::Finished => strings::READ.to_owned(),
    }
}
