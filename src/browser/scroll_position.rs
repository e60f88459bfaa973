//! Measures and restores the scroll position, relative to the first visible card: a pixel
//! offset is wrong as soon as the content above changes.

use std::cell::{Cell, RefCell};

use leptos::prelude::window_event_listener_untyped;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

use super::clock;
use super::dom::{query_all, query_document};
use super::page::{document, window};
use super::text_layout::viewport_height;

/// The class of an element that holds a section of a list.
pub const SECTION_CLASS: &str = "list-section";

/// How long a restored position is corrected after it has been reached, in milliseconds:
/// content above that the browser has not laid out yet may turn out taller.
const SETTLE_TIME: u32 = 1_000;

/// How long restoration waits for the content, in milliseconds: about as long as a reader
/// waits.
const TIMEOUT: u32 = 20_000;

/// A scroll position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScrollPosition {
    /// Scroll offset of the page, in CSS pixels.
    pub y: i32,
    /// The link (`href`) of the first visible card; empty for none.
    pub card: String,
    /// The distance of its top from the top of the viewport, in CSS pixels.
    pub top: i32,
}

/// Measures the current scroll position.
#[must_use]
pub fn measure() -> ScrollPosition {
    let mut position = ScrollPosition { y: pixels(scroll_y()), ..ScrollPosition::default() };
    let is_visible = |element: &Element| {
        let rect = element.get_bounding_client_rect();
        rect.bottom() > 0.0 && rect.top() < viewport_height()
    };
    // Sections first: measuring a card in a section with skipped rendering forces its layout.
    let section = query_document(&[".", SECTION_CLASS].concat()).into_iter().find(is_visible);
    let card = section.and_then(|it| query_all(&it, "article").into_iter().find(is_visible));
    if let Some(card) = card
        && let Some(href) = query_all(&card, "a").first().and_then(|it| it.get_attribute("href"))
    {
        position.top = pixels(card.get_bounding_client_rect().top());
        position.card = href;
    }
    position
}

/// The scroll offset of the page, in CSS pixels.
#[must_use]
pub fn scroll_y() -> f64 {
    window().and_then(|window| window.scroll_y().ok()).unwrap_or_default()
}

/// Rounds to whole pixels.
#[allow(clippy::cast_possible_truncation)] // pages are not that tall
fn pixels(length: f64) -> i32 {
    length.round() as i32
}

/// Whether the reader has scrolled since the page was loaded; the inline script in index.html
/// records it from the start.
#[must_use]
pub fn has_reader_scrolled() -> bool {
    let root = document().and_then(|document| document.document_element());
    root.is_some_and(|root| root.has_attribute("data-touched"))
}

/// Marks a restoration as pending, before the page is rendered.
pub fn expect_restoration() {
    IS_PENDING.set(true);
}

/// Whether a restoration is pending.
#[must_use]
pub fn is_pending() -> bool {
    IS_PENDING.get()
}

/// Scrolls to `position`: now, or as soon as the content is there, unless the reader scrolls
/// or interacts first, or `TIMEOUT` passes.
pub fn restore(position: ScrollPosition) {
    cancel();
    IS_PENDING.set(true);
    let id = RESTORATION_ID.get();
    let scroll = move || {
        if scroll_towards(&position) && IS_PENDING.replace(false) {
            clock::set_timeout(SETTLE_TIME, move || end(id));
        }
    };
    scroll();
    if let Some(observation) = observe_body(scroll) {
        OBSERVATION.set(Some(observation));
        clock::set_timeout(TIMEOUT, move || end(id));
        for name in ["wheel", "touchstart", "pointerdown", "keydown"] {
            let handle = window_event_listener_untyped(name, move |_| end(id));
            LISTENERS.with_borrow_mut(|listeners| listeners.push(Box::new(|| handle.remove())));
        }
    }
}

/// Ends the restoration with this id, if it is still the current one.
fn end(id: u32) {
    if RESTORATION_ID.get() == id {
        cancel();
    }
}

/// Cancels the restoration and its corrections.
pub fn cancel() {
    RESTORATION_ID.set(RESTORATION_ID.get().wrapping_add(1));
    IS_PENDING.set(false);
    OBSERVATION.take();
    for remove in LISTENERS.take() {
        remove();
    }
}

/// Calls `callback` now and whenever the size of the body changes, as long as the result is kept.
pub fn observe_body(callback: impl FnMut() + 'static) -> Option<Observation> {
    let callback = Closure::<dyn FnMut()>::new(callback);
    let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
    let body: Element = document()?.body()?.into();
    observer.observe(&body);
    Some(Observation { observer, _callback: callback })
}

/// An observation of the size of the body, which ends when this is dropped.
pub struct Observation {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut()>,
}

impl Drop for Observation {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

thread_local! {
    static IS_PENDING: Cell<bool> = const { Cell::new(false) };
    /// Counts restorations; that of the current one.
    static RESTORATION_ID: Cell<u32> = const { Cell::new(0) };
    static OBSERVATION: RefCell<Option<Observation>> = const { RefCell::new(None) };
    static LISTENERS: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
}

/// Scrolls to `position` as far as the content allows. Returns whether it was reached.
fn scroll_towards(position: &ScrollPosition) -> bool {
    let Some(window) = window() else { return true };
    if position.card.is_empty() {
        window.scroll_to_with_x_and_y(0.0, position.y.into());
        return (scroll_y() - f64::from(position.y)).abs() < 2.0;
    }
    // Paths are percent-encoded: no quote can close the string in the selector.
    let selector = [".", SECTION_CLASS, " a[href='", &position.card, "']"].concat();
    let link = query_document(&selector).into_iter().next();
    let Some(card) = link.and_then(|link| link.closest("article").ok()?) else { return false };
    let distance = || card.get_bounding_client_rect().top() - f64::from(position.top);
    window.scroll_by_with_x_and_y(0.0, distance());
    distance().abs() < 2.0
}
