//! Search: parsing a query, matching and ranking articles, snippets and highlights.
//!
//! Chinese is written without spaces, so text is not split into words: a term matches any
//! substring, whatever punctuation or spaces are in between. A full-text index may narrow the candidates, but [`SearchQuery::tier`] alone
//! defines which articles match.

mod facets;
mod normalize;

pub use facets::MAX_FACETS;
pub use normalize::fold;

use std::cmp::Reverse;

use normalize::normalize_chars;

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
        let terms = normalized.split(|c| [' ', '\n'].contains(c)).filter(|term| !term.is_empty());
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
                if let Some(length) = match_length(&normalized[index..], term) {
                    match_end = match_end.max(index + length);
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
    /// several, from the beginning of a sentence if that is near. `None` when neither matches.
    fn snippet(&self, article: &Article) -> Option<String> {
        let body = article.text();
        [&body, &article.excerpt].into_iter().find_map(|text| self.snippet_of(text))
    }

    fn snippet_of(&self, text: &str) -> Option<String> {
        let (characters, normalized) = (Vec::from_iter(text.chars()), normalize_chars(text));
        let match_end = |at: usize, end: usize| {
            let length = |term: &Vec<char>| match_length(&normalized[at..end], term);
            self.terms.iter().filter_map(length).max().map(|length| at + length)
        };
        let window = |at: usize| {
            let start = snippet_start(&characters, at);
            start..normalized.len().min(start + SNIPPET_LENGTH)
        };
        let term_count = |at: usize| {
            let window = window(at);
            let is_inside = |term: &&Vec<char>| {
                let mut places = window.clone();
                places.any(|at| match_length(&normalized[at..window.end], term).is_some())
            };
            self.terms.iter().filter(is_inside).count()
        };
        let matches = (0..normalized.len()).filter(|at| match_end(*at, normalized.len()).is_some());
        let at = matches.take(MAX_MATCHES).min_by_key(|at| Reverse(term_count(*at)))?;
        let window = window(at);
        let last_match = window.clone().filter_map(|at| match_end(at, window.end)).max();
        let last_match = last_match.unwrap_or(window.end);
        let (end, is_whole) = snippet_end(&characters, last_match, window.end);
        let snippet: String = characters[window.start..end].iter().collect();
        let before = if is_sentence_start(&characters, window.start) { "" } else { ELLIPSIS };
        let after = if is_whole { "" } else { ELLIPSIS };
        Some([before, snippet.trim(), after].concat())
    }
}

/// The number of characters at the beginning of `text` that match `term`: spaces in between do
/// not count, but the end of a line does. Both are normalised.
fn match_length(text: &[char], term: &[char]) -> Option<usize> {
    let mut rest = term;
    for (index, character) in text.iter().enumerate() {
        if *character == ' ' && rest.len() < term.len() {
            continue;
        }
        rest = match rest {
            [next, rest @ ..] if next == character => rest,
            _ => return None,
        };
        if rest.is_empty() {
            return Some(index + 1);
        }
    }
    None
}

/// Where a snippet begins that shows the match at `at`: at a sentence, or else at a clause.
fn snippet_start(text: &[char], at: usize) -> usize {
    let near = || (at.saturating_sub(MAX_LEAD)..=at).rev();
    let is_clause_start = |start: &usize| *start > 0 && CLAUSE_ENDS.contains(&text[*start - 1]);
    near()
        .find(|start| is_sentence_start(text, *start))
        .or_else(|| near().find(is_clause_start))
        .unwrap_or(at.saturating_sub(SNIPPET_LEAD))
}

/// Whether a sentence begins at `start`.
fn is_sentence_start(text: &[char], start: usize) -> bool {
    let is_closing = |character: &char| ['”', '’', '」', '』', '）'].contains(character);
    let before = &text[..start];
    let before = match before {
        [before @ .., last] if is_closing(last) => before,
        _ => before,
    };
    !text.get(start).is_some_and(is_closing)
        && before.last().is_none_or(|last| SENTENCE_ENDS.contains(last))
}

/// Where a snippet ends that shows `text` up to `least` and at most to `most`, and whether that is
/// the end of a sentence.
fn snippet_end(text: &[char], least: usize, most: usize) -> (usize, bool) {
    let ends = || (least..=most).rev();
    let is_sentence_end = |end: &usize| *end == text.len() || is_sentence_start(text, *end);
    let is_clause_end = |end: &usize| text.get(*end).is_some_and(|next| CLAUSE_ENDS.contains(next));
    match ends().find(is_sentence_end) {
        Some(end) => (end, true),
        None => (ends().find(is_clause_end).unwrap_or(most), false),
    }
}

