//! XML of feeds as a stream of small trees, one an item, whatever is wrong with the markup.
//!
//! Tags that do not match, undeclared prefixes and entities, lone `&` and `<`, and a file that ends
//! in the middle are what feeds have in practice. Nothing is expanded, so nothing can grow: a
//! document type is skipped, and a reference to an entity of its own stays as text.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::limits::{MAX_DEPTH, MAX_NODES};

mod mend;
mod names;
mod references;

use names::Namespaces;
pub(super) use references::resolve;

/// Maximum number of attributes of an element. The rest is dropped.
const MAX_ATTRIBUTES: usize = 64;

/// An element with what is inside.
#[derive(Debug, Default)]
pub(super) struct Element<'a> {
    /// The name in lower case, with the usual prefix of its namespace: `dc:creator`.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    /// Its own text, without that of elements inside, with references resolved.
    pub(super) text: String,
    /// The markup inside, as it was written.
    pub(super) inner: &'a str,
    pub(super) children: Vec<Element<'a>>,
}

impl<'a> Element<'a> {
    /// The elements inside of this name.
    pub(super) fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Element<'a>> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element inside of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first element inside of this name that is not blank.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        let all = self.children.iter().filter(|child| child.name == name);
        all.map(|child| child.text.trim()).find(|text| !text.is_empty())
    }

    /// The value of an attribute that is not blank.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let value = self.attributes.iter().find(|(known, _)| known == name);
        value.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The content as HTML: the text, in which markup is escaped, or markup that is not.
    pub(super) fn html(&self) -> Cow<'_, str> {
        let Some(first) = self.children.iter().find(|child| child.name.starts_with("xhtml:"))
        else {
            let is_markup = !self.children.is_empty();
            return Cow::Borrowed(if is_markup { self.inner } else { &self.text });
        };
        // Elements of XHTML may have a prefix, which HTML does not know.
        let tag = self.inner.trim_start().trim_start_matches('<');
        let name = tag.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
        match name.split_once(':') {
            Some((prefix, local)) if first.name.ends_with(&local.to_ascii_lowercase()) => {
                let start = self.inner.replace(&format!("<{prefix}:"), "<");
                Cow::Owned(start.replace(&format!("</{prefix}:"), "</"))
            }
            _ => Cow::Borrowed(self.inner),
        }
    }
}

/// An item, whole or not.
pub(super) enum Part<'a> {
    Whole(Element<'a>),
    /// The file ends inside it.
    Broken(Element<'a>),
}

/// The name of the root element of `text`, in lower case and without a prefix, and its tag.
pub(super) fn root(text: &str) -> Option<(String, &str)> {
    let mut rest = text;
    loop {
        rest = &rest[rest.find('<')?..];
        let skip = |end: &str| rest.find(end).map(|at| &rest[at + end.len()..]);
        if rest.starts_with("<?") {
            rest = skip("?>")?;
        } else if rest.starts_with("<!--") {
            rest = skip("-->")?;
        } else if rest.starts_with("<!") {
            rest = mend::after_doctype(rest)?;
        } else {
            break;
        }
    }
    let tag = &rest[1..rest.find('>').unwrap_or(rest.len())];
    let name = tag.split(|c: char| c.is_whitespace() || c == '/').next()?;
    let local = name.rsplit(':').next()?;
    Some((local.to_ascii_lowercase(), tag))
}

/// An element whose end has not been read.
struct Open<'a> {
    element: Element<'a>,
    /// Its name as it was written.
    tag: Vec<u8>,
    /// Where its content begins.
    start: usize,
}

