//! Node tree for static content: elements and texts as plain values.
//!
//! In a Leptos view each element is a type of its own, with code for each type. Most of a
//! page is static: as values it needs one function that writes HTML on the server and one
//! that builds DOM nodes in the browser, however much content there is.

use std::borrow::Cow;

use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::{Element as DomElement, Node as DomNode};

/// An element with attributes and children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    tag: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    children: Vec<Node>,
}

/// An element or a text node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A text, which is escaped in HTML.
    Text(Cow<'static, str>),
    /// An element.
    Element(Element),
}

/// An empty element.
#[must_use]
pub fn element(tag: &'static str) -> Element {
    Element { tag, attributes: Vec::new(), children: Vec::new() }
}

impl Element {
    /// Adds an attribute.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.maybe_attr(name, Some(value))
    }

    /// Adds an attribute if there is a value.
    #[must_use]
    pub fn maybe_attr(
        mut self,
        name: &'static str,
        value: Option<impl Into<Cow<'static, str>>>,
    ) -> Self {
        self.attributes.extend(value.map(|value| (name, value.into())));
        self
    }

    /// Appends a child.
    #[must_use]
    pub fn with(mut self, child: impl Into<Node>) -> Self {
        self.children.push(child.into());
        self
    }

    /// Appends children, of which there may be none.
    #[must_use]
    pub fn with_all<P: Into<Node>>(mut self, children: impl IntoIterator<Item = P>) -> Self {
        self.children.extend(children.into_iter().map(Into::into));
        self
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

/// Elements that need the SVG namespace.
const SVG: [&str; 2] = ["svg", "path"];

/// HTML elements without an end tag.
#[cfg(feature = "ssr")]
const VOID: [&str; 5] = ["br", "hr", "img", "input", "link"];

impl Node {
    /// Appends the node as HTML.
    #[cfg(feature = "ssr")]
    pub(super) fn write(&self, html: &mut String) {
        use html_escape::{encode_double_quoted_attribute_to_string, encode_text_to_string};

        let Element { tag, attributes, children } = match self {
            Self::Text(text) => {
                encode_text_to_string(text, html);
                return;
            }
            Self::Element(element) => element,
        };
        html.push('<');
        html.push_str(tag);
        for (name, value) in attributes {
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            encode_double_quoted_attribute_to_string(value, html);
            html.push('"');
        }
        html.push('>');
        if !VOID.contains(tag) {
            children.iter().for_each(|child| child.write(html));
            html.push_str("</");
            html.push_str(tag);
            html.push('>');
        }
    }

    /// Creates the DOM node and inserts it into `parent`, before `marker` or last.
    pub(super) fn build(&self, parent: &DomElement, marker: Option<&DomNode>) {
        match self {
            Self::Text(text) => {
                Rndr::insert_node(parent, &Rndr::create_text_node(text), marker);
            }
            Self::Element(Element { tag, attributes, children }) => {
                let namespace = SVG.contains(tag).then_some("http://www.w3.org/2000/svg");
                let element = Rndr::create_element(tag, namespace);
                for (name, value) in attributes {
                    Rndr::set_attribute(&element, name, value);
                }
                children.iter().for_each(|child| child.build(&element, None));
                Rndr::insert_node(parent, &element, marker);
            }
        }
    }
}

/// Adds `nodes` at the end of `parent`.
pub fn append(parent: &DomElement, nodes: &[Node]) {
    nodes.iter().for_each(|node| node.build(parent, None));
}

/// Inserts nodes into `parent`, before its child `before`, or at the end.
pub fn insert(parent: &DomElement, nodes: &[Node], before: Option<&DomElement>) {
    nodes.iter().for_each(|node| node.build(parent, before.map(AsRef::as_ref)));
}

/// Puts `nodes` in place of what `parent` has.
pub fn replace_content(parent: &DomElement, nodes: &[Node]) {
    parent.set_text_content(None);
    nodes.iter().for_each(|node| node.build(parent, None));
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let picture = element("img").attr("alt", "\"<&'").maybe_attr("src", None::<String>);
        let text = element("p").with("</p><script>&amp;").with_all([picture]);
        let mut html = String::new();
        Node::from(text).write(&mut html);
        let words = "&lt;/p&gt;&lt;script&gt;&amp;amp;";
        assert_eq!(html, format!("<p>{words}<img alt=\"&quot;&lt;&amp;'\"></p>"));
    }
}
