//! Static content that hydration skips: its DOM nodes are kept as the server rendered them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::RenderEffect;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node as DomNode};
use leptos::tachys::renderer::{CastFrom, Rndr};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};

use super::mount_point::MountPoint;
use super::node::Node;

/// A view without listeners, such as text, links and pictures. It must be the only child of its
/// element.
///
/// Hydration keeps the server-rendered nodes as they are: nothing is built, walked or
/// compared, and the hydration data need not contain the content.
pub struct StaticHtml(Content);

enum Content {
    Nodes(Box<dyn FnOnce() -> Vec<Node> + Send>),
    Text(Box<dyn Fn() -> Cow<'static, str> + Send>),
}

impl StaticHtml {
    /// A view of `content`, which is called only if the page does not have the nodes already.
    #[must_use]
    pub fn new(content: impl FnOnce() -> Vec<Node> + Send + 'static) -> Self {
        Self(Content::Nodes(Box::new(content)))
    }

    /// A text that is replaced when a signal that `text` reads changes: it, or what a
    /// translator has put in its place. Leptos would change the text node that it has once
    /// rendered, and the page would go on showing the translator's.
    #[must_use]
    pub fn text<T: Into<Cow<'static, str>>>(text: impl Fn() -> T + Send + 'static) -> Self {
        Self(Content::Text(Box::new(move || text().into())))
    }
}

impl Content {
    /// The state of this content, with its nodes unless they are in the page already.
    fn into_state(self, mount_point: Option<MountPoint>) -> StaticHtmlState {
        let is_hydrated = mount_point.is_some();
        let content = Rc::new(RefCell::new(Mounted { nodes: Vec::new(), mount_point }));
        let text = match self {
            Self::Nodes(nodes) => {
                if !is_hydrated {
                    content.borrow_mut().nodes = nodes();
                }
                None
            }
            Self::Text(text) => {
                let content = Rc::clone(&content);
                Some(RenderEffect::new(move |previous: Option<Cow<'static, str>>| {
                    let text = text();
                    if previous.as_ref() != Some(&text) {
                        content.borrow_mut().set_text(&text, previous.is_some());
                    }
                    text
                }))
            }
        };
        StaticHtmlState { content, _text: text }
    }
}

/// The view state.
pub struct StaticHtmlState {
    content: Rc<RefCell<Mounted>>,
    _text: Option<RenderEffect<Cow<'static, str>>>,
}

/// The nodes to be inserted, or where they are mounted.
struct Mounted {
    /// The node tree; empty after hydration.
    nodes: Vec<Node>,
    mount_point: Option<MountPoint>,
}

impl Mounted {
    /// Sets the text to be inserted; with `is_shown` also that of the page.
    fn set_text(&mut self, text: &str, is_shown: bool) {
        self.nodes = vec![text.to_owned().into()];
        let mount_point = self.mount_point.as_ref().filter(|_| is_shown);
        match mount_point.map(MountPoint::only_text) {
            Some(Some(node)) => Rndr::set_text(&node, text),
            Some(None) => self.show(),
            None => {}
        }
    }

    /// Replaces what is mounted by the current nodes.
    fn show(&self) {
        if let Some(mount_point) = &self.mount_point {
            mount_point.clear();
            mount_point.fill(&self.nodes);
        }
    }
}

impl Render for StaticHtml {
    type State = StaticHtmlState;

    fn build(self) -> StaticHtmlState {
        self.0.into_state(None)
    }

    fn rebuild(self, state: &mut StaticHtmlState) {
        let mount_point = state.content.borrow_mut().mount_point.take();
        *state = self.0.into_state(None);
        let mut content = state.content.borrow_mut();
        content.mount_point = mount_point;
        content.show();
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
        match self.0 {
            Content::Nodes(nodes) => nodes().iter().for_each(|node| node.write(buf)),
            Content::Text(text) => Node::Text(text()).write(buf),
        }
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
        let mount_point = MountPoint::rendered(parent);
        mount_point.skip(cursor, position);
        self.0.into_state(Some(mount_point))
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl Mountable for StaticHtmlState {
    fn unmount(&mut self) {
        if let Some(mount_point) = self.content.borrow_mut().mount_point.take() {
            mount_point.clear();
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&DomNode>) {
        let mut content = self.content.borrow_mut();
        let mount_point = MountPoint::new(parent.clone(), marker.cloned());
        mount_point.fill(&content.nodes);
        content.mount_point = Some(mount_point);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let content = self.content.borrow();
        let Some(mount_point) = &content.mount_point else { return false };
        mount_point.insert_before(child);
        true
    }

    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}
