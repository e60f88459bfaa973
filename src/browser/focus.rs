//! Focus: links that can be found again, focus that does not scroll, and the live region in which
//! a page change is announced.

use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

use super::dom::query_document;
use super::page::document;

/// The id of the element around the page, which is never replaced and can have the focus.
const MAIN_ID: &str = "content";

/// The id of the live region in which a page change is announced. It is outside the app, so that
/// it is there before any change and is not rendered again.
pub const ANNOUNCER_ID: &str = "page-news";

/// A link of the page, by what is still true after the page was rendered again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its address, as in the attribute.
    pub href: String,
    /// Its number among the links with this address.
    pub index: usize,
}

impl Link {
    /// Describes `link`.
    pub(super) fn of(link: &Element) -> Option<Self> {
        let href = link.get_attribute("href")?;
        let index = links(&href).iter().position(|other| other == link)?;
        Some(Self { href, index })
    }

    /// Moves the focus to the link if the page has it, without scrolling. Returns whether it has.
    #[must_use]
    pub fn focus(&self) -> bool {
        links(&self.href).get(self.index).is_some_and(focus_in_place)
    }
}

/// The links with this address; none if it has a quote in it.
fn links(href: &str) -> Vec<Element> {
    query_document(&["a[href='", href, "']"].concat())
}

/// Moves the focus to the element around the page, without scrolling: the next Tab goes to the
/// first control of the page.
pub fn focus_main() {
    if let Some(main) = document().and_then(|document| document.get_element_by_id(MAIN_ID)) {
        focus_in_place(&main);
    }
}

/// Whether the focus is where [`focus_main`] has left it.
#[must_use]
pub fn is_on_main() -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.is_some_and(|focused| focused.id() == MAIN_ID)
}

fn focus_in_place(element: &Element) -> bool {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let element = element.dyn_ref::<HtmlElement>();
    element.is_some_and(|element| element.focus_with_options(&options).is_ok())
}

/// Lets screen readers say `text` once they have finished what they are saying.
pub fn announce(text: &str) {
    if let Some(region) = document().and_then(|document| document.get_element_by_id(ANNOUNCER_ID)) {
        region.set_text_content(Some(text));
    }
}
