//! Searching: what a query means, where it is found, and what is shown of that.
//!
//! Chinese has no blanks between words, so nothing is cut into words here: what
//! was typed is found wherever it stands. An index may narrow; what is found is
//! always what [`SearchQuery::tier`] says.

use crate::block::body_text;
use crate::{Article, Preview, ProblemCode};

/// What a reader looks for. The empty one, which is the default, finds nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchQuery {
    text: String,
    terms: Vec<Vec<char>>,
}

impl SearchQuery {
    /// The longest query, in characters; what is longer is cut.
    pub const MAX: usize = 64;

    /// The query in `text`: its terms of letters, digits and ideographs.
    ///
    /// # Errors
    /// [`ProblemCode::QueryTooShort`] when that is less than one ideograph or two
    /// letters or digits.
    pub fn new(text: &str) -> Result<Self, ProblemCode> {
        let text = Self::display_text(text);
        let folded = folded_all(&text);
        let terms = folded.split(|c| *c == ' ').filter(|term| !term.is_empty());
        let terms: Vec<_> = terms.map(<[char]>::to_vec).collect();
        match &terms[..] {
            [] => Err(ProblemCode::QueryTooShort),
            [term] if term.len() == 1 && term[0] < FAR_EAST => Err(ProblemCode::QueryTooShort),
            _ => Ok(Self { text, terms }),
        }
    }

    /// What was typed, as pages show it, though it may be too short for a query:
    /// without blanks around it, and not too long.
    #[must_use]
    pub fn display_text(text: &str) -> String {
        let cut: String = text.trim().chars().take(Self::MAX).collect();
        cut.trim_end().to_owned()
    }

    /// The query as it was typed: see [`Self::display_text`].
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What must be found, folded; each without blanks and not empty.
    pub fn terms(&self) -> impl Iterator<Item = String> {
        self.terms.iter().map(|term| term.iter().collect())
    }

    /// In which part of the results `article` is: 0 where all of the query is in
    /// its title, 1 where all is in its text; nothing where it is not found.
    #[must_use]
    pub fn tier(&self, article: &Article) -> Option<u8> {
        let SearchDocument { title, text } = SearchDocument::new(article);
        let all_in = |folded: &str| self.terms().all(|term| folded.contains(&term));
        if all_in(&title) { Some(0) } else { all_in(&text).then_some(1) }
    }

    /// `text` in pieces, in their order; those that were looked for are marked.
    #[must_use]
    pub fn highlights<'a>(&self, text: &'a str) -> Vec<(&'a str, bool)> {
        let folded = folded_all(text);
        let mut pieces = Vec::new();
        // Where the piece begins, and whether it is marked; where the mark ends.
        let (mut start, mut was_marked, mut end) = (0, false, 0);
        for (place, (at, _)) in text.char_indices().enumerate() {
            for term in &self.terms {
                if folded[place..].starts_with(term) {
                    end = end.max(place + term.len());
                }
            }
            if (place < end) != was_marked {
                pieces.push((&text[start..at], was_marked));
                (start, was_marked) = (at, !was_marked);
            }
        }
        pieces.push((&text[start..], was_marked));
        pieces.retain(|(piece, _)| !piece.is_empty());
        pieces
    }

    /// What a list of results shows of `article`: its preview, with the words
    /// around the match in the place of the excerpt.
    #[must_use]
    pub fn preview(&self, article: &Article) -> Preview {
        let excerpt = self.snippet(article).unwrap_or_else(|| article.excerpt.clone());
        Preview { excerpt, ..article.preview() }
    }

    /// The part of the body, else of the excerpt, that holds most of the query,
    /// the first where several do. Nothing where it is only in the title.
    fn snippet(&self, article: &Article) -> Option<String> {
        let body = body_text(&article.body);
        [&body, &article.excerpt].into_iter().find_map(|text| {
            let folded = folded_all(text);
            let window = |at: usize| {
                let start = at.saturating_sub(LEAD);
                start..folded.len().min(start + SNIPPET)
            };
            let held = |at: usize| {
                let held = |term: &&Vec<char>| {
                    folded[window(at)].windows(term.len()).any(|it| it == *term)
                };
                self.terms.iter().filter(held).count()
            };
            let starts = |at: &usize| self.terms.iter().any(|term| folded[*at..].starts_with(term));
            let places = (0..folded.len()).filter(starts).take(PLACES);
            let window = window(places.min_by_key(|at| std::cmp::Reverse(held(*at)))?);
            let cut: String = text.chars().skip(window.start).take(window.len()).collect();
            let before = if window.start > 0 { CUT } else { "" };
            let after = if window.end < folded.len() { CUT } else { "" };
            Some([before, cut.trim(), after].concat())
        })
    }
}

