//! Click queue of a part of the page whose code is not there yet: its last click is replayed once it
//! is. For the whole page the script of index.html does the same until the program has started.

use std::cell::RefCell;
use std::rc::Rc;

use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, MouseEvent};

use super::clock::set_timeout;
use super::dom::{query_all, set_attribute_on_all};
use super::events::{closest, is_plain_click};

/// What is replayed. The stylesheet shows a queued click by the attribute's value.
const ATTRIBUTE: &str = "data-tap";
const SELECTOR: &str = "[data-tap]";

/// How long a click waits, in milliseconds, before it does what it does without the program.
const LIMIT: u32 = 5_000;

/// Holds back clicks on the `data-tap` elements in an element.
pub struct ClickQueue(SendWrapper<Rc<RefCell<State>>>);

struct State {
    part: Element,
    /// The place of the clicked element among the part's; the element itself may be replaced.
    clicked: Option<usize>,
    /// None once clicks pass.
    listener: Option<Closure<dyn FnMut(MouseEvent)>>,
}

impl ClickQueue {
    /// Holds back clicks in `part` from now on.
    #[must_use]
    pub fn new(part: Element) -> Self {
        let state = Rc::new(RefCell::new(State { part, clicked: None, listener: None }));
        let queue = Rc::clone(&state);
        let listener = Closure::new(move |event: MouseEvent| {
            if is_plain_click(&event) && hold(&queue, &event) {
                event.prevent_default();
                event.stop_propagation();
            }
        });
        toggle(&state.borrow().part, &listener, true);
        state.borrow_mut().listener = Some(listener);
        Self(SendWrapper::new(state))
    }

    /// Lets clicks pass. The part is as it was before the click that was held back, if any.
    #[must_use]
    pub fn close(&self) -> Option<QueuedClick> {
        close(&self.0)
    }
}

/// A click that was held back.
pub struct QueuedClick {
    part: Element,
    place: usize,
}

impl QueuedClick {
    /// Clicks again.
    pub fn replay(&self) {
        if let Some(element) = query_all(&self.part, SELECTOR).get(self.place) {
            element.unchecked_ref::<HtmlElement>().click();
        }
    }
}

/// Keeps the clicked element in mind, if it is one that is held back.
fn hold(queue: &Rc<RefCell<State>>, event: &MouseEvent) -> bool {
    let Some(element) = closest(event, SELECTOR) else { return false };
    let mut state = queue.borrow_mut();
    let Some(place) = query_all(&state.part, SELECTOR).iter().position(|it| *it == element) else {
        return false;
    };
    if state.clicked.is_none() {
        let queue = Rc::clone(queue);
        set_timeout(LIMIT, move || {
            if let Some(click) = close(&queue) {
                click.replay();
            }
        });
    }
    // A constant name of an attribute does not throw.
    let _ = element.set_attribute(ATTRIBUTE, "kept");
    state.clicked = Some(place);
    true
}

fn close(queue: &RefCell<State>) -> Option<QueuedClick> {
    let mut state = queue.borrow_mut();
    if let Some(listener) = state.listener.take() {
        toggle(&state.part, &listener, false);
    }
    let part = state.part.clone();
    let place = state.clicked.take()?;
    set_attribute_on_all(&part, SELECTOR, ATTRIBUTE, "keep");
    Some(QueuedClick { part, place })
}

/// Adds or removes `listener`, which runs before those of the app.
fn toggle(part: &Element, listener: &Closure<dyn FnMut(MouseEvent)>, is_added: bool) {
    let listener = listener.as_ref().unchecked_ref();
    // Neither throws.
    let _ = if is_added {
        part.add_event_listener_with_callback_and_bool("click", listener, true)
    } else {
        part.remove_event_listener_with_callback_and_bool("click", listener, true)
    };
}
