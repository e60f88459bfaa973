//! Where content is mounted: in an element, as all of its children but the last.

use std::cell::RefCell;

use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node as DomNode, Placeholder, Text};
use leptos::tachys::renderer::{CastFrom, Rndr};
use leptos::tachys::view::{Mountable, Position, PositionState};

use super::node::Node;

/// Where the content is mounted: in an element, before its last node, which is the marker
/// that Leptos puts at the end of each list of children.
pub(super) struct MountPoint {
    parent: Element,
    end: Option<DomNode>,
    /// The first node of the content, once a replacement has been inserted before it: Leptos
    /// inserts the replacement before it unmounts the content.
    first: RefCell<Option<DomNode>>,
}

impl MountPoint {
    pub(super) fn new(parent: Element, end: Option<DomNode>) -> Self {
        Self { parent, end, first: RefCell::default() }
    }

    /// Around what a server has rendered into `parent`.
    pub(super) fn rendered(parent: Element) -> Self {
        // What others have appended is not the marker.
        let mut end = parent.last_child();
        while let Some(node) = end.take_if(|node| Placeholder::cast_from(node.clone()).is_none()) {
            end = node.previous_sibling();
        }
        Self::new(parent, end)
    }

    /// Moves the cursor of hydration to the last node of the content, if there is any.
    pub(super) fn skip(&self, cursor: &Cursor, position: &PositionState) {
        if let Some(last) = self.end.as_ref().and_then(|end| end.previous_sibling()) {
            cursor.set(last);
            position.set(Position::NextChild);
        }
    }

    /// The content, if it is a single text node.
    pub(super) fn only_text(&self) -> Option<Text> {
        let first = Rndr::first_child(&self.parent)?;
        Text::cast_from(first.clone()).filter(|_| Rndr::next_sibling(&first) == self.end)
    }

    /// Removes the content.
    pub(super) fn clear(&self) {
        let mut next = self.first.take().or_else(|| Rndr::first_child(&self.parent));
        while let Some(node) = next.filter(|node| Some(node) != self.end.as_ref()) {
            next = Rndr::next_sibling(&node);
            Rndr::remove_node(&self.parent, &node);
        }
    }

    /// Appends `nodes` to the content.
    pub(super) fn fill(&self, nodes: &[Node]) {
        nodes.iter().for_each(|node| node.build(&self.parent, self.end.as_ref()));
    }

    /// Appends a view to the content.
    pub(super) fn mount(&self, view: &mut dyn Mountable) {
        view.mount(&self.parent, self.end.as_ref());
    }

    /// Inserts a view before the content, which is unmounted next.
    pub(super) fn insert_before(&self, view: &mut dyn Mountable) {
        let own_first = Rndr::first_child(&self.parent);
        view.mount(&self.parent, own_first.as_ref());
        self.first.replace(own_first);
    }
}
