//! Where the reader stands in a page: by the card at the top of the screen, since
//! pixels mean something else after each change above.

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

/// How long a place is corrected once it has been reached, in milliseconds: what
/// was skipped above it may turn out taller.
const SETTLING: u32 = 1_000;

/// How long a place is waited for, in milliseconds. Not much longer than a reader
/// waits.
const PATIENCE: u32 = 20_000;

/// A place in a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScrollPosition {
    /// CSS pixels from the top of the page to the top of the screen.
    pub y: i32,
    /// Where the first card on the screen leads, empty for none.
    pub card: String,
    /// How far its top stands below that of the screen, in CSS pixels.
    pub top: i32,
}

/// Where the reader stands now.
#[must_use]
pub fn measure() -> ScrollPosition {
    let mut spot = ScrollPosition { y: pixels(scroll_y()), ..ScrollPosition::default() };
    let on_screen = |element: &Element| {
        let place = element.get_bounding_client_rect();
        place.bottom() > 0.0 && place.top() < viewport_height()
    };
    // Sections first: a card in one that is skipped would be laid out to be measured.
    let section = query_document(&[".", SECTION_CLASS].concat()).into_iter().find(on_screen);
    let card = section.and_then(|it| query_all(&it, "article").into_iter().find(on_screen));
    if let Some(card) = card
        && let Some(href) = query_all(&card, "a").first().and_then(|it| it.get_attribute("href"))
    {
        spot.top = pixels(card.get_bounding_client_rect().top());
        spot.card = href;
    }
    spot
}

fn scroll_y() -> f64 {
    window().and_then(|window| window.scroll_y().ok()).unwrap_or_default()
}

/// Whole pixels.
#[allow(clippy::cast_possible_truncation)] // pages are not that tall
fn pixels(length: f64) -> i32 {
    length.round() as i32
}

/// Whether the reader has moved in the page since it was loaded; the script in
/// index.html notes it from the beginning.
#[must_use]
pub fn has_reader_scrolled() -> bool {
    let root = document().and_then(|document| document.document_element());
    root.is_some_and(|root| root.has_attribute("data-touched"))
}

/// Says that a page is coming in which the reader is to stand somewhere.
pub fn expect_restoration() {
    IS_PENDING.set(true);
}

/// Whether the reader is still to be put where they stood.
#[must_use]
pub fn is_pending() -> bool {
    IS_PENDING.get()
}

/// Puts the reader back to `spot`: now, or as soon as the page is there, unless the
/// reader goes somewhere first, or it does not come.
pub fn restore(spot: ScrollPosition) {
    cancel();
    IS_PENDING.set(true);
    let number = NUMBER.get();
    let go = move || {
        if step(&spot) && IS_PENDING.replace(false) {
            clock::set_timeout(SETTLING, move || end(number));
        }
    };
    go();
    let callback = Closure::<dyn FnMut()>::new(go);
    let body = document().and_then(|document| document.body());
    let observer = ResizeObserver::new(callback.as_ref().unchecked_ref());
    if let (Ok(observer), Some(body)) = (observer, body) {
        observer.observe(&body);
        CORRECTING.set(Some(Correcting { observer, _callback: callback }));
        clock::set_timeout(PATIENCE, move || end(number));
        for name in ["wheel", "touchstart", "pointerdown", "keydown"] {
            let heard = window_event_listener_untyped(name, move |_| end(number));
            LISTENERS.with_borrow_mut(|listeners| listeners.push(Box::new(|| heard.remove())));
        }
    }
}

/// Ends the correction with this number, if it goes on.
fn end(number: u32) {
    if NUMBER.get() == number {
        cancel();
    }
}

/// The reader goes on by themselves.
pub fn cancel() {
    NUMBER.set(NUMBER.get().wrapping_add(1));
    IS_PENDING.set(false);
    CORRECTING.take();
    for remove in LISTENERS.take() {
        remove();
    }
}

struct Correcting {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut()>,
}

impl Drop for Correcting {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

thread_local! {
    static IS_PENDING: Cell<bool> = const { Cell::new(false) };
    /// How many corrections there have been.
    static NUMBER: Cell<u32> = const { Cell::new(0) };
    static CORRECTING: RefCell<Option<Correcting>> = const { RefCell::new(None) };
    static LISTENERS: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
}

/// Goes to `spot` as far as the page is there. Says whether it was.
fn step(spot: &ScrollPosition) -> bool {
    let Some(window) = window() else { return true };
    if spot.card.is_empty() {
        window.scroll_to_with_x_and_y(0.0, spot.y.into());
        return (scroll_y() - f64::from(spot.y)).abs() < 2.0;
    }
    // Addresses are percent-encoded: no quote can end the selector.
    let link = [".", SECTION_CLASS, " a[href='", &spot.card, "']"].concat();
    let link = query_document(&link).into_iter().next();
    let Some(card) = link.and_then(|link| link.closest("article").ok()?) else { return false };
    let away = || card.get_bounding_client_rect().top() - f64::from(spot.top);
    window.scroll_by_with_x_and_y(0.0, away());
    away().abs() < 2.0
}
