//! Tags of a head, escaped.

use html_escape::{encode_double_quoted_attribute_to_string, encode_text_to_string};
use serde_json::Value;

/// Tags in the order in which they were written.
#[derive(Debug, Default)]
pub(super) struct Tags(String);

impl Tags {
    pub(super) fn title(&mut self, title: &str) {
        self.0.push_str("<title>");
        encode_text_to_string(visible(title), &mut self.0);
        self.0.push_str("</title>");
    }

    /// A `meta` called `name` by the attribute `kind`; none without content.
    pub(super) fn meta(&mut self, kind: &str, name: &str, content: &str) {
        let content = visible(content);
        if !content.is_empty() {
            self.tag("meta", &[(kind, name), ("content", &content)]);
        }
    }

    pub(super) fn link(&mut self, rel: &str, href: &str, kind: Option<&str>) {
        let kind = kind.map(|kind| ("type", kind));
        let attributes = [Some(("rel", rel)), Some(("href", href)), kind];
        self.tag("link", &attributes.into_iter().flatten().collect::<Vec<_>>());
    }

    /// Structured data. Nothing in it can end the script or open a comment.
    pub(super) fn json_ld(&mut self, graph: &Value) {
        let json = graph.to_string().replace('<', "\\u003c").replace('>', "\\u003e");
        self.0.push_str("<script type=\"application/ld+json\">");
        self.0.push_str(&json);
        self.0.push_str("</script>");
    }

    pub(super) fn html(self) -> String {
        self.0
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            encode_double_quoted_attribute_to_string(value, &mut self.0);
            self.0.push('"');
        }
        self.0.push('>');
    }
}

/// `text` in one line, without what turns the text around it: titles travel into
/// other people's pages.
pub(crate) fn visible(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let text: String =
        text.chars().filter(|c| !turns(*c)).map(|c| if breaks(c) { ' ' } else { c }).collect();
    text.trim().to_owned()
}
