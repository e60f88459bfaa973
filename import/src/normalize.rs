//! Text normalisation: removes hidden characters, collapses white space, truncates lines.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use zaidu_model::text::is_noncharacter;

/// Whether `c` is invisible and has no place in text: control characters, bidirectional controls,
/// by which a title could reverse the text next to it, marks of where a word may or may not break,
/// which split words for a search, what word processors and fonts of symbols have for their own use,
/// and noncharacters, which XML forbids. They are removed from all text.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{f000}'..='\u{f0ff}'
            | '\u{fff9}'..='\u{fffb}')
        || is_noncharacter(c)
}

/// Whether `text` shows nothing: it has only white space, joiners and variation selectors.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || is_hidden(c)
            || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}')
    })
}

/// Whether no blank stands between `c` and a character like it: Chinese and Japanese characters and
/// their marks. A line end between two of them is where an editor has broken a line, not a blank.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fff}' | '\u{3001}'..='\u{312f}' | '\u{31a0}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '‘' | '’' | '…' | '—')
}

/// `text` on one line: without hidden characters, with white space trimmed and collapsed, and
/// truncated to `max` characters. `None` when nothing is left.
///
/// White space is collapsed to one space, or to one ideographic space if it contains one: Chinese
/// titles separate their two halves with it.
pub(crate) fn line(text: &str, max: usize) -> Option<String> {
    let mut out = String::new();
    let mut gap = None;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = match (c, gap) {
                ('\u{3000}', _) | (_, None) => Some(c),
                (_, known) => known,
            };
        } else if !is_hidden(c) {
            let before = out.chars().next_back();
            match (gap.take(), before) {
                (None, _) | (_, None) => {}
                (Some('\u{3000}'), _) => out.push('\u{3000}'),
                (Some('\n' | '\r'), Some(before)) if is_unspaced(before) && is_unspaced(c) => {}
                (Some(_), Some(_)) => out.push(' '),
            }
            out.push(c);
        }
    }
    (!is_blank(&out)).then(|| truncate(out, max))
}

/// `text` as a name, which is compared and is part of an address: as [`line`], with letters and
/// their marks composed (Unicode NFC).
pub(crate) fn name(text: &str, max: usize) -> Option<String> {
    let composed: String = text.nfc().collect();
    line(&composed, max)
}

/// `text` truncated to at most `max` characters, between signs as readers see them: a family of
/// several emoji is one. `……` is appended if it was longer.
fn truncate(mut text: String, max: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(max) {
        let starts = text.grapheme_indices(true).map(|(start, _)| start);
        let end = starts.take_while(|start| *start <= end).last().unwrap_or(0);
        text.truncate(end);
        text.truncate(text.trim_end().len());
        text.push_str("……");
    }
    text
}

/// The prefix of `text` of at most `max` bytes that ends at a character boundary.
pub(crate) fn prefix(text: &str, max: usize) -> &str {
    let end = text.len().min(max);
    let end = (0..=end).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

/// `text` without white space, for comparison: `张　三` and `张三` are the same name.
pub(crate) fn without_white_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignorable_characters_neither_split_words_nor_make_titles() {
        let line = |text| line(text, 20);
        assert_eq!(line("望\u{200b}澜\u{ad}大\u{2060}桥\u{fffe}\u{f0b7}"), Some("望澜大桥".into()));
        assert_eq!(line("\u{200b}\u{200c}\u{2060}\u{fe0f}"), None);
        assert_eq!(line("👨\u{200d}👩"), Some("👨\u{200d}👩".into()));
    }

    #[test]
    fn a_line_end_between_chinese_characters_is_no_blank() {
        let line = |text| line(text, 40);
        assert_eq!(
            line("江面上起了\n大雾，\r\n 渡轮停航"),
            Some("江面上起了大雾，渡轮停航".into())
        );
        assert_eq!(line("上 下"), Some("上 下".into()));
        assert_eq!(line("English\nwords和\nwords"), Some("English words和 words".into()));
    }

    #[test]
    fn text_is_cut_between_whole_signs() {
        let family = "👨\u{200d}👩\u{200d}👧";
        assert_eq!(line(&format!("字{family}后"), 4), Some("字……".into()));
        assert_eq!(line(&format!("字{family}后"), 6), Some(format!("字{family}……")));
        assert_eq!(line("字🇨🇳🇨🇳", 4), Some("字🇨🇳……".into()));
    }

    #[test]
    fn lines_are_trimmed_collapsed_and_truncated() {
        let line = |text| line(text, 5);
        assert_eq!(line(" \u{3000}潮 \n\t水\u{a0}"), Some("潮 水".into()));
        assert_eq!(line("上 \u{3000} 下"), Some("上\u{3000}下".into()));
        assert_eq!(line("一二三四五六"), Some("一二三四五……".into()));
        assert_eq!(line("\u{202e}gpj\u{2069}\u{200f}\0"), Some("gpj".into()));
        assert_eq!(line("\u{3000}\u{202e} "), None);
    }

    #[test]
    fn prefixes_end_at_character_boundaries() {
        assert_eq!(prefix("潮水", 4), "潮");
        assert_eq!(prefix("潮水", 6), "潮水");
        assert_eq!(prefix("潮", 2), "");
        assert_eq!(without_white_space("张\u{3000}三 "), "张三");
    }
}