/// The longest snippet, in characters: longer than any query with what stands
/// before it.
const SNIPPET: usize = SearchQuery::MAX + LEAD;

/// How many characters of a snippet stand before the match. Few: a card may show
/// three short lines.
const LEAD: usize = 16;

/// How many places are compared for a snippet; a long text may have thousands.
const PLACES: usize = 256;

/// Stands where a snippet is cut.
const CUT: &str = "\u{2026}\u{2026}";

/// Where the scripts begin that say much with one character: radicals, kana,
/// ideographs, Hangul.
const FAR_EAST: char = '\u{2e80}';

/// An article as it is searched: see [`fold`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchDocument {
    /// Its title; empty where it has none.
    pub title: String,
    /// All its words: title, excerpt and body.
    pub text: String,
}

impl SearchDocument {
    /// The words of `article`.
    #[must_use]
    pub fn new(article: &Article) -> Self {
        let title = article.title.as_deref().unwrap_or_default();
        let text = [title, &article.excerpt, &body_text(&article.body)].join("\n");
        Self { title: fold(title), text: fold(&text) }
    }
}

/// `text` in the form in which it is compared: each character becomes one, and
/// what is no part of a word becomes a blank. So a term, which has no blanks, is
/// never found across a mark or a line's end.
#[must_use]
pub fn fold(text: &str) -> String {
    folded_all(text).into_iter().collect()
}

fn folded_all(text: &str) -> Vec<char> {
    text.chars().map(folded).collect()
}

/// Full-width forms are taken for the plain ones, and capitals for small letters
/// where one rule does for a whole alphabet: a browser should not have to load
/// tables for this. Other scripts are compared as they are written.
fn folded(c: char) -> char {
    let shifted = |by: u32| char::from_u32(u32::from(c) + by).unwrap_or(c);
    match c {
        // Full-width forms of ASCII, in their order.
        '\u{ff01}'..='\u{ff5e}' => {
            folded(u8::try_from(u32::from(c) - 0xfee0).map_or(' ', char::from))
        }
        '\0'..='\u{7f}' if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
        _ if separates(c) => ' ',
        // Latin, Greek, Cyrillic.
        '\u{c0}'..='\u{de}' | '\u{391}'..='\u{3a9}' | '\u{410}'..='\u{42f}' => shifted(32),
        '\u{400}'..='\u{40f}' => shifted(80),
        _ => c,
    }
}

