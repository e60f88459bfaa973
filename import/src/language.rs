//! Languages of articles and of their blocks: what the newsroom says, if the text can be in that
//! language, or else what its script tells.
//!
//! Feeds are careless: those of Chinese sites often say `en-US`, and so do paragraphs out of a word
//! processor. Scripts are not.

use zaidu_model::block::body_text;
use zaidu_model::{Block, Key, text};

use crate::limits::MAX_NESTING;

/// A language tag (BCP 47), such as `ug` or `zh-TW`: letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Language(Key);

impl Language {
    fn new(tag: &str) -> Option<Self> {
        let is_valid = (2..=35).contains(&tag.len())
            && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        Key::new(tag).ok().filter(|_| is_valid).map(Self)
    }

    /// The language without script and region, in lower case.
    fn primary(&self) -> String {
        self.0.as_str().split('-').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// Whether it is written from right to left.
    fn is_rtl(&self) -> bool {
        let rtl = ["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"];
        rtl.contains(&&*self.primary()) || self.0.as_str().ends_with("-Arab")
    }

    /// `body` in this language.
    pub(crate) fn mark(self, body: Vec<Block>) -> Block {
        Block::Foreign { rtl: self.is_rtl(), language: self.0, body }
    }
}

/// The language of the pages.
const OWN: &str = "zh-CN";

/// Scripts that tell the language, or at least from where to where it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Han,
    Kana,
    Hangul,
    Arabic,
    Hebrew,
    Tibetan,
    Mongolian,
    Yi,
    Thai,
    /// Latin, Cyrillic and others, in which many languages are written.
    Other,
}

const SCRIPTS: usize = Script::Other as usize + 1;

fn script(c: char) -> Option<Script> {
    Some(match c {
        c if text::is_han(c) => Script::Han,
        '\u{3041}'..='\u{30ff}' => Script::Kana,
        '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}' => {
            Script::Hangul
        }
        '\u{620}'..='\u{6ff}'
        | '\u{750}'..='\u{77f}'
        | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' => Script::Arabic,
        '\u{5d0}'..='\u{5ea}' => Script::Hebrew,
        '\u{f40}'..='\u{fbc}' => Script::Tibetan,
        '\u{1820}'..='\u{18aa}' => Script::Mongolian,
        '\u{a000}'..='\u{a4cf}' => Script::Yi,
        '\u{e01}'..='\u{e4e}' => Script::Thai,
        c if c.is_alphabetic() => Script::Other,
        _ => return None,
    })
}

/// The script of most of `text`; of Chinese text with many foreign words it is Han.
fn main_script(text: &str) -> Option<Script> {
    let mut counts = [(0_usize, Script::Other); SCRIPTS];
    let mut total = 0;
    for script in text.chars().filter_map(script) {
        counts[script as usize] = (counts[script as usize].0 + 1, script);
        total += 1;
    }
    let count = |script: Script| counts[script as usize].0;
    if count(Script::Kana) * 4 >= total && count(Script::Kana) > 1 {
        return Some(Script::Kana);
    }
    if count(Script::Han) * 5 >= total && total > 0 {
        return Some(Script::Han);
    }
    let (most, script) = counts.into_iter().max_by_key(|(count, _)| *count)?;
    (most * 2 > total).then_some(script)
}

/// The language of `text` by its script; `None` where many languages are written in it.
fn by_script(text: &str) -> Option<Language> {
    let tag = match main_script(text)? {
        Script::Han => OWN,
        Script::Kana => "ja",
        Script::Hangul => "ko",
        Script::Arabic => arabic(text),
        Script::Hebrew => "he",
        Script::Tibetan => "bo",
        Script::Mongolian => "mn-Mong",
        Script::Yi => "ii",
        Script::Thai => "th",
        Script::Other => return None,
    };
    Language::new(tag)
}

/// The language of a text in Arabic letters, by those that only one language has.
fn arabic(text: &str) -> &'static str {
    match text {
        text if text.contains(['ۆ', 'ۈ', 'ې']) => "ug",
        text if text.contains(['\u{674}', 'ۇ', 'ە']) => "kk-Arab",
        text if text.contains(['پ', 'چ', 'ژ', 'گ', 'ی', 'ک']) => "fa",
        _ => "ar",
    }
}

/// The language that `told` says, if `text` can be in it.
pub(crate) fn told(told: Option<&str>, text: &str) -> Option<Language> {
    let language = Language::new(&told?.trim().replace('_', "-"))?;
    let primary = language.primary();
    let can_be = match main_script(text) {
        Some(Script::Han) => matches!(&*primary, "zh" | "yue" | "ja" | "ko" | "vi"),
        Some(Script::Other) | None => !matches!(&*primary, "zh" | "ja" | "ko"),
        Some(Script::Arabic) => language.is_rtl() || primary == "kk" || primary == "ky",
        Some(_) => by_script(text).is_some_and(|language| language.primary() == primary),
    };
    // In Arabic letters these are written from right to left.
    let language = match (&*primary, main_script(text)) {
        ("kk" | "ky", Some(Script::Arabic)) => Language::new(&format!("{primary}-Arab"))?,
        _ => language,
    };
    can_be.then_some(language)
}

/// The language of an article, unless it is that of the pages.
pub(crate) fn of_article(said: &[Option<&str>], title: &str, body: &[Block]) -> Option<Key> {
    let text = [title, "\n", &body_text(body)].concat();
    let language = said.iter().find_map(|tag| told(*tag, &text)).or_else(|| by_script(&text))?;
    (!is_own(&language)).then_some(language.0)
}

