//! Where the reader stands in a page: by the card at the top of the screen, since
//! pixels mean something else after each change above.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::window_event_listener_untyped;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

use super::clock;
use super::page::{document, window};
use super::pieces::{all, on_page};
use super::reading::screen_height;

/// The class of an element that holds a section of a list.
pub const SECTION: &str = "roll-section";

/// How long a place is corrected once it has been reached, in milliseconds: what
/// was skipped above it may turn out taller.
const SETTLING: u32 = 1_000;

/// A place in a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// CSS pixels from the top of the page to the top of the screen.
    pub y: i32,
    /// Where the first card on the screen leads, empty for none.
    pub card: String,
    /// How far its top stands below that of the screen, in CSS pixels.
    pub top: i32,
}

/// Where the reader stands now.
#[must_use]
pub fn spot() -> Spot {
    let mut spot = Spot { y: pixels(scroll_y()), ..Spot::default() };
    let on_screen = |element: &Element| {
        let place = element.get_bounding_client_rect();
        place.bottom() > 0.0 && place.top() < screen_height()
    };
    // Sections first: a card in one that is skipped would be laid out to be measured.
    let section = on_page(&[".", SECTION].concat()).into_iter().find(on_screen);
    let card = section.and_then(|it| all(&it, "article").into_iter().find(on_screen));
    if let Some(card) = card
        && let Some(href) = all(&card, "a").first().and_then(|it| it.get_attribute("href"))
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

/// Whether the page stands where `spot` says, or where a browser that tried would
/// have come to so far, or at its top: so that the reader has not gone elsewhere
/// since it was loaded.
#[must_use]
pub fn is_untouched(spot: &Spot) -> bool {
    let root = document().and_then(|document| document.document_element());
    let most = root.map_or(0, |root| root.scroll_height()) - pixels(screen_height());
    let y = pixels(scroll_y());
    // Browsers round, and show or hide their own bars.
    y == 0 || (y - spot.y.min(most)).abs() <= 100
}

/// Puts the reader back to `spot`: now, or as soon as the page is there, unless the
/// reader goes somewhere first.
pub fn stand(spot: Spot) {
    CORRECTING.take();
    if step(&spot) && spot.card.is_empty() {
        return;
    }
    let is_there = Cell::new(false);
    let callback = Closure::<dyn FnMut()>::new(move || {
        if step(&spot) && !is_there.replace(true) {
            clock::after(SETTLING, leave_alone);
        }
    });
    let body = document().and_then(|document| document.body());
    if let (Ok(observer), Some(body)) =
        (ResizeObserver::new(callback.as_ref().unchecked_ref()), body)
    {
        observer.observe(&body);
        CORRECTING.set(Some(Correcting { observer, _callback: callback }));
        let is_heard = Rc::new(Cell::new(true));
        for name in ["wheel", "touchstart", "pointerdown", "keydown"] {
            let is_heard = Rc::clone(&is_heard);
            let listener = window_event_listener_untyped(name, move |_| {
                if is_heard.replace(false) {
                    leave_alone();
                }
            });
            LISTENERS.with_borrow_mut(|listeners| listeners.push(Box::new(|| listener.remove())));
        }
    }
}

/// The reader goes on by themselves.
pub fn leave_alone() {
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
    static CORRECTING: RefCell<Option<Correcting>> = const { RefCell::new(None) };
    static LISTENERS: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
}

/// Goes to `spot` as far as the page is there. Says whether it was.
fn step(spot: &Spot) -> bool {
    let Some(window) = window() else { return true };
    if spot.card.is_empty() {
        window.scroll_to_with_x_and_y(0.0, spot.y.into());
        return (scroll_y() - f64::from(spot.y)).abs() < 2.0;
    }
    // Addresses are percent-encoded: no quote can end the selector.
    let link = [".", SECTION, " a[href='", &spot.card, "']"].concat();
    let link = on_page(&link).into_iter().next();
    let Some(card) = link.and_then(|link| link.closest("article").ok()?) else { return false };
    let away = || card.get_bounding_client_rect().top() - f64::from(spot.top);
    window.scroll_by_with_x_and_y(0.0, away());
    away().abs() < 2.0
}
