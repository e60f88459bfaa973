//! Static content that hydration skips: its DOM nodes are kept as the server rendered them.

use std::cell::RefCell;

use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node as DomNode};
use leptos::tachys::renderer::{CastFrom, Rndr};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};

use super::node::Node;

/// A view without listeners or signals, such as text, links and pictures. It must be the only
/// child of its element.
///
/// Hydration keeps the server-rendered nodes as they are: nothing is built, walked or
/// compared, and the hydration data need not contain the content.
pub struct StaticHtml(Box<dyn FnOnce() -> Vec<Node> + Send>);

impl StaticHtml {
    /// A view of `content`, which is called only if the page does not have the nodes already.
    #[must_use]
    pub fn new(content: impl FnOnce() -> Vec<Node> + Send + 'static) -> Self {
        Self(Box::new(content))
    }
}

/// The view state: the nodes to be inserted, or where they are mounted.
pub struct StaticHtmlState {
    /// The node tree; empty after hydration.
    nodes: Vec<Node>,
    mount_point: Option<MountPoint>,
}

/// Where the content is mounted: in an element, before its last node, which is the marker
/// that Leptos puts at the end of each list of children.
struct MountPoint {
    parent: Element,
    end: Option<DomNode>,
    /// The first node of the content, once a replacement has been inserted before it: Leptos
    /// inserts the replacement before it unmounts the content.
    first: RefCell<Option<DomNode>>,
}

impl MountPoint {
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

    fn fill(&self, nodes: &[Node]) {
        nodes.iter().for_each(|node| node.build(&self.parent, self.end.as_ref()));
    }
}

impl Render for StaticHtml {
    type State = StaticHtmlState;

    fn build(self) -> StaticHtmlState {
        StaticHtmlState { nodes: (self.0)(), mount_point: None }
    }

    fn rebuild(self, state: &mut StaticHtmlState) {
        state.nodes = (self.0)();
        if let Some(mount_point) = &state.mount_point {
            mount_point.clear();
            mount_point.fill(&state.nodes);
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
        (self.0)().iter().for_each(|node| node.write(buf));
        // HTML is written only on a server.
        #[cfg(not(feature = "ssr"))]
        let _ = buf;
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        cursor: &Cursor,
        position: &PositionState,
    ) -> StaticHtmlState {
        // As the only child of its element, it finds the cursor still at that element.
        let Some(parent) = Element::cast_from(cursor.current()) else { return self.build() };
        let end = parent.last_child();
        let mount_point = MountPoint::new(parent, end);
        if let Some(last) = mount_point.last() {
            cursor.set(last);
            position.set(Position::NextChild);
        }
        StaticHtmlState { nodes: Vec::new(), mount_point: Some(mount_point) }
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl Mountable for StaticHtmlState {
    fn unmount(&mut self) {
        if let Some(mount_point) = self.mount_point.take() {
            mount_point.clear();
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&DomNode>) {
        let mount_point = MountPoint::new(parent.clone(), marker.cloned());
        mount_point.fill(&self.nodes);
        self.mount_point = Some(mount_point);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(MountPoint { parent, first, .. }) = &self.mount_point else { return false };
        let own_first = Rndr::first_child(parent);
        child.mount(parent, own_first.as_ref());
        first.replace(own_first);
        true
    }

    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}
