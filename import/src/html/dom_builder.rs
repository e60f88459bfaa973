//! The sink of html5ever's tree builder, which builds the [`Dom`].

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};

use super::dom::{Dom, NodeId, NodeKind, ROOT};

/// html5ever's tree builder for the content of a `body`, with a [`DomBuilder`] as its sink.
pub(super) fn tree_builder() -> TreeBuilder<NodeId, DomBuilder> {
    let sink = DomBuilder { dom: RefCell::new(Dom::new()), depth: Cell::new(0) };
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let context = sink.create_element(body, Vec::new(), ElementFlags::default());
    TreeBuilder::new_for_fragment(sink, context, None, TreeBuilderOpts::default())
}

/// Builds the DOM on behalf of html5ever's tree builder.
pub(super) struct DomBuilder {
    dom: RefCell<Dom>,
    /// Depth of the element that is currently open.
    depth: Cell<usize>,
}

/// Name of an element, in the form that html5ever requires.
#[derive(Debug)]
pub(super) struct ElementName(QualName);

impl ElemName for ElementName {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl DomBuilder {
    /// Number of nodes created so far.
    pub(super) fn node_count(&self) -> usize {
        self.dom.borrow().node_count()
    }

    /// Depth of the element that is currently open.
    pub(super) fn depth(&self) -> usize {
        self.depth.get()
    }

    pub(super) fn into_dom(self) -> Dom {
        self.dom.into_inner()
    }

    fn insert(&self, parent: NodeId, position: usize, child: NodeOrText<NodeId>) {
        let mut dom = self.dom.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => {
                dom.insert(parent, position, child);
                self.depth.set(dom.node(child).depth);
            }
            NodeOrText::AppendText(text) => dom.insert_text(parent, position, &text),
        }
    }
}

impl TreeSink for DomBuilder {
    type Handle = NodeId;
    type Output = Self;
    type ElemName<'a> = ElementName;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        ROOT
    }

    fn elem_name(&self, target: &NodeId) -> ElementName {
        let dom: Ref<'_, Dom> = self.dom.borrow();
        ElementName(match &dom.node(*target).kind {
            NodeKind::Element { name, .. } => name.clone(),
            // Not reached: the tree builder requests names of elements only.
            _ => QualName::new(None, ns!(html), local_name!("")),
        })
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> NodeId {
        self.dom.borrow_mut().add(NodeKind::Element { name, attributes })
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.dom.borrow_mut().add(NodeKind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.dom.borrow_mut().add(NodeKind::Other)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        let end = self.dom.borrow().node(*parent).children.len();
        self.insert(*parent, end, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        let has_parent = self.dom.borrow().node(*element).parent.is_some();
        match has_parent {
            true => self.append_before_sibling(element, child),
            false => self.append(previous, child),
        }
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        if let NodeOrText::AppendNode(child) = &child {
            self.dom.borrow_mut().detach(*child);
        }
        let dom = self.dom.borrow();
        let parent = dom.node(*sibling).parent;
        let position = parent.and_then(|parent| Some((parent, dom.child_index(parent, *sibling)?)));
        drop(dom);
        if let Some((parent, position)) = position {
            self.insert(parent, position, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// The content of a template is never visible. It is stored as the children of the element,
    /// and dropped with it.
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, _: &NodeId, _: Vec<Attribute>) {}

    fn pop(&self, node: &NodeId) {
        self.depth.set(self.dom.borrow().node(*node).depth.saturating_sub(1));
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.dom.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut dom = self.dom.borrow_mut();
        let depth = dom.node(*new_parent).depth + 1;
        let children = std::mem::take(&mut dom.node_mut(*node).children);
        for child in &children {
            let child = dom.node_mut(*child);
            (child.parent, child.depth) = (Some(*new_parent), depth);
        }
        dom.node_mut(*new_parent).children.extend(children);
    }
}
