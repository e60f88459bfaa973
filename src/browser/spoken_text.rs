//! The text that is read aloud: its blocks in the page, the mark on what is spoken, and the scroll
//! position that follows it.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, ScrollBehavior, ScrollToOptions};

use super::dom::query_document;
use super::events::{closest, listen};
use super::page::{document, matches_media, property, window};
use super::speech::{call, call_two, construct};

/// What is read, in document order: the title, and the text without pictures, captions and code. Of a
/// table each cell.
const BLOCKS: &str = ".article-head h1:not(.visually-hidden),\
    .article-body :is(p:not(.editor),h2,h3,h4,th,td,summary,blockquote footer)";
/// The text around all blocks but the title.
const TEXT: &str = "div.article-body";
/// The name of the highlight, for the style sheet.
const HIGHLIGHT: &str = "speech";
/// The attribute of the block that is spoken, where the browser has no highlights.
const MARK: &str = "data-spoken";

/// The blocks of the page's article.
#[must_use]
pub fn blocks() -> Vec<Element> {
    query_document(BLOCKS)
}

/// The text of the page's title.
#[must_use]
pub fn title() -> String {
    let title = query_document(".article-head h1").into_iter().next();
    title.and_then(|title| title.text_content()).unwrap_or_default()
}

/// Calls `each` with the text nodes of `block` in order, until it returns false.
fn for_text_nodes(block: &Element, mut each: impl FnMut(&JsValue, &str) -> bool) {
    // NodeFilter.SHOW_TEXT.
    let document = document().map(JsValue::from).unwrap_or_default();
    let walker = call_two(&document, "createTreeWalker", block, &"4".into());
    loop {
        let node = call(&walker, "nextNode", &JsValue::UNDEFINED);
        let Some(text) = property(&node, "data").as_string() else { return };
        if !each(&node, &text) {
            return;
        }
    }
}

/// The characters of `block`, those that are raised changed by `raise`.
#[must_use]
pub fn characters(block: &Element, raise: fn(char) -> char) -> Vec<char> {
    let mut characters = Vec::new();
    for_text_nodes(block, |node, text| {
        let is_raised =
            call(&property(node, "parentElement"), "closest", &"sup".into()).is_truthy();
        characters.extend(text.chars().map(|c| if is_raised { raise(c) } else { c }));
        true
    });
    characters
}

/// The range from character `from` of `block` to the one before `to`.
fn range(block: &Element, from: usize, to: usize) -> JsValue {
    let document = document().map(JsValue::from).unwrap_or_default();
    let range = call(&document, "createRange", &JsValue::UNDEFINED);
    let mut at = 0;
    for_text_nodes(block, |node, text| {
        // The browser counts in UTF-16, and takes digits for a number.
        let mut offset = 0;
        for c in text.chars() {
            if at == from {
                call_two(&range, "setStart", node, &offset.to_string().into());
            }
            at += 1;
            // One or two.
            #[allow(clippy::cast_possible_truncation)]
            let length = c.len_utf16() as u32;
            offset += length;
            if at == to {
                call_two(&range, "setEnd", node, &offset.to_string().into());
                return false;
            }
        }
        true
    });
    range
}

/// Marks the characters of `block`, and nothing else. Where the browser has no highlights, the block.
pub fn mark(block: &Element, from: usize, to: usize) {
    unmark();
    if let Some(highlight) = construct("Highlight", &range(block, from, to)) {
        call_two(&highlights(), "set", &HIGHLIGHT.into(), &highlight);
    } else {
        // It fails only for an invalid attribute name.
        let _ = block.set_attribute(MARK, "");
    }
}

/// Marks nothing.
pub fn unmark() {
    call(&highlights(), "delete", &HIGHLIGHT.into());
    for block in query_document("[data-spoken]") {
        // It fails only for an invalid attribute name.
        let _ = block.remove_attribute(MARK);
    }
}

fn highlights() -> JsValue {
    window().map(|window| property(&property(&window, "CSS"), "highlights")).unwrap_or_default()
}

