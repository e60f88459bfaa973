//! HTML writer for the elements of `<head>`, which escapes all text and attributes.

use html_escape::{encode_double_quoted_attribute_to_string, encode_text_to_string};
use serde_json::Value;

use crate::http::visible_text::visible_text;

/// The HTML of head elements, in the order of the calls.
#[derive(Debug, Default)]
pub(super) struct HeadTags(String);

impl HeadTags {
    pub(super) fn title(&mut self, title: &str) {
        self.0.push_str("<title>");
        encode_text_to_string(visible_text(title), &mut self.0);
        self.0.push_str("</title>");
    }

    /// Writes a `meta` element whose attribute `key` (`name`, `property` or `itemprop`) is `name`.
    /// Writes nothing when `content` is empty.
    pub(super) fn meta(&mut self, key: &str, name: &str, content: &str) {
        let content = visible_text(content);
        if !content.is_empty() {
            self.tag("meta", &[(key, name), ("content", &content)]);
        }
    }

    pub(super) fn link(&mut self, rel: &str, href: &str, media_type: Option<&str>) {
        let media_type = media_type.map(|media_type| ("type", media_type));
        let attributes = [Some(("rel", rel)), Some(("href", href)), media_type];
        self.tag("link", &attributes.into_iter().flatten().collect::<Vec<_>>());
    }

    /// Writes a JSON-LD data block, escaped so that it can neither end the script element nor open
    /// a comment.
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
