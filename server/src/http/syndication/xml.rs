//! XML writer of sitemaps and RSS. Every text and every attribute passes [`xml_text`], so that a
//! document is well-formed whatever a newsroom writes: one character that XML forbids would keep
//! readers of the feed from all of it.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::http::visible_text::visible_text;

/// Names and values of attributes.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// An XML document that is being written.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// The document with this root element.
    pub(super) fn document(
        root: &str,
        attributes: Attributes<'_>,
        content: impl FnOnce(&mut Self),
    ) -> Vec<u8> {
        let mut xml = Self(Writer::new(Vec::new()));
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml.element(root, attributes, content);
        xml.0.into_inner()
    }

    /// An element with other elements in it.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        content: impl FnOnce(&mut Self),
    ) {
        self.write(Event::Start(start(name, attributes)));
        content(self);
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.write(Event::Empty(start(name, attributes)));
    }

    /// An element with text on one line.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.content(name, &visible_text(text));
    }

    /// An element with text as it is.
    pub(super) fn content(&mut self, name: &str, text: &str) {
        self.element(name, &[], |xml| {
            xml.write(Event::Text(BytesText::new(&xml_text(text))));
        });
    }

    fn write(&mut self, event: Event<'_>) {
        // Writing to memory cannot fail.
        let _ = self.0.write_event(event);
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, &*xml_text(value)));
    }
    start
}

/// `text` without the characters that XML 1.0 forbids, which are control characters other than tab
/// and line ends, U+FFFE and U+FFFF; and without carriage returns, which readers would turn into
/// other line ends.
fn xml_text(text: &str) -> Cow<'_, str> {
    let is_forbidden =
        |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    match text.contains(is_forbidden) {
        false => Cow::Borrowed(text),
        true => Cow::Owned(text.replace(is_forbidden, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Any string, with many of the characters that matter to XML.
    pub(crate) fn text() -> impl Strategy<Value = String> {
        let special = prop::sample::select(vec![
            '\0',
            '\u{1}',
            '\t',
            '\n',
            '\r',
            '\u{b}',
            '\u{1f}',
            '\u{7f}',
            '\u{85}',
            '\u{9f}',
            '\u{2028}',
            '\u{202e}',
            '\u{d7ff}',
            '\u{e000}',
            '\u{fdd0}',
            '\u{fffd}',
            '\u{fffe}',
            '\u{ffff}',
            '\u{1fffe}',
            '\u{10ffff}',
            '<',
            '>',
            '&',
            '"',
            '\'',
            ']',
            '潮',
        ]);
        prop::collection::vec(prop_oneof![special, any::<char>()], 0..24)
            .prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn every_string_is_well_formed_and_read_back(value in text(), words in text()) {
            let xml = Xml::document("a", &[("b", &value)], |xml| {
                xml.text("c", &words);
                xml.content("d", &words);
                xml.empty("e", &[("f", &words)]);
            });
            let xml = String::from_utf8(xml).unwrap();
            let document = roxmltree::Document::parse(&xml);
            prop_assert!(document.is_ok(), "{xml:?} {document:?}");
            let document = document.unwrap();
            let read = |name| {
                let node = document.descendants().find(|node| node.has_tag_name(name));
                node.unwrap().text().unwrap_or_default().to_owned()
            };
            let known = visible_text(&words);
            prop_assert_eq!(read("c"), known);
            prop_assert_eq!(read("d"), xml_text(&words));
        }
    }
}
