//! Bar at the lower edge of an article: what was done with it, or where the reader has stopped, with
//! one action. It goes by itself when the reader scrolls on.

use std::cell::Cell;

use zaidu_model::Route;

use super::{ACTION, DISMISS, RESUME, TOOLS};
use crate::browser::scroll_position::scroll_y;
use crate::browser::text_layout::viewport_height;
use crate::browser::{clock, dom};
use crate::strings;
use crate::ui::Icon;
use crate::ui::node::{self, Element, Node, element};

const BAR: &str = ".saved-bar";
const STATUS: &str = ".saved-bar [role=status]";

/// How far the page is scrolled before the bar goes, as a share of the height of the viewport.
const SCROLLED_ON: f64 = 0.5;

/// How long after the bar its words appear, in milliseconds: a live region is announced only if it
/// was there before.
const ANNOUNCED_AFTER: u32 = 50;

thread_local! {
    /// Where the page was scrolled to when the bar was shown.
    static SHOWN_AT: Cell<f64> = const { Cell::new(0.0) };
}

/// What the bar says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Message {
    /// The text was read up to here, in percent; offers to go on.
    Resume(u8),
    /// The article is in the list.
    Saved,
    /// It could not be stored, because storage is closed, or is full.
    NotSaved(&'static str),
}

/// Shows the bar, in place of one that is shown.
pub(super) fn show(message: Message) {
    hide();
    SHOWN_AT.set(scroll_y());
    for tools in dom::query_document(TOOLS) {
        node::append(&tools, &[bar(message).into()]);
    }
    clock::set_timeout(ANNOUNCED_AFTER, move || {
        for status in dom::query_document(STATUS) {
            status.set_text_content(Some(&words(message)));
        }
    });
}

/// Removes the bar.
pub(super) fn hide() {
    dom::query_document(BAR).iter().for_each(|bar| bar.remove());
}

/// Removes the bar if the page has been scrolled on since it was shown.
pub(super) fn hide_if_scrolled_on() {
    if (scroll_y() - SHOWN_AT.get()).abs() > viewport_height() * SCROLLED_ON {
        hide();
    }
}

fn words(message: Message) -> String {
    match message {
        Message::Resume(percent) => strings::stopped_at(percent),
        Message::Saved => strings::SAVED_HERE.to_owned(),
        Message::NotSaved(reason) => reason.to_owned(),
    }
}

fn bar(message: Message) -> Element {
    let action: Option<Node> = match message {
        Message::Resume(_) => {
            let button = element("button").attr("type", "button").attr("class", "button");
            Some(button.attr(ACTION, RESUME).with(strings::RESUME).into())
        }
        Message::Saved => {
            let link = element("a").attr("href", Route::Saved.to_string()).attr("class", "button");
            Some(link.with(strings::SHOW_SAVED).into())
        }
        Message::NotSaved(_) => None,
    };
    let label = match message {
        Message::Resume(_) => strings::STOPPED_HERE,
        Message::Saved | Message::NotSaved(_) => strings::SAVED,
    };
    let close = element("button").attr("type", "button").attr("class", "saved-close");
    let close = close.attr(ACTION, DISMISS).attr("aria-label", strings::CLOSE);
    element("section")
        .attr("class", "saved-bar")
        .attr("aria-label", label)
        .with(element("p").attr("role", "status"))
        .with_all(action)
        .with(close.with(Icon::Close.element()))
}
