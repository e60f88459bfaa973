//! Facets: what articles are listed by besides their sections, a tag or an author.
//!
//! A name is one segment of a path, whatever characters it has. Two names are the same if their
//! characters are; the import and the server compose letters and their marks (Unicode NFC) first.
//! Capitals count, as in recommendations; the search finds both.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::url::{encode_component, push_readable};
use crate::{Article, Credit, Link};

/// A tag or an author.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Facet {
    /// Which of both.
    pub kind: FacetKind,
    /// The tag, or the name of the author; see [`Facet::new`].
    pub name: String,
}

/// The kinds of facets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FacetKind {
    /// An author.
    Author,
    /// A tag.
    Tag,
}

impl FacetKind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::Author, Self::Tag];

    /// The kind in JSON and in tables.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Tag => "tag",
        }
    }

    /// The first segment of the paths of its pages.
    #[must_use]
    pub fn segment(self) -> &'static str {
        match self {
            Self::Author => "authors",
            Self::Tag => "tags",
        }
    }

    /// The kind with this [`segment`](Self::segment).
    #[must_use]
    pub fn of_segment(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.segment() == segment)
    }
}

impl Facet {
    /// Maximum length of a name, in characters. The import cuts tags and authors shorter.
    pub const MAX: usize = 128;

    /// The facet of this kind whose name is `text` without white space around it. `None` for a
    /// name that is empty or longer than [`Self::MAX`], has a control character, or is `.` or
    /// `..`, which browsers take out of a path even if they are percent-encoded.
    #[must_use]
    pub fn new(kind: FacetKind, text: &str) -> Option<Self> {
        let name = text.trim();
        let is_valid = !matches!(name, "" | "." | "..")
            && name.chars().count() <= Self::MAX
            && !name.contains(char::is_control);
        is_valid.then(|| Self { kind, name: name.to_owned() })
    }

    /// The facets of `article`: its authors and all of its tags, each once.
    #[must_use]
    pub fn all_of(article: &Article) -> Vec<Self> {
        let mut all = Vec::new();
        for (kind, names) in
            [(FacetKind::Author, &article.authors), (FacetKind::Tag, &article.tags)]
        {
            for facet in names.iter().filter_map(|name| Self::new(kind, name)) {
                if !all.contains(&facet) {
                    all.push(facet);
                }
            }
        }
        all
    }

    /// Its name with a link to its page.
    #[must_use]
    pub fn credit(&self) -> Credit {
        Credit { name: self.name.clone(), url: Link::new(self.to_string()).ok() }
    }

    /// The path of its page for the `href` of a link in a page of the site. Characters beyond
    /// ASCII stay as they are, which browsers encode; that is a third of the bytes.
    #[must_use]
    pub fn href(&self) -> String {
        let mut href = ["/", self.kind.segment(), "/"].concat();
        push_readable(&mut href, &self.name);
        href
    }
}

/// The path of its page, percent-encoded.
impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/{}", self.kind.segment(), encode_component(&self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_checked() {
        let name = |text: &str| Facet::new(FacetKind::Tag, text).map(|facet| facet.name);
        assert_eq!(name(" \u{3000}慢 出行\n"), Some("慢 出行".to_owned()));
        for good in ["a/b", "100%", "?", "#", "\\", "...", "👨\u{200d}👩", "مد", &"长".repeat(128)]
        {
            assert_eq!(name(good).as_deref(), Some(good));
        }
        for bad in ["", " ", ".", "..", "a\nb", "\u{7f}", &"长".repeat(129)] {
            assert_eq!(name(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn links_keep_what_is_no_ascii() {
        let facet = Facet::new(FacetKind::Tag, "C++/慢 100%?").unwrap();
        assert_eq!(facet.to_string(), "/tags/C%2B%2B%2F%E6%85%A2%20100%25%3F");
        assert_eq!(facet.href(), "/tags/C%2B%2B%2F慢%20100%25%3F");
    }

    #[test]
    fn an_article_has_each_of_its_facets_once() {
        let wire = r#"{"id":"a","published":"2026-11-20T08:00:00Z","body":[],
            "tags":["慢出行"," 慢出行","..","甲"],"authors":["甲","甲"]}"#;
        let article: Article = serde_json::from_str(wire).unwrap();
        let all = Facet::all_of(&article).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(all.len(), 3, "{all:?}");
        assert_eq!(all[0], "/authors/%E7%94%B2");
        assert_eq!(all[2], "/tags/%E7%94%B2");
    }
}