/// Reads `text`, gives each item to `take`, and returns the root element without the items: those
/// elements named in `items` that are inside the root or its child.
///
/// The root element borrows nothing, so its elements have text but no markup.
pub(super) fn read(text: &str, items: &[&str], mut take: impl FnMut(Part<'_>)) -> Root {
    let text = mend::mend(text);
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    let mut tree = Tree {
        text: &text,
        items,
        stack: Vec::new(),
        namespaces: Namespaces::default(),
        nodes: 0,
        skipped: 0,
        root: None,
    };
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        // The only errors that are left are those of a file that ends inside a tag.
        let Ok(event) = reader.read_event() else { break };
        let after = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match event {
            Event::Start(tag) => tree.open(&tag, before, after, &mut take),
            Event::Empty(tag) => {
                tree.open(&tag, before, after, &mut take);
                tree.close(tag.name().as_ref(), after, &mut take);
            }
            Event::End(tag) => tree.close(tag.name().as_ref(), before, &mut take),
            Event::Text(bytes) => tree.text(&bytes),
            Event::CData(bytes) => tree.text(&bytes),
            Event::GeneralRef(bytes) => {
                let name = String::from_utf8_lossy(&bytes);
                let resolved = references::resolve_one(&name);
                tree.text(resolved.unwrap_or_else(|| format!("&{name};")).as_bytes());
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    tree.finish(&mut take)
}

/// The root element as it is without its items, detached from the text.
pub(super) struct Root {
    pub(super) element: Element<'static>,
    /// Whether its end tag was read.
    pub(super) is_whole: bool,
}

struct Tree<'a, 'i> {
    text: &'a str,
    items: &'i [&'i str],
    stack: Vec<Open<'a>>,
    namespaces: Namespaces,
    /// Elements since the last item.
    nodes: usize,
    /// Elements that are open but not in the stack, which is as deep as it may be.
    skipped: usize,
    root: Option<Element<'a>>,
}

impl<'a> Tree<'a, '_> {
    /// Whether an element at this place of the stack is an item.
    fn is_item(&self, depth: usize, name: &str) -> bool {
        (1..=2).contains(&depth) && self.items.contains(&name)
    }

    /// The place of the item in the stack, if one is open.
    fn item(&self) -> Option<usize> {
        (1..=2).find(|depth| {
            self.stack.get(*depth).is_some_and(|open| self.is_item(*depth, &open.element.name))
        })
    }

    fn open(
        &mut self,
        tag: &BytesStart<'_>,
        before: usize,
        after: usize,
        take: &mut impl FnMut(Part<'_>),
    ) {
        // Whatever is beside the items, each of them has nodes of its own.
        let tag_name = tag.local_name();
        let begins_item = (1..=2).contains(&self.stack.len())
            && self.items.iter().any(|name| {
                let local = name.rsplit(':').next().unwrap_or(name);
                tag_name.as_ref().eq_ignore_ascii_case(local.as_bytes())
            });
        if self.stack.len() >= MAX_DEPTH || (self.nodes >= MAX_NODES && !begins_item) {
            self.skipped += 1;
            return;
        }
        self.nodes = if begins_item { 1 } else { self.nodes + 1 };
        let attributes: Vec<(String, String)> = tag
            .html_attributes()
            .with_checks(false)
            .flatten()
            .take(MAX_ATTRIBUTES)
            .map(|attribute| {
                let name = String::from_utf8_lossy(attribute.key.as_ref()).to_ascii_lowercase();
                (name, resolve(&String::from_utf8_lossy(&attribute.value)).into_owned())
            })
            .collect();
        self.namespaces.declare(self.stack.len(), &attributes);
        let name = self.namespaces.name(&String::from_utf8_lossy(tag.name().as_ref()));
        // An item inside an item: the end tag of the first is missing.
        if let Some(depth) = self.item()
            && self.stack.get(depth).is_some_and(|open| open.element.name == name)
        {
            self.close_down_to(depth, before, take);
        }
        let element = Element { name, attributes, ..Element::default() };
        self.stack.push(Open { element, tag: tag.name().as_ref().to_vec(), start: after });
    }

    fn close(&mut self, tag: &[u8], before: usize, take: &mut impl FnMut(Part<'_>)) {
        let open = self.stack.iter().rposition(|open| open.tag == tag);
        let ends_item = open.is_some() && open == self.item();
        if self.skipped > 0 && !ends_item {
            self.skipped -= 1;
        } else if let Some(depth) = open {
            self.close_down_to(depth, before, take);
        }
    }

    /// Closes the element at `depth` of the stack and all inside it.
    fn close_down_to(&mut self, depth: usize, end: usize, take: &mut impl FnMut(Part<'_>)) {
        self.skipped = 0;
        while self.stack.len() > depth {
            let Some(open) = self.stack.pop() else { return };
            self.namespaces.leave(self.stack.len());
            let Open { mut element, start, .. } = open;
            element.inner = self.text.get(start..end).unwrap_or_default();
            if self.is_item(self.stack.len(), &element.name) {
                self.nodes = 0;
                take(Part::Whole(element));
            } else if let Some(parent) = self.stack.last_mut() {
                parent.element.children.push(element);
            } else if self.root.is_none() {
                self.root = Some(element);
            }
        }
    }

    fn text(&mut self, bytes: &[u8]) {
        if let Some(open) = self.stack.last_mut() {
            open.element.text.push_str(&String::from_utf8_lossy(bytes));
        }
    }

    /// The end of the file, which may be inside an item.
    fn finish(mut self, take: &mut impl FnMut(Part<'_>)) -> Root {
        let is_whole = self.stack.is_empty() && self.root.is_some();
        let item = self.item();
        while let Some(open) = self.stack.pop() {
            let mut element = open.element;
            element.inner = self.text.get(open.start..).unwrap_or_default();
            if item == Some(self.stack.len()) {
                take(Part::Broken(element));
            } else if let Some(parent) = self.stack.last_mut() {
                parent.element.children.push(element);
            } else {
                self.root = Some(element);
            }
        }
        fn detach(element: Element<'_>) -> Element<'static> {
            let Element { name, attributes, text, children, inner: _ } = element;
            let children = children.into_iter().map(detach).collect();
            Element { name, attributes, text, inner: "", children }
        }
        Root { element: self.root.map(detach).unwrap_or_default(), is_whole }
    }
}

#[cfg(test)]
mod tests;
