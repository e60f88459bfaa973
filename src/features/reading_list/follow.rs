//! Following a reader through an article: it is entered into the history, with the place at which
//! they are; whoever comes back is offered to go on there. And the button that saves it.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::on_cleanup;
use leptos::tachys::renderer::types::Element;
use send_wrapper::SendWrapper;
use zaidu_model::Article;

use super::bar::{self, Message};
use super::entry::Entry;
use super::position::{PREFIX, Position, Progress, READING_LINE};
use super::store::List;
use super::{ACTION, DISMISS, RESUME, TOGGLE, TOOLS};
use crate::backend::ApiRequest;
use crate::browser::actions::on_action;
use crate::browser::scroll_position::scroll_y;
use crate::browser::text_layout::{focus_child, viewport_height};
use crate::browser::{
    clock, dom, events, lifecycle, observers, page, service_worker, storage, text_place,
};
use crate::scroll_restoration;
use crate::strings;
use crate::ui::node::{self, element};

const BUTTON: &str = ".saved-button";

/// How long the page has to stand still before the place is stored, in milliseconds.
const PAUSE: u32 = 1_000;

/// A reader who has scrolled further than this since the page was opened, as a share of the height
/// of the viewport, is reading already.
const HAS_BEGUN: f64 = 0.5;

/// The article that is followed.
struct Reading {
    entry: Entry,
    text: Element,
    /// Counts scroll events.
    scrolled: Cell<u32>,
    is_waiting: Cell<bool>,
}

/// Follows the reader through `article`, which is on the page, until the current owner ends.
pub(super) fn start(article: &Article) {
    let Some(text) = text_place::text() else { return };
    let mut entry = Entry::new(article, 0);
    if let Some(before) = List::History.get(&entry.id) {
        entry.progress = before.progress;
    }
    // Where storage is closed or full there is no history.
    let _ = List::History.add(entry.clone());
    let reading =
        Rc::new(Reading { entry, text, scrolled: Cell::default(), is_waiting: Cell::default() });
    reading.add_button();
    let position = match &reading.entry.progress {
        Progress::Begun(percent, position) if may_offer() => {
            bar::show(Message::Resume(*percent));
            Some(position.clone())
        }
        _ => None,
    };
    let on_scroll = Rc::clone(&reading);
    observers::on_scroll_or_resize(move || {
        bar::hide_if_scrolled_on();
        on_scroll.scrolled.set(on_scroll.scrolled.get().wrapping_add(1));
        on_scroll.store_after_pause();
    });
    let on_hide = Rc::clone(&reading);
    lifecycle::on_visibility_change(move |is_hidden| {
        if is_hidden {
            on_hide.store();
        }
    });
    let on_leave = SendWrapper::new(Rc::clone(&reading));
    on_cleanup(move || on_leave.store());
    let on_change = Rc::clone(&reading);
    storage::on_any_change(move || on_change.show_button());
    events::on_key(|key| {
        if key == "Escape" {
            bar::hide();
        }
        false
    });
    on_action(ACTION, move |action| match &*action.name {
        TOGGLE => reading.toggle(),
        RESUME => {
            if let Some(position) = &position {
                reading.go_to(position, action.is_by_key);
            }
            bar::hide();
        }
        DISMISS => {
            bar::hide();
            if action.is_by_key {
                dom::focus_first(BUTTON);
            }
        }
        _ => {}
    });
}

/// Whether the reader may be offered to go on: they are at the beginning, and neither Back nor a
/// fragment has brought them here.
fn may_offer() -> bool {
    !scroll_restoration::is_returning()
        && !page::has_fragment()
        && scroll_y() < viewport_height() * HAS_BEGUN
}

impl Reading {
    /// Stores how far the text has been read, unless the entry has been removed meanwhile.
    fn store(&self) {
        let blocks = text_place::measure_blocks(&self.text, PREFIX);
        let now = Progress::measure(&blocks, viewport_height());
        List::History.update(&self.entry.id, |entry| {
            entry.progress = std::mem::take(&mut entry.progress).advance(now);
        });
    }

    /// Stores it once the page has stood still.
    fn store_after_pause(self: &Rc<Self>) {
        if self.is_waiting.replace(true) {
            return;
        }
        let (reading, before) = (Rc::clone(self), self.scrolled.get());
        clock::set_timeout(PAUSE, move || {
            reading.is_waiting.set(false);
            if reading.scrolled.get() == before {
                reading.store();
            } else {
                reading.store_after_pause();
            }
        });
    }

    /// Leads the reader to `position`; who has used a key gets the focus there.
    fn go_to(&self, position: &Position, is_by_key: bool) {
        let blocks = text_place::measure_blocks(&self.text, PREFIX);
        let prefixes: Vec<_> = blocks.into_iter().map(|block| block.prefix).collect();
        if let Some(index) = position.find(&prefixes) {
            text_place::go_to(&self.text, index, position.offset, READING_LINE);
            if is_by_key {
                focus_child(&self.text, index);
            }
        }
    }

    fn add_button(&self) {
        let icon = element("svg").attr("class", "icon").attr("viewBox", "0 0 24 24");
        let icon = icon.attr("aria-hidden", "true");
        let icon = icon.with(element("path").attr("d", "M7 4h10v16l-5-4-5 4Z"));
        let button = element("button").attr("type", "button").attr("class", "saved-button");
        let button = button.attr(ACTION, TOGGLE).with(icon).with(strings::SAVED);
        for tools in dom::query_document(TOOLS) {
            node::append(&tools, &[button.clone().into()]);
        }
        self.show_button();
    }

    /// Shows whether the article is in the list.
    fn show_button(&self) {
        let is_saved = List::Saved.get(&self.entry.id).is_some();
        for button in dom::query_document(BUTTON) {
            // It fails only for an invalid attribute name.
            let _ = button.set_attribute("aria-pressed", if is_saved { "true" } else { "false" });
        }
    }

    /// Puts the article into the list, or removes it.
    fn toggle(&self) {
        if List::Saved.get(&self.entry.id).is_some() {
            List::Saved.remove(&self.entry.id);
            bar::hide();
        } else if List::Saved.add(self.entry.clone()).is_ok() {
            // The worker asks for it once more, and so keeps it for longest.
            let request = ApiRequest::Article(self.entry.id.clone());
            service_worker::post(&["\n", &request.path()].concat());
            bar::show(Message::Saved);
        } else {
            let is_open = List::Saved.entries().is_ok();
            let reason = if is_open { strings::STORAGE_FULL } else { strings::STORAGE_CLOSED };
            bar::show(Message::NotSaved(reason));
        }
        self.show_button();
    }
}
