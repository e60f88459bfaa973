//! Elements as plain values, for what nothing changes once it stands.
//!
//! A view is a type of its own for each element, and code for each type. Most of
//! a page is text that only has to be written down: as values it costs one
//! function for the server and one for the browser, however much there is.

use std::borrow::Cow;

use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::{Element as DomElement, Node as DomNode};

/// An element with its attributes and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    tag: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    children: Vec<Node>,
}

/// An element or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Words, which are escaped wherever they go.
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
    /// The element with an attribute.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.maybe_attr(name, Some(value))
    }

    /// The element with an attribute where there is a value.
    #[must_use]
    pub fn maybe_attr(
        mut self,
        name: &'static str,
        value: Option<impl Into<Cow<'static, str>>>,
    ) -> Self {
        self.attributes.extend(value.map(|value| (name, value.into())));
        self
    }

    /// The element with something more in it.
    #[must_use]
    pub fn with(mut self, child: impl Into<Node>) -> Self {
        self.children.push(child.into());
        self
    }

    /// The element with more in it, which may be nothing.
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

/// Elements of SVG.
const DRAWN: [&str; 2] = ["svg", "path"];

/// Elements of HTML that have no end.
#[cfg(feature = "ssr")]
const VOID: [&str; 4] = ["br", "hr", "img", "input"];

impl Node {
    /// Writes it as HTML.
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

    /// Puts it into `parent`, before `marker` or last.
    pub(super) fn build(&self, parent: &DomElement, marker: Option<&DomNode>) {
        match self {
            Self::Text(text) => {
                Rndr::insert_node(parent, &Rndr::create_text_node(text), marker);
            }
            Self::Element(Element { tag, attributes, children }) => {
                let namespace = DRAWN.contains(tag).then_some("http://www.w3.org/2000/svg");
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

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let picture = element("img").attr("alt", "\"<&'").maybe_attr("src", None::<String>);
        let text = element("p").with("</p><script>&amp;").with_all([picture]);
        let mut html = String::new();
        Node::from(text).write(&mut html);
        let words = "&lt;/p&gt;&lt;script&gt;&amp;amp;";
        assert_eq!(html, format!("<p>{words}<img alt=\"&quot;&lt;&amp;'\"></p>"));
    }
}
