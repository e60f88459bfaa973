//! DOM arena: the nodes of a parsed document in one list, linked by index.
//!
//! Unlike a tree of owned nodes it is dropped without recursion, however deep it is.

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName, ns};

/// Index of a node in its [`Dom`].
pub(super) type NodeId = usize;

/// The document node.
pub(super) const ROOT: NodeId = 0;

/// The kind of a node, with its data.
pub(super) enum NodeKind {
    Document,
    Element {
        name: QualName,
        attributes: Vec<Attribute>,
    },
    Text(StrTendril),
    /// A comment or processing instruction, which is never visible.
    Other,
}

/// A node, with its links to parent and children.
pub(super) struct Node {
    pub(super) kind: NodeKind,
    pub(super) parent: Option<NodeId>,
    pub(super) children: Vec<NodeId>,
    /// Distance from the root at the time of insertion.
    pub(super) depth: usize,
}

/// A parsed document: an arena of nodes.
pub(super) struct Dom(Vec<Node>);

impl Dom {
    pub(super) fn new() -> Self {
        let mut dom = Self(Vec::new());
        dom.add(NodeKind::Document);
        dom
    }

    /// Adds a node without a parent.
    pub(super) fn add(&mut self, kind: NodeKind) -> NodeId {
        self.0.push(Node { kind, parent: None, children: Vec::new(), depth: 0 });
        self.0.len() - 1
    }

    pub(super) fn node_count(&self) -> usize {
        self.0.len()
    }

    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.0[id]
    }

    pub(super) fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.0[id]
    }

    /// Moves `child` to the children of `parent`, at `index`.
    pub(super) fn insert(&mut self, parent: NodeId, index: usize, child: NodeId) {
        self.detach(child);
        let depth = self.node(parent).depth + 1;
        let node = self.node_mut(child);
        (node.parent, node.depth) = (Some(parent), depth);
        let children = &mut self.node_mut(parent).children;
        let index = index.min(children.len());
        children.insert(index, child);
    }

    /// Inserts text before the child at `index`; appends it to the preceding text node if there
    /// is one.
    pub(super) fn insert_text(&mut self, parent: NodeId, index: usize, text: &StrTendril) {
        let before =
            index.checked_sub(1).and_then(|at| self.node(parent).children.get(at).copied());
        if let Some(before) = before
            && let NodeKind::Text(known) = &mut self.node_mut(before).kind
        {
            known.push_tendril(text);
        } else {
            let child = self.add(NodeKind::Text(text.clone()));
            self.insert(parent, index, child);
        }
    }

    /// Removes `child` from its parent.
    pub(super) fn detach(&mut self, child: NodeId) {
        if let Some(parent) = self.node_mut(child).parent.take()
            && let Some(index) = self.child_index(parent, child)
        {
            self.node_mut(parent).children.remove(index);
        }
    }

    /// Index of `child` among the children of `parent`. Searched from the end, because the
    /// parser mostly moves nodes that it has just inserted.
    pub(super) fn child_index(&self, parent: NodeId, child: NodeId) -> Option<usize> {
        self.node(parent).children.iter().rposition(|one| *one == child)
    }

    /// Tag name of an HTML element, or of the root of an SVG or MathML tree; empty for all other
    /// nodes.
    pub(super) fn name(&self, id: NodeId) -> &str {
        match &self.node(id).kind {
            NodeKind::Element { name, .. } if name.ns == ns!(html) => &name.local,
            NodeKind::Element { name, .. } if matches!(&*name.local, "svg" | "math") => &name.local,
            _ => "",
        }
    }

    /// Names and values of the attributes of an element.
    pub(super) fn attributes(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
        let attributes = match &self.node(id).kind {
            NodeKind::Element { attributes, .. } => &attributes[..],
            NodeKind::Document | NodeKind::Text(_) | NodeKind::Other => &[],
        };
        attributes.iter().map(|one| (&*one.name.local, &*one.value))
    }

    /// Value of `attribute` of an element.
    pub(super) fn attribute(&self, id: NodeId, attribute: &str) -> Option<&str> {
        let NodeKind::Element { attributes, .. } = &self.node(id).kind else { return None };
        attributes.iter().find(|one| &*one.name.local == attribute).map(|one| &*one.value)
    }
}