/// Reveals `block` if the fold hides it, as find-in-page does, or if it is in something closed.
pub fn reveal(block: &Element) {
    while let Ok(Some(closed)) = block.closest("details:not([open])")
        && closed.set_attribute("open", "").is_ok()
    {}
    if let Ok(Some(_)) = block.closest("[hidden]")
        && let Ok(Some(text)) = block.closest(TEXT)
        && let Some(event) = construct("Event", &"beforematch".into())
    {
        call(&text, "dispatchEvent", &event);
    }
}

fn number(object: &JsValue, name: &str) -> f64 {
    property(object, name).as_f64().unwrap_or_default()
}

/// How far the page has to be scrolled down for the characters of `block` to stand in the upper part
/// of what is free above `bar`; none if they are in sight.
#[must_use]
pub fn distance(block: &Element, from: usize, to: usize, bar: &Element) -> Option<f64> {
    let rect = call(&range(block, from, to), "getBoundingClientRect", &JsValue::UNDEFINED);
    let (top, bottom) = (number(&rect, "top"), number(&rect, "bottom"));
    let foot = bar.get_bounding_client_rect().top();
    // The header, or the bar with the title.
    let head = foot * 0.125;
    // Of a long one its beginning.
    let is_in_sight = top >= head && bottom.min(top + foot / 2.0) <= foot;
    (!is_in_sight).then_some(top - foot * 0.25)
}

/// Scrolls the page down by this many CSS pixels; smoothly unless the reader prefers reduced motion.
pub fn scroll_by(distance: f64) {
    let Some(window) = window() else { return };
    let is_reduced = matches_media("(prefers-reduced-motion: reduce)");
    let options = ScrollToOptions::new();
    options.set_top(window.scroll_y().unwrap_or_default() + distance);
    options.set_behavior(if is_reduced { ScrollBehavior::Auto } else { ScrollBehavior::Smooth });
    window.scroll_to_with_scroll_to_options(&options);
}

/// What happens to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageEvent {
    /// It is left; some browsers would go on speaking.
    Left,
    /// The reader begins to scroll.
    ReaderScrolls,
    /// It has been scrolled, for whatever reason.
    Scrolled,
    /// The reader has clicked the block with this index. Links and controls keep their meaning, and so
    /// does a selection.
    Block(usize),
}

/// Calls `on_event` until the current owner ends. `blocks` are those that can be clicked.
pub fn on_page_event(blocks: Vec<Element>, on_event: impl Fn(PageEvent) + 'static) {
    let names = ["pagehide", "wheel", "touchmove", "keydown", "scroll", "click"];
    listen(&names, move |event| match &*event.type_() {
        "pagehide" => on_event(PageEvent::Left),
        "scroll" => on_event(PageEvent::Scrolled),
        "click" => {
            if closest(&event, "a,button,summary").is_none()
                && selected().is_none()
                && let Some(index) = index_of(&blocks, closest(&event, BLOCKS))
            {
                on_event(PageEvent::Block(index));
            }
        }
        // A key that was handled scrolls nothing.
        _ if event.default_prevented() => {}
        _ => on_event(PageEvent::ReaderScrolls),
    });
}

fn index_of(blocks: &[Element], block: Option<Element>) -> Option<usize> {
    let block = block?;
    blocks.iter().position(|each| *each == block)
}

/// Where the selection begins; none if nothing is selected.
fn selected() -> Option<Element> {
    let selection = call(&window()?.into(), "getSelection", &JsValue::UNDEFINED);
    if property(&selection, "isCollapsed").is_truthy() {
        return None;
    }
    let range = call(&selection, "getRangeAt", &"0".into());
    let start = property(&range, "startContainer");
    start.dyn_into().or_else(|start| property(&start, "parentElement").dyn_into()).ok()
}

/// The index of the block of `blocks` in which the selection begins.
#[must_use]
pub fn selected_block(blocks: &[Element]) -> Option<usize> {
    index_of(blocks, selected()?.closest(BLOCKS).ok()?)
}
