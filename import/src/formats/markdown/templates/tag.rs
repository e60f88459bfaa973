//! One tag of a generator: how it is written, and where its end is.

use std::collections::HashSet;

use crate::formats::markdown::escape;
use crate::normalize::prefix;

/// Maximum length of a tag, in bytes.
const MAX_TAG: usize = 2_000;

/// How often the end of a tag is looked for in a text.
const MAX_SEARCHES: usize = 200;

/// What begins and ends a tag: first those of Hugo, then those of Liquid and Nunjucks.
const MARKS: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}")];

/// A tag of a generator.
#[derive(Clone, Copy)]
pub(super) struct Tag<'t> {
    open: &'static str,
    close: &'static str,
    inner: &'t str,
    pub(super) name: &'t str,
    pub(super) arguments: &'t str,
    /// Whether it ends what the tag of this name began.
    pub(super) is_end: bool,
    /// Its length in bytes.
    pub(super) length: usize,
}

impl<'t> Tag<'t> {
    /// The tag with which `text` begins.
    pub(super) fn parse(text: &'t str) -> Option<Self> {
        let (open, close, inner) = MARKS.iter().find_map(|(open, close)| {
            let inner = text.strip_prefix(open)?;
            let end = prefix(inner, MAX_TAG).find(close)?;
            Some((*open, *close, &inner[..end]))
        })?;
        let length = open.len() + inner.len() + close.len();
        let words = inner.trim_matches(['-', ' ', '\t', '\n', '\r']);
        let (words, is_end) = match (open, words.strip_prefix('/'), words.strip_prefix("end")) {
            ("{{<" | "{{%", Some(name), _) => (name.trim_start(), true),
            ("{%", _, Some(name)) if name.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                (name, true)
            }
            _ => (words.trim_end_matches('/').trim_end(), false),
        };
        let (name, arguments) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        Some(Self { open, close, inner, name, arguments, is_end, length })
    }

    /// Whether it puts the value of an expression in its place.
    pub(super) fn is_expression(&self) -> bool {
        self.open == "{{"
    }

    /// Whether it is one of Hugo.
    pub(super) fn is_short_code(&self) -> bool {
        self.open.len() == 3
    }

    /// The text of a tag that is to be shown as it is, as one writes about it.
    pub(super) fn escaped(&self) -> Option<String> {
        let inner = self.inner.trim().strip_prefix("/*")?.strip_suffix("*/")?;
        self.is_short_code()
            .then(|| escape(&[self.open, inner, self.close].concat()).replace("&quot;", "\""))
    }

    /// The tag for a report.
    pub(super) fn shown(&self) -> String {
        [self.open, self.inner, self.close].concat()
    }
}

/// Where tags end, looked for within bounds.
#[derive(Default)]
pub(super) struct Ends {
    searches: usize,
    /// Names whose end does not come any more.
    endless: HashSet<String>,
}

impl Ends {
    /// Where the end of `tag` begins in `after`, and what is past it.
    pub(super) fn find(&mut self, tag: &Tag<'_>, after: &str) -> Option<(usize, usize)> {
        if self.searches >= MAX_SEARCHES || self.endless.contains(tag.name) {
            return None;
        }
        self.searches += 1;
        let mark = if tag.is_short_code() { "{{" } else { "{%" };
        let found = after.match_indices(mark).find_map(|(at, _)| {
            let end = Tag::parse(&after[at..])?;
            (end.is_end && end.name == tag.name).then_some((at, at + end.length))
        });
        if found.is_none() {
            self.endless.insert(tag.name.to_owned());
        }
        found
    }
}
