//! Search: parsing a query, matching and ranking articles, snippets and highlights.
//!
//! Chinese is written without spaces, so text is not split into words: a term matches any
//! substring. A full-text index may narrow the candidates, but [`SearchQuery::tier`] alone
//! defines which articles match.

mod normalize;

pub use normalize::normalize;

use normalize::normalize_chars;

use crate::block::body_text;
use crate::{Article, Preview, ProblemCode};

/// A parsed search query. The default is the empty query, which matches nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchQuery {
    text: String,
    /// The normalised terms, each as characters; none is empty.
    terms: Vec<Vec<char>>,
}

impl SearchQuery {
    /// Maximum length of a query, in characters; longer input is truncated.
    pub const MAX: usize = 64;

    /// Parses `text` into terms: runs of letters, digits and ideographs.
    ///
    /// # Errors
    /// [`ProblemCode::QueryTooShort`] for less than one ideograph or two letters or digits.
    pub fn new(text: &str) -> Result<Self, ProblemCode> {
        let text = Self::display_text(text);
        let normalized = normalize_chars(&text);
        let terms = normalized.split(|c| *c == ' ').filter(|term| !term.is_empty());
        let terms: Vec<_> = terms.map(<[char]>::to_vec).collect();
        match &terms[..] {
            [] => Err(ProblemCode::QueryTooShort),
            [term] if term.len() == 1 && term[0] < FIRST_CJK => Err(ProblemCode::QueryTooShort),
            _ => Ok(Self { text, terms }),
        }
    }

    /// The input as pages show it: trimmed and truncated to [`Self::MAX`] characters. It may be
    /// too short for a query.
    #[must_use]
    pub fn display_text(text: &str) -> String {
        let truncated: String = text.trim().chars().take(Self::MAX).collect();
        truncated.trim_end().to_owned()
    }

    /// The query as it was typed, as [`Self::display_text`].
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The normalised terms, all of which must match; none is empty or contains a space.
    pub fn terms(&self) -> impl Iterator<Item = String> {
        self.terms.iter().map(|term| term.iter().collect())
    }

    /// The tier of `article` in the results: 0 when its title contains all terms, 1 when its
    /// whole text does; `None` when it does not match.
    #[must_use]
    pub fn tier(&self, article: &Article) -> Option<u8> {
        let SearchDocument { title, text } = SearchDocument::new(article);
        let contains_all = |normalized: &str| self.terms().all(|term| normalized.contains(&term));
        if contains_all(&title) { Some(0) } else { contains_all(&text).then_some(1) }
    }

    /// `text` split into consecutive segments, each with whether it matches a term.
    #[must_use]
    pub fn highlights<'a>(&self, text: &'a str) -> Vec<(&'a str, bool)> {
        let normalized = normalize_chars(text);
        let mut segments = Vec::new();
        // Byte offset of the open segment, whether it is a match, and the character index at
        // which the match ends.
        let (mut start, mut is_match, mut match_end) = (0, false, 0);
        for (index, (offset, _)) in text.char_indices().enumerate() {
            for term in &self.terms {
                if normalized[index..].starts_with(term) {
                    match_end = match_end.max(index + term.len());
                }
            }
            if (index < match_end) != is_match {
                segments.push((&text[start..offset], is_match));
                (start, is_match) = (offset, !is_match);
            }
        }
        segments.push((&text[start..], is_match));
        segments.retain(|(segment, _)| !segment.is_empty());
        segments
    }

    /// The preview of `article` in a list of results: its excerpt is the text around the match.
    #[must_use]
    pub fn preview(&self, article: &Article) -> Preview {
        let excerpt = self.snippet(article).unwrap_or_else(|| article.excerpt.clone());
        Preview { excerpt, ..article.preview() }
    }

    /// The part of the body, or else of the excerpt, that contains most terms, the first of
    /// several. `None` when only the title matches.
    fn snippet(&self, article: &Article) -> Option<String> {
        let body = body_text(&article.body);
        [&body, &article.excerpt].into_iter().find_map(|text| {
            let normalized = normalize_chars(text);
            let window = |at: usize| {
                let start = at.saturating_sub(SNIPPET_LEAD);
                start..normalized.len().min(start + SNIPPET_LENGTH)
            };
            let term_count = |at: usize| {
                let is_inside = |term: &&Vec<char>| {
                    normalized[window(at)].windows(term.len()).any(|found| found == *term)
                };
                self.terms.iter().filter(is_inside).count()
            };
            let is_match_start =
                |at: &usize| self.terms.iter().any(|term| normalized[*at..].starts_with(term));
            let matches = (0..normalized.len()).filter(is_match_start).take(MAX_MATCHES);
            let window = window(matches.min_by_key(|at| std::cmp::Reverse(term_count(*at)))?);
            let snippet: String = text.chars().skip(window.start).take(window.len()).collect();
            let before = if window.start > 0 { ELLIPSIS } else { "" };
            let after = if window.end < normalized.len() { ELLIPSIS } else { "" };
            Some([before, snippet.trim(), after].concat())
        })
    }
}

