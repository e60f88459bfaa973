//! The time line of the page: its entries as elements, which are added, replaced and removed without
//! moving what is on screen.

use leptos::tachys::renderer::types::Element;
use zaidu_model::live::LiveOrder;

use super::rules::{Place, Window};
use crate::browser::text_layout::viewport_height;
use crate::browser::{dom, layout};
use crate::ui::node::{self, Node};

pub(super) const SECTION: &str = ".live";
const LIST: &str = ".live-entries";
const ENTRIES: &str = ".live-entries > li";
const MORE: &str = ".live-more";

/// Prefix of the ids of elements.
const ANCHOR: &str = "live-";

/// The time line as it is on the page now.
pub(super) struct TimeLine {
    section: Element,
    list: Element,
    entries: Vec<Element>,
    places: Vec<Place>,
    pub(super) window: Window,
}

impl TimeLine {
    /// The time line of the page, unless others have removed it.
    pub(super) fn of_page() -> Option<Self> {
        let section = dom::query_document(SECTION).into_iter().next()?;
        let list = dom::query_document(LIST).into_iter().next()?;
        let entries = dom::query_document(ENTRIES);
        let places = entries.iter().map(place).collect();
        let order = section.get_attribute("data-order").unwrap_or_default();
        let window = Window {
            order: LiveOrder::of_key(&order),
            has_before: section.has_attribute("data-continued"),
            has_after: !dom::query_document(MORE).is_empty(),
        };
        Some(Self { section, list, entries, places, window })
    }

    /// The revision that the page has.
    pub(super) fn revision(&self) -> u64 {
        let revision = self.section.get_attribute("data-revision");
        revision.and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// The index of the entry with this id.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.places.iter().position(|place| place.1 == id)
    }

    /// Where an entry would stand; `None` on another page.
    pub(super) fn index_of(&self, entry: &Place) -> Option<usize> {
        self.window.index_of(entry, &self.places)
    }

    /// Whether something that is added at `index` would be on screen, or push what is.
    pub(super) fn is_on_screen(&self, index: usize) -> bool {
        let edge = self.edge(index);
        edge > 0.0 && edge < viewport_height()
    }

    /// The distance from the top of the viewport at which something is added at `index`.
    fn edge(&self, index: usize) -> f64 {
        match self.entries.get(index) {
            Some(next) => layout::top(next),
            None => layout::top(&self.list) + layout::height(&self.list),
        }
    }

    /// Adds an entry, of which `nodes` is one element, at `index`. If that is above the viewport, what
    /// is on screen stays where it is.
    pub(super) fn insert(&mut self, index: usize, nodes: &[Node]) {
        let is_above = self.edge(index) <= 0.0;
        self.keeping_place(is_above, |line| {
            node::insert(&line.list, nodes, line.entries.get(index));
        });
    }

    /// Puts other `nodes` in the place of the entry at `index`.
    pub(super) fn replace(&mut self, index: usize, nodes: &[Node]) {
        let Some(old) = self.entries.get(index).cloned() else { return };
        let is_above = layout::top(&old) + layout::height(&old) <= 0.0;
        self.keeping_place(is_above, |line| {
            node::insert(&line.list, nodes, Some(&old));
            old.remove();
        });
    }

    /// Removes the entry at `index`.
    pub(super) fn remove(&mut self, index: usize) {
        self.replace(index, &[]);
    }

    /// Changes the list. If that is above the viewport, the page is scrolled by what the list grows,
    /// where the browser does not anchor what is on screen by itself.
    fn keeping_place(&mut self, is_above: bool, change: impl FnOnce(&Self)) {
        let before = layout::height(&self.list);
        change(self);
        if is_above && !layout::has_scroll_anchoring(&self.list) {
            layout::scroll_by(layout::height(&self.list) - before);
        }
        if let Some(now) = Self::of_page() {
            *self = now;
        }
    }

    /// The element of the entry with this id.
    pub(super) fn element(&self, id: &str) -> Option<&Element> {
        self.entries.get(self.find(id)?)
    }

    /// Adds the entries of the next page at the end.
    pub(super) fn append(&mut self, nodes: &[Node]) {
        node::insert(&self.list, nodes, None);
    }
}

fn place(entry: &Element) -> Place {
    let time = entry.get_attribute("data-time").and_then(|time| time.parse().ok());
    let id = entry.get_attribute("id").unwrap_or_default();
    (time.unwrap_or_default(), id.strip_prefix(ANCHOR).unwrap_or(&id).to_owned())
}
