//! Blocks that several posts share: a post has their id only, and they are items of their own.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::formats::xml::Element;
use crate::limits::{MAX_CONTENT_BYTES, MAX_ENTRIES};

/// How deep blocks that are shared may be in others.
const MAX_DEPTH: usize = 4;

/// What stands in a post for one.
const MARK: &str = "<!-- wp:block ";

/// The blocks that posts share, by their ids.
#[derive(Default)]
pub(super) struct Reusable(HashMap<String, String>);

impl Reusable {
    /// Adds an item of the export, if it is one.
    pub(super) fn add(&mut self, element: &Element<'_>) {
        let is_block = element.text_of("wp:post_type") == Some("wp_block");
        if let Some(id) = element.text_of("wp:post_id").filter(|_| is_block)
            && let Some(content) = element.text_of("content:encoded")
            && self.0.len() < MAX_ENTRIES
        {
            self.0.insert(id.to_owned(), content.to_owned());
        }
    }

    /// `html` with the blocks that it shares with others. Those that are not in the export are added
    /// to `removed`.
    pub(super) fn expand<'a>(&self, html: &'a str, removed: &mut Vec<String>) -> Cow<'a, str> {
        if !html.contains(MARK) {
            return Cow::Borrowed(html);
        }
        let mut out = String::with_capacity(html.len());
        self.expand_into(html, 0, &mut out, removed);
        Cow::Owned(out)
    }

    fn expand_into(&self, html: &str, depth: usize, out: &mut String, removed: &mut Vec<String>) {
        let mut parts = html.split(MARK);
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (attributes, after) = part.split_once("-->").unwrap_or((part, ""));
            let digits =
                attributes.split_once("\"ref\":").map_or("", |(_, rest)| rest.trim_start());
            let id = &digits[..digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len())];
            match self.0.get(id) {
                Some(content) if depth < MAX_DEPTH && out.len() < MAX_CONTENT_BYTES => {
                    self.expand_into(content, depth + 1, out, removed);
                }
                _ if removed.len() < MAX_ENTRIES => removed.push(format!("{MARK}{attributes}-->")),
                _ => {}
            }
            out.push_str(after);
        }
    }
}
