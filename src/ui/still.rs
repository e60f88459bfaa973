//! Content that nothing changes once it stands.

use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use leptos::wasm_bindgen::JsCast;

/// What stands in an element, alone, and has nothing that a program would have
/// to bring to life: text, links, pictures.
///
/// Hydration takes over the nodes that came with the page as they are. Nothing
/// is built, walked or compared, and what it was made of need not travel.
pub struct Still(Box<dyn FnOnce() -> AnyView + Send>);

impl Still {
    /// The content that `content` makes, where it is not on the page already.
    #[must_use]
    pub fn new(content: impl FnOnce() -> AnyView + Send + 'static) -> Self {
        Self(Box::new(content))
    }
}

/// The content on the page.
pub enum StillState {
    /// Built here.
    Built(AnyViewState),
    /// It came with the page.
    Came(Span),
}

/// The children of an element up to its last, the marker with which the
/// framework ends every list of children.
pub struct Span {
    parent: Node,
    first: Option<Node>,
    end: Option<Node>,
}

impl Span {
    fn of(parent: Node) -> Self {
        let (first, end) = (parent.first_child(), parent.last_child());
        Self { parent, first, end }
    }

    /// Its last node; none when it is empty.
    fn last(&self) -> Option<Node> {
        self.end.as_ref()?.previous_sibling()
    }

    fn insert(&self, child: &mut dyn Mountable) {
        child.mount(self.parent.unchecked_ref(), self.first.as_ref());
    }

    fn remove(&mut self) {
        let mut next = self.first.take();
        while let Some(node) = next.filter(|node| Some(node) != self.end.as_ref()) {
            next = node.next_sibling();
            // It is a child, or somebody else took it away already.
            let _ = self.parent.remove_child(&node);
        }
        self.first.clone_from(&self.end);
    }
}

impl Render for Still {
    type State = StillState;

    fn build(self) -> StillState {
        StillState::Built((self.0)().build())
    }

    fn rebuild(self, state: &mut StillState) {
        match state {
            StillState::Built(built) => (self.0)().rebuild(built),
            StillState::Came(span) => {
                span.remove();
                let mut built = self.build();
                span.insert(&mut built);
                *state = built;
            }
        }
    }
}

impl AddAnyAttr for Still {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for Still {
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
        escape: bool,
        mark_branches: bool,
        attributes: Vec<AnyAttribute>,
    ) {
        (self.0)().to_html_with_buf(buf, position, escape, mark_branches, attributes);
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        cursor: &Cursor,
        position: &PositionState,
    ) -> StillState {
        // It is alone in its element, where the cursor still stands.
        let span = Span::of(cursor.current());
        if let Some(last) = span.last() {
            cursor.set(last);
            position.set(Position::NextChild);
        }
        StillState::Came(span)
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl Mountable for StillState {
    fn unmount(&mut self) {
        match self {
            Self::Built(built) => built.unmount(),
            Self::Came(span) => span.remove(),
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        // What came with the page stands where it belongs.
        if let Self::Built(built) = self {
            built.mount(parent, marker);
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self {
            Self::Built(built) => built.insert_before_this(child),
            Self::Came(span) => {
                span.insert(child);
                true
            }
        }
    }

    fn elements(&self) -> Vec<Element> {
        match self {
            Self::Built(built) => built.elements(),
            Self::Came(_) => Vec::new(),
        }
    }
}
