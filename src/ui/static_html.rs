//! Content that nothing changes once it stands.

use std::cell::RefCell;

use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node as DomNode};
use leptos::tachys::renderer::{CastFrom, Rndr};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};

use super::node::Node;

/// What stands in an element, alone, and has nothing that a program would have
/// to bring to life: text, links, pictures.
///
/// Hydration takes over the nodes that came with the page as they are. Nothing
/// is built, walked or compared, and what it was made of need not travel.
pub struct StaticHtml(Box<dyn FnOnce() -> Vec<Node> + Send>);

impl StaticHtml {
    /// The content that `content` makes, where it is not on the page already.
    #[must_use]
    pub fn new(content: impl FnOnce() -> Vec<Node> + Send + 'static) -> Self {
        Self(Box::new(content))
    }
}

/// The content on the page, or on its way there.
pub struct StaticHtmlState {
    /// What it is made of, until it is built.
    pieces: Vec<Node>,
    place: Option<Place>,
}

/// Where the content stands: in an element, before its last node, which is the
/// marker with which the framework ends every list of children.
struct Place {
    parent: Element,
    end: Option<DomNode>,
    /// Its first node, once something else stands before it: what takes its place is
    /// put there before the content goes.
    first: RefCell<Option<DomNode>>,
}

impl Place {
    /// The last node of the content.
    fn last(&self) -> Option<DomNode> {
        self.end.as_ref()?.previous_sibling()
    }

    fn new(parent: Element, end: Option<DomNode>) -> Self {
        Self { parent, end, first: RefCell::default() }
    }

    fn clear(&self) {
        let mut next = self.first.take().or_else(|| Rndr::first_child(&self.parent));
        while let Some(node) = next.filter(|node| Some(node) != self.end.as_ref()) {
            next = Rndr::next_sibling(&node);
            Rndr::remove_node(&self.parent, &node);
        }
    }

    fn fill(&self, pieces: &[Node]) {
        pieces.iter().for_each(|piece| piece.build(&self.parent, self.end.as_ref()));
    }
}

impl Render for StaticHtml {
    type State = StaticHtmlState;

    fn build(self) -> StaticHtmlState {
        StaticHtmlState { pieces: (self.0)(), place: None }
    }

    fn rebuild(self, state: &mut StaticHtmlState) {
        state.pieces = (self.0)();
        if let Some(place) = &state.place {
            place.clear();
            place.fill(&state.pieces);
        }
    }
}

impl AddAnyAttr for StaticHtml {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for StaticHtml {
    type AsyncOutput = Self;
    type Owned = Self;
    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        _: bool,
        _: bool,
        _: Vec<AnyAttribute>,
    ) {
        #[cfg(feature = "ssr")]
        (self.0)().iter().for_each(|piece| piece.write(buf));
        // Only servers write HTML.
        #[cfg(not(feature = "ssr"))]
        let _ = buf;
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        cursor: &Cursor,
        position: &PositionState,
    ) -> StaticHtmlState {
        // It is alone in its element, where the cursor still stands.
        let Some(parent) = Element::cast_from(cursor.current()) else { return self.build() };
        let end = parent.last_child();
        let place = Place::new(parent, end);
        if let Some(last) = place.last() {
            cursor.set(last);
            position.set(Position::NextChild);
        }
        StaticHtmlState { pieces: Vec::new(), place: Some(place) }
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl Mountable for StaticHtmlState {
    fn unmount(&mut self) {
        if let Some(place) = self.place.take() {
            place.clear();
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&DomNode>) {
        let place = Place::new(parent.clone(), marker.cloned());
        place.fill(&self.pieces);
        self.place = Some(place);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(Place { parent, first, .. }) = &self.place else { return false };
        let own = Rndr::first_child(parent);
        child.mount(parent, own.as_ref());
        first.replace(own);
        true
    }

    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}
