//! Nodes of a reading list: search field, status, rows, and what can be done with all of them.

use zaidu_model::{Key, Route};

use super::ACTION;
use super::entry::Entry;
use super::list_state::{ListState, Row};
use super::marks;
use super::store::List;
use crate::strings;
use crate::ui::node::{Element, Node, element};

pub(super) const SEARCH: &str = "search";
pub(super) const REMOVE: &str = "remove";
pub(super) const UNDO: &str = "undo";
pub(super) const MORE: &str = "more";
pub(super) const EXPORT: &str = "export";
pub(super) const CLEAR: &str = "clear";
pub(super) const CONFIRM: &str = "confirm";
pub(super) const CANCEL: &str = "cancel";

/// The attribute with the key of a row's article.
pub(super) const ID: &str = "data-id";

/// The frame, in which the parts with these classes are filled anew after each change.
pub(super) fn frame(list: List) -> Vec<Node> {
    let field = element("input")
        .attr("type", "search")
        .attr("maxlength", "64")
        .attr("autocomplete", "off")
        .attr("enterkeyhint", "search")
        .attr("aria-label", strings::SEARCH_LIST)
        .attr("placeholder", strings::SEARCH_LIST)
        .attr(ACTION, SEARCH);
    let part = |tag, class: &'static str| element(tag).attr("class", class);
    let rows = part("ul", "saved-rows").attr("aria-label", strings::list_name(list == List::Saved));
    vec![
        part("div", "search").with(field).into(),
        part("p", "saved-status").attr("role", "status").attr("tabindex", "-1").into(),
        rows.into(),
        part("div", "saved-foot").into(),
    ]
}

/// What the status says.
pub(super) fn status(state: &ListState) -> String {
    match state.found_count() {
        Some(found) => strings::found_count(found),
        None => strings::total_count(state.entries().count()),
    }
}

/// The rows.
pub(super) fn rows(state: &ListState) -> Vec<Node> {
    state.shown().map(|row| self::row(row).into()).collect()
}

fn button(action: &'static str, id: Option<&Key>, text: &'static str) -> Element {
    element("button")
        .attr("type", "button")
        .attr("class", "button")
        .attr(ACTION, action)
        .maybe_attr(ID, id.map(|id| id.as_str().to_owned()))
        .with(text)
}

fn row(Row { entry, is_removed }: &Row) -> Element {
    let title = match entry.title.as_str() {
        "" => strings::NO_TITLE,
        title => title,
    };
    let row = element("li").attr("class", "saved-row");
    if *is_removed {
        let words = element("span").attr("class", "saved-words").with(strings::removed(title));
        return row.with(words).with(button(UNDO, Some(&entry.id), strings::UNDO));
    }
    // There is no page of an article that is gone.
    let words = match entry.is_gone {
        true => element("span"),
        false => element("a").attr("href", Route::Article(entry.id.clone()).to_string()),
    };
    let words = words.attr("class", "saved-words");
    let words = words.with(element("span").attr("class", "saved-title").with(title.to_owned()));
    let remove = button(REMOVE, Some(&entry.id), strings::REMOVE);
    let remove = remove.attr("aria-label", strings::remove(title));
    row.with(words.with(meta(entry))).with(remove)
}

/// Channel, source, day of publication, and how far it was read or that it is gone.
fn meta(entry: &Entry) -> Element {
    let name = |text: &String| (!text.is_empty()).then(|| element("span").with(text.clone()));
    let time = entry.published().map(|published| {
        let time = element("time").attr("datetime", published.to_string());
        time.with(published.display())
    });
    let progress = match entry.is_gone {
        true => strings::WITHDRAWN.to_owned(),
        false => marks::label(&entry.progress),
    };
    let progress = name(&progress).map(|progress| progress.attr("class", "saved-progress"));
    let parts = [name(&entry.channel), name(&entry.source), time, progress];
    element("span").attr("class", "saved-meta").with_all(parts.into_iter().flatten())
}

/// What can be done with the whole list; or the words for an empty one.
pub(super) fn foot(list: List, state: &ListState) -> Vec<Node> {
    if state.is_empty() {
        let words = strings::nothing_saved(list == List::Saved);
        return vec![element("p").attr("class", "notice").with(words).into()];
    }
    let count = state.entries().count();
    if count == 0 {
        return Vec::new();
    }
    if state.is_asking {
        let words = element("p").with(strings::ask_clear(count));
        let clear = button(CONFIRM, None, strings::CLEAR);
        return vec![words.into(), clear.into(), button(CANCEL, None, strings::CANCEL).into()];
    }
    let more = state.has_more().then(|| button(MORE, None, strings::SHOW_MORE));
    let export = element("a").attr("class", "button").attr(ACTION, EXPORT).attr("href", "#");
    let export = export.attr("download", super::export::file_name(list)).with(strings::EXPORT);
    let all = [more, Some(export), Some(button(CLEAR, None, strings::CLEAR))];
    all.into_iter().flatten().map(Node::from).collect()
}

/// The words where storage is closed.
pub(super) fn closed() -> Vec<Node> {
    vec![element("p").attr("class", "notice").with(strings::STORAGE_CLOSED).into()]
}

/// The list in `state`, for the gallery.
#[cfg(feature = "mock")]
pub(super) fn example(list: List, state: &ListState) -> Vec<Node> {
    vec![
        element("p").attr("class", "saved-status").with(status(state)).into(),
        element("ul").attr("class", "saved-rows").with_all(rows(state)).into(),
        element("div").attr("class", "saved-foot").with_all(foot(list, state)).into(),
    ]
}