/// Punctuation after which a sentence begins.
const SENTENCE_ENDS: [char; 6] = ['。', '！', '？', '!', '?', '\n'];

/// Punctuation after which a clause begins.
const CLAUSE_ENDS: [char; 5] = ['，', '；', '：', ',', ';'];

/// Maximum length of a snippet, in characters: that of a query and of the text before it.
const SNIPPET_LENGTH: usize = SearchQuery::MAX + SNIPPET_LEAD;

/// Number of characters of a snippet before the match, where no sentence or clause begins near
/// it.
const SNIPPET_LEAD: usize = 16;

/// Maximum number of characters of a snippet before the match. Few, because a card may show only
/// three short lines.
const MAX_LEAD: usize = 36;

/// Maximum number of matches compared to choose a snippet; a long text may have thousands.
const MAX_MATCHES: usize = 256;

/// Marks where a snippet is truncated.
const ELLIPSIS: &str = "\u{2026}\u{2026}";

/// First character of the scripts in which one character can be a query: CJK radicals, kana,
/// ideographs, Hangul.
const FIRST_CJK: char = '\u{2e80}';

/// The searchable text of an article, as by [`fold`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchDocument {
    /// The title; empty when the article has none.
    pub title: String,
    /// Title, excerpt, body, authors, editor and tags.
    pub text: String,
}

impl SearchDocument {
    /// The searchable text of `article`.
    #[must_use]
    pub fn new(article: &Article) -> Self {
        let title = article.title.as_deref().unwrap_or_default();
        let body = article.text();
        let names = article.authors.iter().chain(&article.editor).chain(&article.tags);
        let names: Vec<&str> = names.map(String::as_str).collect();
        let text = [&[title, &article.excerpt, &body], &names[..]].concat().join("\n");
        Self { title: fold(title), text: fold(&text) }
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
            // A term does not match across paragraphs.
            ("今晚两岸", None),
            ("封闭请", None),
        ] {
            assert_eq!(query(text).tier(&article), tier, "{text}");
        }
        assert_eq!(SearchQuery::default().highlights("江潮"), [("江潮", false)]);
    }

    #[test]
    fn punctuation_and_spaces_do_not_matter_and_names_and_tags_are_searched() {
        let mut article = with("七条老线：12 路怎样改？", "“一万两千”张便签。", &["见 5G 站"]);
        article.authors = vec!["祝晓岚".to_owned()];
        article.editor = Some("乔知白".to_owned());
        article.tags = vec!["慢出行".to_owned()];
        for (text, tier) in [
            ("12路", Some(0)),
            ("12 路", Some(0)),
            ("七条老线12路怎样改", Some(0)),
            ("一万两千张便签", Some(1)),
            ("5g站", Some(1)),
            ("祝晓岚", Some(1)),
            ("乔知白", Some(1)),
            ("慢出行", Some(1)),
            // The names of two people are not one.
            ("岚乔", None),
        ] {
            assert_eq!(query(text).tier(&article), tier, "{text}");
        }
        let highlights = query("12路").highlights("坐 12 路，再");
        assert_eq!(highlights, [("坐 ", false), ("12 路", true), ("，再", false)]);
        assert_eq!(query("12路").highlights("12\n路"), [("12\n路", false)]);
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
        // From a sentence to a sentence, or else from a clause to a clause.
        let sentences = format!("“{before}！”今晚，江潮将至。请绕行！{after}");
        let article = with("题", "", &[&sentences]);
        assert_eq!(excerpt_of("江潮", &article), "今晚，江潮将至。请绕行！");
        let clauses = format!("{before}，今晚江潮将至，请{after}");
        let article = with("题", "短短一句。", &[&clauses]);
        assert_eq!(excerpt_of("江潮", &article), "……今晚江潮将至……");
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
                    let found = query.terms().any(|term| fold(segment).contains(&term));
                    prop_assert_eq!(found, is_match);
                }
            }
        }

        #[test]
        fn every_match_is_highlighted(article in article(), input in ".{1,3}") {
            // Names and tags are not in a preview.
            let article =
                Article { authors: vec![], editor: None, tags: vec![], ..article };
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
