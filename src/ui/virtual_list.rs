//! A list without an end: sections that are put on the page one by one and, where
//! there are many, taken off it again far from the screen.

use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::Element;
use send_wrapper::SendWrapper;

use super::node::Node;
use super::virtual_window::VirtualWindow;
use crate::browser::layout::{self, Reserve};
use crate::browser::scroll_position::SECTION_CLASS;
use crate::browser::text_layout::viewport_height;

/// The sections of a list on the page.
///
/// It works on the nodes and not through the view: adding one costs the same
/// however many stand, and nothing is compared.
pub struct VirtualList(SendWrapper<Standing>);

struct Standing {
    root: Element,
    window: VirtualWindow,
    /// The sections on the page: from this one on, one element each.
    from: usize,
    live: Vec<Element>,
    /// What keeps the place of those above and below that are not.
    spaces: Option<[Element; 2]>,
}

impl VirtualList {
    /// Past so many sections only those near the screen stand.
    pub const WINDOW_THRESHOLD: usize = VirtualWindow::THRESHOLD;

    /// The roll in `root`, which holds some sections already, each in an element of
    /// class [`SECTION`], and nothing else.
    #[must_use]
    pub fn new(root: Element) -> Self {
        let live = layout::children(&root);
        let mut window = VirtualWindow::default();
        window.grow(live.len());
        Self(SendWrapper::new(Standing { root, window, from: 0, live, spaces: None }))
    }

    /// Makes it `length` sections, and puts those on the page that the reader sees
    /// or may see soon: around the screen, or around section `at` to which they will
    /// be led. `content` makes the content of one.
    pub fn render(
        &mut self,
        length: usize,
        at: Option<usize>,
        content: impl Fn(usize) -> Vec<Node>,
    ) {
        let it = &mut *self.0;
        it.measure(length);
        it.window.grow(length);
        let above = |at| it.window.height(0..at);
        let top = at.map_or_else(|| -layout::top(&it.root), above);
        let near = it.window.near(top, top + viewport_height());
        // What stays goes on standing; where nothing does, it begins anew.
        let stays = near.start.max(it.from)..near.end.min(it.from + it.live.len());
        let stays = if stays.is_empty() { near.start..near.start } else { stays };
        let is_gone = |number: usize| !stays.contains(&number);
        let (from, root) = (it.from, &it.root);
        // What is read stays where it is, whatever comes and goes above it.
        let fixed = stays.clone().next().and_then(|number| it.live.get(number - from).cloned());
        let fixed = fixed.filter(|_| !layout::has_scroll_anchoring(root));
        let stood = fixed.as_ref().map(layout::top);
        let mut number = from;
        it.live.retain(|element| {
            let goes = is_gone(number);
            number += 1;
            if goes {
                Rndr::remove_node(root, element);
            }
            !goes
        });
        if length > VirtualWindow::THRESHOLD {
            it.spaces.get_or_insert_with(|| {
                let [above, below] = [(); 2].map(|()| Rndr::create_element("div", None));
                Rndr::insert_node(root, &above, Rndr::first_child(root).as_ref());
                Rndr::insert_node(root, &below, None);
                [above, below]
            });
        }
        let below = it.spaces.as_ref().map(|[_, below]| &**below);
        let first = it.live.first().cloned();
        let before = first.as_deref().or(below);
        let make = |number, marker| section(root, marker, &it.window, number, content(number));
        let above: Vec<_> = (near.start..stays.start).map(|number| make(number, before)).collect();
        let under: Vec<_> = (stays.end..near.end).map(|number| make(number, below)).collect();
        it.live.splice(0..0, above);
        it.live.extend(under);
        it.from = near.start;
        if let Some([above, below]) = &it.spaces {
            layout::reserve_height(above, Reserve::Spacer, it.window.height(0..near.start));
            layout::reserve_height(below, Reserve::Spacer, it.window.height(near.end..length));
        }
        if let (Some(element), Some(stood)) = (fixed, stood) {
            layout::scroll_by(layout::top(&element) - stood);
        }
    }

    /// Makes section `number` anew, if it stands.
    pub fn replace(&mut self, number: usize, content: Vec<Node>) {
        let it = &mut *self.0;
        let place = number.checked_sub(it.from).and_then(|place| it.live.get_mut(place));
        if let Some(element) = place {
            let new = section(&it.root, Some(element), &it.window, number, content);
            Rndr::remove_node(&it.root, element);
            *element = new;
        }
    }
}

impl Standing {
    /// Sections keep the height that they have, wherever they go. A list that stays
    /// short has no use for heights.
    fn measure(&mut self, length: usize) {
        if length > VirtualWindow::THRESHOLD {
            for (number, element) in (self.from..).zip(&self.live) {
                self.window.measure(number, layout::height(element));
            }
        }
    }
}

/// Puts a section into `root`, before `marker` or last.
fn section(
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
    content.iter().for_each(|piece| piece.build(&element, None));
    Rndr::insert_node(root, &element, marker);
    element
}
