//! Virtual list: sections are added to the document one by one and, in a long list, removed
//! again far from the viewport.

use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::Element;
use send_wrapper::SendWrapper;

use super::node::Node;
use super::virtual_window::VirtualWindow;
use crate::browser::layout::{self, Reserve};
use crate::browser::scroll_position::SECTION_CLASS;
use crate::browser::text_layout::viewport_height;

/// The sections of a list in the document.
///
/// It works on DOM nodes and not through a Leptos view: adding a section costs the same
/// however many there are, and nothing is compared.
pub struct VirtualList(SendWrapper<State>);

struct State {
    root: Element,
    window: VirtualWindow,
    /// The number of the first section in the document.
    start: usize,
    /// The sections in the document, one element each.
    mounted: Vec<Element>,
    /// Spacers in the place of the sections above and below that are not in the document.
    spacers: Option<[Element; 2]>,
}

impl VirtualList {
    /// Beyond this many sections only those near the viewport are in the document.
    pub const WINDOW_THRESHOLD: usize = VirtualWindow::THRESHOLD;

    /// The list in `root`, whose children are its first sections, each an element of class
    /// [`SECTION_CLASS`].
    #[must_use]
    pub fn new(root: Element) -> Self {
        let mounted = layout::children(&root);
        let mut window = VirtualWindow::default();
        window.grow(mounted.len());
        Self(SendWrapper::new(State { root, window, start: 0, mounted, spacers: None }))
    }

    /// Sets the number of sections and renders those near the viewport, or near section
    /// `target` if the scroll position is about to be restored there. `content` returns the
    /// nodes of one section.
    pub fn render(
        &mut self,
        length: usize,
        target: Option<usize>,
        content: impl Fn(usize) -> Vec<Node>,
    ) {
        let state = &mut *self.0;
        state.measure(length);
        state.window.grow(length);
        let offset = |number| state.window.height(0..number);
        let top = target.map_or_else(|| -layout::top(&state.root), offset);
        let range = state.window.visible_range(top, top + viewport_height());
        // Sections in both ranges stay mounted; if there are none, all are replaced.
        let kept = range.start.max(state.start)..range.end.min(state.start + state.mounted.len());
        let kept = if kept.is_empty() { range.start..range.start } else { kept };
        let is_removed = |number: usize| !kept.contains(&number);
        let (start, root) = (state.start, &state.root);
        // Without scroll anchoring in the browser, the first kept section is held in place.
        let anchor =
            kept.clone().next().and_then(|number| state.mounted.get(number - start).cloned());
        let anchor = anchor.filter(|_| !layout::has_scroll_anchoring(root));
        let anchor_top = anchor.as_ref().map(layout::top);
        let mut number = start;
        state.mounted.retain(|element| {
            let removed = is_removed(number);
            number += 1;
            if removed {
                Rndr::remove_node(root, element);
            }
            !removed
        });
        if length > VirtualWindow::THRESHOLD {
            state.spacers.get_or_insert_with(|| {
                let [above, below] = [(); 2].map(|()| Rndr::create_element("div", None));
                Rndr::insert_node(root, &above, Rndr::first_child(root).as_ref());
                Rndr::insert_node(root, &below, None);
                [above, below]
            });
        }
        let below = state.spacers.as_ref().map(|[_, below]| &**below);
        let first = state.mounted.first().cloned();
        let first = first.as_deref().or(below);
        let insert =
            |number, marker| insert_section(root, marker, &state.window, number, content(number));
        let before: Vec<_> =
            (range.start..kept.start).map(|number| insert(number, first)).collect();
        let after: Vec<_> = (kept.end..range.end).map(|number| insert(number, below)).collect();
        state.mounted.splice(0..0, before);
        state.mounted.extend(after);
        state.start = range.start;
        if let Some([above, below]) = &state.spacers {
            layout::reserve_height(above, Reserve::Spacer, state.window.height(0..range.start));
            layout::reserve_height(below, Reserve::Spacer, state.window.height(range.end..length));
        }
        if let (Some(element), Some(anchor_top)) = (anchor, anchor_top) {
            layout::scroll_by(layout::top(&element) - anchor_top);
        }
    }

    /// Renders section `number` again, if it is in the document.
    pub fn replace(&mut self, number: usize, content: Vec<Node>) {
        let state = &mut *self.0;
        let mounted =
            number.checked_sub(state.start).and_then(|index| state.mounted.get_mut(index));
        if let Some(element) = mounted {
            let new = insert_section(&state.root, Some(element), &state.window, number, content);
            Rndr::remove_node(&state.root, element);
            *element = new;
        }
    }
}

impl State {
    /// Measures the mounted sections of a list that will have `length` sections. A short list
    /// needs no heights.
    fn measure(&mut self, length: usize) {
        if length > VirtualWindow::THRESHOLD {
            for (number, element) in (self.start..).zip(&self.mounted) {
                self.window.measure(number, layout::height(element));
            }
        }
    }
}

/// Creates a section and inserts it into `root`, before `marker` or last.
fn insert_section(
    root: &Element,
    marker: Option<&leptos::tachys::renderer::types::Node>,
    window: &VirtualWindow,
    number: usize,
    content: Vec<Node>,
) -> Element {
    let element = Rndr::create_element("div", None);
    Rndr::set_attribute(&element, "class", SECTION_CLASS);
    if window.length() > VirtualWindow::THRESHOLD {
        let height = window.height(number..number + 1);
        layout::reserve_height(&element, Reserve::IntrinsicSize, height);
    }
    content.iter().for_each(|node| node.build(&element, None));
    Rndr::insert_node(root, &element, marker);
    element
}