/// Whether `language` is that of the pages: Chinese, unless it is told to be in other characters.
fn is_own(language: &Language) -> bool {
    let tag = language.0.as_str().to_ascii_lowercase();
    tag == "zh" || tag.starts_with("zh-cn") || tag.starts_with("zh-hans") || tag == "zh-sg"
}

/// `blocks` of an article in language `article`, marked with their languages where they are not in
/// that of the pages.
pub(crate) fn mark_foreign(blocks: Vec<Block>, article: Option<&Key>) -> Vec<Block> {
    let article = article.and_then(|tag| Language::new(tag.as_str()));
    let mut out: Vec<Block> = Vec::new();
    for block in blocks {
        let (language, body) = match block {
            Block::Foreign { language, body, .. } => (Language::new(language.as_str()), body),
            block => {
                let text = body_text(std::slice::from_ref(&block));
                // Of a Latin script the article knows better, and of its own language too.
                let own = article.as_ref().filter(|_| !text.trim().is_empty());
                let language = match (by_script(&text), own) {
                    (Some(found), Some(own)) if found.primary() == own.primary() => {
                        Some(own.clone())
                    }
                    (None, own) => own.cloned(),
                    (found, _) => found,
                };
                (language, vec![block])
            }
        };
        let foreign = language
            .filter(|language| !is_own(language))
            .filter(|_| body.iter().all(|block| nesting(block) < MAX_NESTING));
        match (foreign, out.last_mut()) {
            (Some(language), Some(Block::Foreign { language: known, body: last, .. }))
                if *known == language.0 =>
            {
                last.extend(body);
            }
            (Some(language), _) => out.push(language.mark(body)),
            (None, _) => out.extend(body),
        }
    }
    out
}

fn nesting(block: &Block) -> usize {
    1 + block.children().into_iter().flatten().map(nesting).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Inline;

    const UYGHUR: &str = "بۈگۈن سائەت 10 دا \"Zaidu\" بېتى ئېچىلدى.";
    const CHINESE: &str = "今天上午，Zaidu 的网页打开了。";

    fn p(text: &str) -> Block {
        Block::Paragraph(vec![Inline::Text(text.into())])
    }

    #[test]
    fn scripts_tell_languages() {
        let tag = |text| by_script(text).map(|language| String::from(language.0));
        for (text, language) in [
            (UYGHUR, Some("ug")),
            ("السلام عليكم", Some("ar")),
            (CHINESE, Some("zh-CN")),
            ("OpenAI 发布 GPT-5 与 Codex", None),
            ("བོད་སྐད", Some("bo")),
            ("ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ", Some("mn-Mong")),
            ("ꆈꌠꉙ", Some("ii")),
            ("한국어 뉴스", Some("ko")),
            ("ひらがなとカタカナ", Some("ja")),
            ("鲜の每日", Some("zh-CN")),
            ("English words", None),
            ("10:00 — 12", None),
            ("", None),
        ] {
            assert_eq!(tag(text).as_deref(), language, "{text}");
        }
    }

    #[test]
    fn what_is_told_is_believed_if_the_text_can_be_in_it() {
        let of =
            |said: &[Option<&str>], text: &str| of_article(said, "", &[p(text)]).map(String::from);
        assert_eq!(of(&[Some("en-US")], CHINESE), None);
        assert_eq!(of(&[Some("zh_TW")], CHINESE).as_deref(), Some("zh-TW"));
        assert_eq!(of(&[Some("zh-CN"), Some("en")], "English words").as_deref(), Some("en"));
        assert_eq!(of(&[Some("zh-CN")], UYGHUR).as_deref(), Some("ug"));
        assert_eq!(of(&[None, Some("kk")], "بۇگىن تاڭەرتەڭ").as_deref(), Some("kk-Arab"));
        assert_eq!(of(&[Some("<x>")], CHINESE), None);
    }

    #[test]
    fn blocks_in_another_language_stand_together() {
        let foreign = |tag, body| Language::new(tag).unwrap().mark(body);
        let ug = Key::new("ug").unwrap();
        let body = || vec![p(CHINESE), p(UYGHUR), p(UYGHUR), p("Zaidu"), p(CHINESE)];
        assert_eq!(
            mark_foreign(body(), None),
            [p(CHINESE), foreign("ug", vec![p(UYGHUR), p(UYGHUR)]), p("Zaidu"), p(CHINESE)]
        );
        assert_eq!(
            mark_foreign(body(), Some(&ug)),
            [p(CHINESE), foreign("ug", vec![p(UYGHUR), p(UYGHUR), p("Zaidu")]), p(CHINESE)]
        );
        assert!(matches!(foreign("ug", vec![]), Block::Foreign { rtl: true, .. }));
        assert!(matches!(foreign("bo", vec![]), Block::Foreign { rtl: false, .. }));
        assert_eq!(mark_foreign(vec![foreign("zh-CN", vec![p(CHINESE)])], None), [p(CHINESE)]);
        let taiwan = foreign("zh-TW", vec![p(CHINESE)]);
        assert_eq!(mark_foreign(vec![taiwan.clone()], None), [taiwan]);
        let twice = mark_foreign(mark_foreign(body(), Some(&ug)), Some(&ug));
        assert_eq!(twice, mark_foreign(body(), Some(&ug)));
    }
}
