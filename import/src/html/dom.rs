//! A parsed document as a flat list of nodes: built by html5ever, dropped without
//! recursion however deep it is.

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName, ns};

/// A node's place in its [`Tree`].
pub(super) type Id = usize;

/// The document itself.
pub(super) const ROOT: Id = 0;

/// What a node is.
pub(super) enum Kind {
    Document,
    Element {
        name: QualName,
        attributes: Vec<Attribute>,
    },
    Text(StrTendril),
    /// Comments and the like: never shown.
    Other,
}

/// A node among others.
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) parent: Option<Id>,
    pub(super) children: Vec<Id>,
    /// Steps from the root when it was put there.
    pub(super) depth: usize,
}

/// A parsed document.
pub(super) struct Tree(pub(super) Vec<Node>);

impl Tree {
    pub(super) fn new() -> Self {
        let mut tree = Self(Vec::new());
        tree.add(Kind::Document);
        tree
    }

    /// Adds a node that has no parent yet.
    pub(super) fn add(&mut self, kind: Kind) -> Id {
        self.0.push(Node { kind, parent: None, children: Vec::new(), depth: 0 });
        self.0.len() - 1
    }

    pub(super) fn node(&self, id: Id) -> &Node {
        &self.0[id]
    }

    pub(super) fn node_mut(&mut self, id: Id) -> &mut Node {
        &mut self.0[id]
    }

    /// Puts `child` among the children of `parent`, as the one at `place`.
    pub(super) fn insert(&mut self, parent: Id, place: usize, child: Id) {
        self.detach(child);
        let depth = self.node(parent).depth + 1;
        let node = self.node_mut(child);
        (node.parent, node.depth) = (Some(parent), depth);
        let children = &mut self.node_mut(parent).children;
        let place = place.min(children.len());
        children.insert(place, child);
    }

    /// Adds text before the child at `place`, to the text that ends there if
    /// there is one.
    pub(super) fn insert_text(&mut self, parent: Id, place: usize, text: &StrTendril) {
        let before =
            place.checked_sub(1).and_then(|at| self.node(parent).children.get(at).copied());
        if let Some(before) = before
            && let Kind::Text(known) = &mut self.node_mut(before).kind
        {
            known.push_tendril(text);
        } else {
            let child = self.add(Kind::Text(text.clone()));
            self.insert(parent, place, child);
        }
    }

    /// Takes `child` from its parent.
    pub(super) fn detach(&mut self, child: Id) {
        if let Some(parent) = self.node_mut(child).parent.take()
            && let Some(place) = self.place(parent, child)
        {
            self.node_mut(parent).children.remove(place);
        }
    }

    /// Where `child` stands among the children of `parent`. From the end: what
    /// the parser moves was mostly put there just before.
    pub(super) fn place(&self, parent: Id, child: Id) -> Option<usize> {
        self.node(parent).children.iter().rposition(|one| *one == child)
    }

    /// The name of an HTML element; empty for other nodes, and for elements of
    /// SVG and MathML but their roots.
    pub(super) fn name(&self, id: Id) -> &str {
        match &self.node(id).kind {
            Kind::Element { name, .. } if name.ns == ns!(html) => &name.local,
            Kind::Element { name, .. } if matches!(&*name.local, "svg" | "math") => &name.local,
            _ => "",
        }
    }

    /// The value of an attribute of an element.
    pub(super) fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        let Kind::Element { attributes, .. } = &self.node(id).kind else { return None };
        attributes.iter().find(|one| &*one.name.local == wanted).map(|one| &*one.value)
    }
}