/// Whether `c`, which is no letter or digit of ASCII, stands between words. By
/// blocks of marks; a letter that is rare enough to be forgotten here is
/// searchable all the same.
fn separates(c: char) -> bool {
    matches!(c,
        '\0'..='\u{bf}' | '\u{d7}' | '\u{f7}'
        // General punctuation; currencies; arrows to the keyboard's symbols.
        | '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20cf}' | '\u{2190}'..='\u{245f}'
        // Lines, shapes, pictographs; more punctuation.
        | '\u{2500}'..='\u{2bff}' | '\u{2e00}'..='\u{2e7f}'
        // CJK marks, without the repetition mark, zero and numerals among them.
        | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{30fb}'
        // Variation selectors, vertical and small forms; half-width marks; signs.
        | '\u{fe00}'..='\u{fe6f}' | '\u{ff5f}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffff}'
        | '\u{1f000}'..='\u{1faff}')
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
    fn a_query_is_its_runs() {
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
    fn what_says_nothing_is_too_short() {
        for text in ["", " ", "a", "ａ", "7", "？！……", "·a·", "\u{3000}", "🎉", "\0"] {
            assert_eq!(SearchQuery::new(text), Err(ProblemCode::QueryTooShort), "{text:?}");
        }
    }

    #[test]
    fn what_is_too_long_is_cut() {
        let long = query(&"长".repeat(1_000));
        assert_eq!(long.as_str().chars().count(), SearchQuery::MAX);
        let blank = format!("{} 短", "长".repeat(SearchQuery::MAX - 1));
        assert_eq!(query(&blank).as_str().chars().count(), SearchQuery::MAX - 1);
        // What is no query is shown too.
        assert_eq!(SearchQuery::display_text(&"？".repeat(1_000)), "？".repeat(SearchQuery::MAX));
        assert_eq!(SearchQuery::display_text(" ？！\u{3000}"), "？！");
    }

    #[test]
    fn titles_come_before_texts_and_all_runs_must_be_there() {
        let article = with("江潮将至", "今晚。", &["两岸封闭", "请绕行"]);
        for (text, tier) in [
            ("江潮", Some(0)),
            ("将至 江", Some(0)),
            ("江潮 绕行", Some(1)),
            ("今晚", Some(1)),
            ("江潮 海啸", None),
            // Neither across a mark nor from one paragraph into the next.
            ("今晚两岸", None),
            ("封闭请", None),
        ] {
            assert_eq!(query(text).tier(&article), tier, "{text}");
        }
        assert_eq!(SearchQuery::default().highlights("江潮"), [("江潮", false)]);
    }

    #[test]
    fn marks_are_what_was_typed_as_it_is_written() {
        let marks = query("a股 大涨").highlights("Ａ股大涨，A股");
        assert_eq!(marks, [("Ａ股大涨", true), ("，", false), ("A股", true)]);
        assert_eq!(query("aa").highlights("aaab"), [("aaa", true), ("b", false)]);
        assert_eq!(query("aa").highlights(""), []);
    }

    #[test]
    fn a_snippet_is_around_the_match() {
        let of = |text: &str, article: &Article| query(text).preview(article).excerpt;
        let before = "前".repeat(40);
        let after = "后".repeat(100);
        let long = format!("{before}江潮{after}");
        let article = with("题", "短短一句。", &[&long]);
        let expected = format!("……{}江潮{}……", "前".repeat(16), "后".repeat(62));
        assert_eq!(of("江潮", &article), expected);
        assert_eq!(of("前", &article), format!("{before}江潮{}……", "后".repeat(38)));
        // Only in the excerpt, and only in the title.
        assert_eq!(of("一句", &article), "短短一句。");
        assert_eq!(of("题", &article), "短短一句。");
        // Where most of it stands.
        let far = format!("江{}潮水，江", "远".repeat(100));
        let article = with("题", "", &[&far]);
        assert!(of("江 潮水", &article).ends_with("潮水，江"));
    }

    /// The blocks are a shorter form of what Unicode says. For the scripts that
    /// newsrooms here write, they say the same.
    #[test]
    fn words_are_what_unicode_calls_so() {
        let odd = "ªµº²³¹¼½¾";
        for (first, last) in [
            ('\0', '\u{17f}'),
            ('\u{391}', '\u{3a1}'),
            ('\u{3a3}', '\u{3c9}'),
            ('\u{400}', '\u{45f}'),
            ('\u{3000}', '\u{3004}'),
            ('\u{3041}', '\u{3096}'),
            ('\u{30a1}', '\u{30fc}'),
            ('\u{3400}', '\u{4dbf}'),
            ('\u{4e00}', '\u{9fff}'),
            ('\u{ac00}', '\u{d7a3}'),
            ('\u{fe30}', '\u{fe4f}'),
            ('\u{ff01}', '\u{ff9f}'),
            ('\u{1f300}', '\u{1f64f}'),
            ('\u{20000}', '\u{2a6df}'),
        ] {
            for c in (first..=last).filter(|c| !odd.contains(*c)) {
                assert_eq!(folded(c) != ' ', c.is_alphanumeric(), "{c:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn folding_keeps_every_place(text in ".{0,40}") {
            let folded = fold(&text);
            prop_assert_eq!(folded.chars().count(), text.chars().count());
            prop_assert_eq!(fold(&folded), folded);
        }

        #[test]
        fn pieces_are_the_text_and_marks_are_matches(
            text in "[ab潮江，A ]{0,30}",
            asked in "[ab潮江 ]{1,6}",
        ) {
            if let Ok(query) = SearchQuery::new(&asked) {
                let pieces = query.highlights(&text);
                let joined: String = pieces.iter().map(|(piece, _)| *piece).collect();
                prop_assert_eq!(&joined, &text);
                prop_assert!(pieces.windows(2).all(|pair| pair[0].1 != pair[1].1));
                for (piece, is_marked) in pieces {
                    let found = query.terms().any(|term| fold(piece).contains(&term));
                    prop_assert_eq!(found, is_marked);
                }
            }
        }

        #[test]
        fn what_is_found_is_shown(article in article(), asked in ".{1,3}") {
            if let Ok(query) = SearchQuery::new(&asked)
                && query.tier(&article) == Some(1)
            {
                let Preview { title, excerpt, .. } = query.preview(&article);
                let title = title.unwrap_or_default();
                let shown = [title.as_str(), &excerpt].map(|text| query.highlights(text)).concat();
                prop_assert!(shown.iter().any(|(_, is_marked)| *is_marked));
                prop_assert!(excerpt.chars().count() <= SNIPPET + 4 + article.excerpt.chars().count());
            }
        }
    }
}
