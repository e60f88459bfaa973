//! HTML as browsers parse it, through html5ever, within bounds.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};

use super::dom::{Id, Kind, ROOT, Tree};
use super::limits;

/// The tree of `html`, read as the content of a `body`.
pub(super) fn parse(html: &str) -> Tree {
    let sink = Sink { tree: RefCell::new(Tree::new()), depth: Cell::new(0) };
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let context = sink.create_element(body, Vec::new(), ElementFlags::default());
    let builder = TreeBuilder::new_for_fragment(sink, context, None, TreeBuilderOpts::default());
    limits::pour(html, builder).tree.into_inner()
}

/// Builds the tree as the parser says.
pub(super) struct Sink {
    pub(super) tree: RefCell<Tree>,
    /// How deep the element stands that is open now.
    pub(super) depth: Cell<usize>,
}

/// An element's name, as html5ever asks for it.
#[derive(Debug)]
pub(super) struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    fn put(&self, parent: Id, place: usize, child: NodeOrText<Id>) {
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => {
                tree.insert(parent, place, child);
                self.depth.set(tree.node(child).depth);
            }
            NodeOrText::AppendText(text) => tree.insert_text(parent, place, &text),
        }
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Self;
    type ElemName<'a> = Name;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        ROOT
    }

    fn elem_name(&self, target: &Id) -> Name {
        let tree: Ref<'_, Tree> = self.tree.borrow();
        Name(match &tree.node(*target).kind {
            Kind::Element { name, .. } => name.clone(),
            // The parser asks for names of elements only.
            _ => QualName::new(None, ns!(html), local_name!("")),
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        self.tree.borrow_mut().add(Kind::Element { name, attributes })
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.tree.borrow_mut().add(Kind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.tree.borrow_mut().add(Kind::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        let end = self.tree.borrow().node(*parent).children.len();
        self.put(*parent, end, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let has_parent = self.tree.borrow().node(*element).parent.is_some();
        match has_parent {
            true => self.append_before_sibling(element, child),
            false => self.append(previous, child),
        }
    }

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        if let NodeOrText::AppendNode(child) = &child {
            self.tree.borrow_mut().detach(*child);
        }
        let tree = self.tree.borrow();
        let parent = tree.node(*sibling).parent;
        let place = parent.and_then(|parent| Some((parent, tree.place(parent, *sibling)?)));
        drop(tree);
        if let Some((parent, place)) = place {
            self.put(parent, place, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What a template holds is never shown, so it may hang below it like any
    /// other content and be dropped with it.
    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, x: &Id, y: &Id) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, _: &Id, _: Vec<Attribute>) {}

    fn pop(&self, node: &Id) {
        self.depth.set(self.tree.borrow().node(*node).depth.saturating_sub(1));
    }

    fn remove_from_parent(&self, target: &Id) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let mut tree = self.tree.borrow_mut();
        let depth = tree.node(*new_parent).depth + 1;
        let children = std::mem::take(&mut tree.node_mut(*node).children);
        for child in &children {
            let child = tree.node_mut(*child);
            (child.parent, child.depth) = (Some(*new_parent), depth);
        }
        tree.node_mut(*new_parent).children.extend(children);
    }
}