/// Maximum length of a snippet, in characters: that of a query and of the text before it.
const SNIPPET_LENGTH: usize = SearchQuery::MAX + SNIPPET_LEAD;

/// Number of characters of a snippet before the match. Few, because a card may show only three
/// short lines.
const SNIPPET_LEAD: usize = 16;

/// Maximum number of matches compared to choose a snippet; a long text may have thousands.
const MAX_MATCHES: usize = 256;

/// Marks where a snippet is truncated.
const ELLIPSIS: &str = "\u{2026}\u{2026}";

/// First character of the scripts in which one character can be a query: CJK radicals, kana,
/// ideographs, Hangul.
const FIRST_CJK: char = '\u{2e80}';

/// The searchable text of an article, normalised as by [`normalize()`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchDocument {
    /// The title; empty when the article has none.
    pub title: String,
    /// Title, excerpt and body.
    pub text: String,
}

impl SearchDocument {
    /// The searchable text of `article`.
    #[must_use]
    pub fn new(article: &Article) -> Self {
        let title = article.title.as_deref().unwrap_or_default();
        let text = [title, &article.excerpt, &body_text(&article.body)].join("\n");
        Self { title: normalize(title), text: normalize(&text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::strategy::article;
    use crate::{Block, Inline};
    use proptest::prelude::*;

    fn query(text: &str) -> SearchQuery {
        SearchQuery::new(text).unwrap()
    }

    fn with(title: &str, excerpt: &str, paragraphs: &[&str]) -> Article {
        let wire = r#"{"id":"a","published":"2026-11-20T08:00:00Z","body":[]}"#;
        let mut article: Article = serde_json::from_str(wire).unwrap();
        article.title = Some(title.to_owned());
        article.excerpt = excerpt.to_owned();
        let paragraph = |text: &&str| Block::Paragraph(vec![Inline::Text((*text).to_owned())]);
        article.body = paragraphs.iter().map(paragraph).collect();
        article
    }

    #[test]
    fn queries_are_split_into_terms() {
        for (text, terms) in [
            ("江潮", vec!["江潮"]),
            (" Ａ股 大涨！", vec!["a股", "大涨"]),
            ("列奥纳多·达·芬奇", vec!["列奥纳多", "达", "芬奇"]),
            ("\"a\" OR b* NEAR(c)", vec!["a", "or", "b", "near", "c"]),
            ("100%_x", vec!["100", "x"]),
            ("２０２６年", vec!["2026年"]),
            ("ÉLAN Ωμέγα Ёлка", vec!["élan", "ωμέγα", "ёлка"]),
            ("二〇二六 人々", vec!["二〇二六", "人々"]),
            ("潮", vec!["潮"]),
            ("a b", vec!["a", "b"]),
        ] {
            assert_eq!(query(text).terms().collect::<Vec<_>>(), terms, "{text}");
        }
        assert_eq!(query(" 江 潮 ").as_str(), "江 潮");
    }

    #[test]
    fn queries_without_words_are_too_short() {
        for text in ["", " ", "a", "ａ", "7", "？！……", "·a·", "\u{3000}", "🎉", "\0"] {
            assert_eq!(SearchQuery::new(text), Err(ProblemCode::QueryTooShort), "{text:?}");
        }
    }

    #[test]
    fn long_queries_are_truncated() {
        let long = query(&"长".repeat(1_000));
        assert_eq!(long.as_str().chars().count(), SearchQuery::MAX);
        let blank = format!("{} 短", "长".repeat(SearchQuery::MAX - 1));
        assert_eq!(query(&blank).as_str().chars().count(), SearchQuery::MAX - 1);
        // Input that is too short for a query is displayed too.
        assert_eq!(SearchQuery::display_text(&"？".repeat(1_000)), "？".repeat(SearchQuery::MAX));
        assert_eq!(SearchQuery::display_text(" ？！\u{3000}"), "？！");
    }

    #[test]
    fn titles_match_before_texts_and_all_terms_must_match() {
        let article = with("江潮将至", "今晚。", &["两岸封闭", "请绕行"]);
        for (text, tier) in [
            ("江潮", Some(0)),
            ("将至 江", Some(0)),
            ("江潮 绕行", Some(1)),
            ("今晚", Some(1)),
            ("江潮 海啸", None),
            // A term matches neither across punctuation nor across paragraphs.
            ("今晚两岸", None),
            ("封闭请", None),
        ] {
            assert_eq!(query(text).tier(&article), tier, "{text}");
        }
        assert_eq!(SearchQuery::default().highlights("江潮"), [("江潮", false)]);
    }

    #[test]
    fn highlights_keep_the_spelling_of_the_text() {
        let highlights = query("a股 大涨").highlights("Ａ股大涨，A股");
        assert_eq!(highlights, [("Ａ股大涨", true), ("，", false), ("A股", true)]);
        assert_eq!(query("aa").highlights("aaab"), [("aaa", true), ("b", false)]);
        assert_eq!(query("aa").highlights(""), []);
    }

    #[test]
    fn a_snippet_surrounds_the_match() {
        let excerpt_of = |text: &str, article: &Article| query(text).preview(article).excerpt;
        let before = "前".repeat(40);
        let after = "后".repeat(100);
        let long = format!("{before}江潮{after}");
        let article = with("题", "短短一句。", &[&long]);
        let expected = format!("……{}江潮{}……", "前".repeat(16), "后".repeat(62));
        assert_eq!(excerpt_of("江潮", &article), expected);
        assert_eq!(excerpt_of("前", &article), format!("{before}江潮{}……", "后".repeat(38)));
        // The match is only in the excerpt, and only in the title.
        assert_eq!(excerpt_of("一句", &article), "短短一句。");
        assert_eq!(excerpt_of("题", &article), "短短一句。");
        // The match with most terms is preferred.
        let far = format!("江{}潮水，江", "远".repeat(100));
        let article = with("题", "", &[&far]);
        assert!(excerpt_of("江 潮水", &article).ends_with("潮水，江"));
    }

    proptest! {
        #[test]
        fn segments_join_to_the_text_and_highlights_are_matches(
            text in "[ab潮江，A ]{0,30}",
            input in "[ab潮江 ]{1,6}",
        ) {
            if let Ok(query) = SearchQuery::new(&input) {
                let segments = query.highlights(&text);
                let joined: String = segments.iter().map(|(segment, _)| *segment).collect();
                prop_assert_eq!(&joined, &text);
                prop_assert!(segments.windows(2).all(|pair| pair[0].1 != pair[1].1));
                for (segment, is_match) in segments {
                    let found = query.terms().any(|term| normalize(segment).contains(&term));
                    prop_assert_eq!(found, is_match);
                }
            }
        }

        #[test]
        fn every_match_is_highlighted(article in article(), input in ".{1,3}") {
            if let Ok(query) = SearchQuery::new(&input)
                && query.tier(&article) == Some(1)
            {
                let Preview { title, excerpt, .. } = query.preview(&article);
                let title = title.unwrap_or_default();
                let shown = [title.as_str(), &excerpt].map(|text| query.highlights(text)).concat();
                prop_assert!(shown.iter().any(|(_, is_match)| *is_match));
                prop_assert!(excerpt.chars().count() <= SNIPPET_LENGTH + 4 + article.excerpt.chars().count());
            }
        }
    }
}
