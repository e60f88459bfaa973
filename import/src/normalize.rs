//! Text normalisation: removes hidden characters, collapses white space, truncates lines.

/// Whether `c` is invisible and changes how other characters are displayed: control characters,
/// bidirectional controls and the byte order mark. They are removed from all text, so that a
/// title cannot reverse the text next to it.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
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
            gap = if c == '\u{3000}' { Some(c) } else { gap.or(Some(' ')) };
        } else if !is_hidden(c) {
            if let Some(space) = gap.take().filter(|_| !out.is_empty()) {
                out.push(space);
            }
            out.push(c);
        }
    }
    (!out.is_empty()).then(|| truncate(out, max))
}

/// `text` truncated to `max` characters; `……` is appended if it was longer.
fn truncate(mut text: String, max: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(max) {
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
