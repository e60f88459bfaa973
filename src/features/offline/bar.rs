//! A line at the foot of the window: what it says, a link or a button, and a button that closes it.

use std::sync::atomic::AtomicBool;

use leptos::tachys::renderer::types::Element;

use crate::browser::{dom, page, speech, style_sheet};
use crate::strings;
use crate::ui::node::{self, Node, element};

/// The attribute with the action of a control.
pub(super) const ACTION: &str = "data-offline";
/// The action of the button that closes the line.
pub(super) const CLOSE: &str = "close";

/// Whether the page has its styles.
static HAS_STYLES: AtomicBool = AtomicBool::new(false);

const BAR: &str = ".offline-bar";
const TEXT: &str = ".offline-bar [role=status]";

/// Whether there is a line.
pub(super) fn is_open() -> bool {
    !dom::query_document(BAR).is_empty()
}

/// Shows `text` and `control`. A line that is there already only changes its text. `on_action` is
/// called with the action of a button that was pressed; that of the last one closes the line.
pub(super) fn show(text: &str, control: Node, on_action: impl Fn(&str) + 'static) {
    if let Some(status) = dom::query_document(TEXT).first() {
        dom::set_text(status, text, "");
        return;
    }
    let Some(bar) = add() else { return };
    let close = element("button").attr(ACTION, CLOSE).attr("aria-label", strings::CLOSE);
    let svg = element("svg").attr("class", "icon").attr("viewBox", "0 0 24 24");
    let svg = svg.attr("aria-hidden", "true");
    let close = close.with(svg.with(element("path").attr("d", "M6 6l12 12M6 18 18 6")));
    // The text comes after the place for it, so that it is announced.
    let status = element("p").attr("role", "status");
    node::append(&bar, &[status.into(), control, close.into()]);
    if let Some(status) = dom::query_document(TEXT).first() {
        dom::set_text(status, text, "");
    }
    speech::listen(&bar, ACTION, move |input| {
        let speech::Input::Pressed(action) = input else { return false };
        on_action(&action);
        close_bar();
        true
    });
}

/// Adds the styles of this feature to the page.
pub(super) fn add_styles() {
    style_sheet::add(&HAS_STYLES, include_str!("../../../style/chunks/offline.css"));
}

fn add() -> Option<Element> {
    add_styles();
    page::add_section("offline-bar", strings::OFFLINE_READING)
}

/// Removes the line.
pub(super) fn close_bar() {
    for bar in dom::query_document(BAR) {
        bar.remove();
    }
}
