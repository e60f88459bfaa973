//! Text as readers see it: without what hides, in lines of bounded length.

/// Characters that show nothing and change how others show: controls,
/// bidirectional marks and the byte order mark. Dropped from every text; without
/// them a title cannot turn around what stands beside it.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// `text` on one line: hidden characters dropped, white space trimmed and
/// collapsed, cut at `max` characters. Nothing when nothing is left.
///
/// A run of white space becomes one space, or one ideographic space where it
/// holds one: Chinese titles separate their halves with it.
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
    (!out.is_empty()).then(|| cut(out, max))
}

/// `text` if it has at most `max` characters, else its beginning and `……`.
pub(crate) fn cut(mut text: String, max: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(max) {
        text.truncate(end);
        text.truncate(text.trim_end().len());
        text.push_str("……");
    }
    text
}

/// The beginning of `text`, at most `max` bytes and whole characters.
pub(crate) fn head(text: &str, max: usize) -> &str {
    let end = text.len().min(max);
    let end = (0..=end).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

/// `text` without any white space: `张　三` and `张三` are the same name.
pub(crate) fn squash(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_trimmed_collapsed_and_cut() {
        let line = |text| line(text, 5);
        assert_eq!(line(" \u{3000}潮 \n\t水\u{a0}"), Some("潮 水".into()));
        assert_eq!(line("上 \u{3000} 下"), Some("上\u{3000}下".into()));
        assert_eq!(line("一二三四五六"), Some("一二三四五……".into()));
        assert_eq!(line("\u{202e}gpj\u{2069}\u{200f}\0"), Some("gpj".into()));
        assert_eq!(line("\u{3000}\u{202e} "), None);
    }

    #[test]
    fn heads_end_between_characters() {
        assert_eq!(head("潮水", 4), "潮");
        assert_eq!(head("潮水", 6), "潮水");
        assert_eq!(head("潮", 2), "");
        assert_eq!(squash("张\u{3000}三 "), "张三");
    }
}
