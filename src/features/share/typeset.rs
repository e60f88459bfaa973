//! Line breaking of Chinese text in drawn pictures, where no browser breaks lines.
//!
//! A line may end between two ideographs, but not before a closing mark, after an opening one
//! (避头尾), inside `——` and `……`, or inside a Latin word or a number.

use crate::strings::{NO_LINE_BEGINS_WITH, NO_LINE_ENDS_WITH};

/// Appended to text that is truncated.
const ELLIPSIS: &str = "…";

/// Breaks `text` into at most `max_lines` lines of at most `width`, with widths by `measure`. Only
/// a word that is wider than a line is broken inside.
#[must_use]
pub fn break_lines(
    text: &str,
    width: f64,
    max_lines: usize,
    measure: &dyn Fn(&str) -> f64,
) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut segments = segments(text, width, measure).into_iter().peekable();
    while let Some(segment) = segments.next() {
        line.push_str(segment);
        let Some(next) = segments.peek() else { break };
        let extended = [&line, next.trim_end()].concat();
        if measure(&extended) <= width {
            continue;
        }
        if lines.len() + 1 == max_lines {
            line = truncate(&line, width, measure);
            break;
        }
        lines.push(line.trim_end().to_owned());
        line.clear();
    }
    let last = line.trim_end();
    if !last.is_empty() {
        lines.push(last.to_owned());
    }
    lines
}

/// Truncates `line` so that it fits with [`ELLIPSIS`] appended.
fn truncate(line: &str, width: f64, measure: &dyn Fn(&str) -> f64) -> String {
    let mut rest = line;
    loop {
        let kept = rest.trim_end_matches(|c: char| {
            c.is_whitespace() || NO_LINE_BEGINS_WITH.contains(c) || NO_LINE_ENDS_WITH.contains(c)
        });
        let truncated = [kept, ELLIPSIS].concat();
        match kept.char_indices().next_back() {
            Some((last, _)) if measure(&truncated) > width => rest = &kept[..last],
            _ => return truncated,
        }
    }
}

/// Splits `text` at its break opportunities. White space belongs to the segment before it.
fn segments<'a>(text: &'a str, width: f64, measure: &dyn Fn(&str) -> f64) -> Vec<&'a str> {
    let mut segments = Vec::new();
    let mut start = 0;
    // The last non-blank character, and whether white space follows it.
    let mut previous = None;
    let mut is_spaced = false;
    let text = text.trim();
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            is_spaced = true;
            continue;
        }
        let can_break = previous.is_some_and(|previous| {
            can_break_between(previous, is_spaced, c)
                || measure(&text[start..at + c.len_utf8()]) > width
        });
        if can_break {
            segments.push(&text[start..at]);
            start = at;
        }
        (previous, is_spaced) = (Some(c), false);
    }
    segments.push(&text[start..]);
    segments
}

fn can_break_between(a: char, is_spaced: bool, b: char) -> bool {
    let is_prohibited =
        NO_LINE_ENDS_WITH.contains(a) || NO_LINE_BEGINS_WITH.contains(b) || is_combining(b);
    !is_prohibited && (is_spaced || is_wide(a) || is_wide(b))
}

/// Whether `c` combines with the character before it.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Whether a line may end before and after `c`, as with ideographs and their punctuation.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{1f000}'..='\u{3ffff}')
        || (c > '\u{ff}' && (NO_LINE_BEGINS_WITH.contains(c) || NO_LINE_ENDS_WITH.contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Ideographs have width 1, all other characters 0.5.
    fn measure(text: &str) -> f64 {
        text.chars().map(|c| if c >= '\u{2000}' { 1.0 } else { 0.5 }).sum()
    }

    fn broken(text: &str, width: f64) -> Vec<String> {
        break_lines(text, width, usize::MAX, &measure)
    }

    #[test]
    fn ideographs_fill_their_lines() {
        assert_eq!(broken("春江潮水连海平", 4.0), ["春江潮水", "连海平"]);
        assert_eq!(broken("  春江  ", 4.0), ["春江"]);
        assert_eq!(broken("", 4.0), [""; 0]);
    }

    #[test]
    fn no_line_begins_with_a_closing_mark() {
        for mark in "，。、；：？！）》」』】〕〉”’…—·,.;:?!)]}%".chars() {
            let text = format!("春江潮水{mark}连海平");
            assert_eq!(broken(&text, 4.0).join("/"), format!("春江潮/水{mark}连海/平"));
        }
        assert_eq!(broken("他说“潮水来了。”江边", 7.0), ["他说“潮水来", "了。”江边"]);
    }

    #[test]
    fn no_line_ends_with_an_opening_mark() {
        for mark in "（《「『【〔〈“‘([{￥".chars() {
            let text = format!("春江潮{mark}水连海平");
            assert_eq!(broken(&text, 4.0)[0], "春江潮", "{mark}");
        }
        assert_eq!(broken("读了“《潮》一书", 4.0), ["读了", "“《潮》", "一书"]);
    }

    #[test]
    fn dashes_and_ellipses_are_not_broken() {
        assert_eq!(broken("春江潮——水连", 4.0), ["春江", "潮——水", "连"]);
        assert_eq!(broken("春江潮……水连", 4.0), ["春江", "潮……水", "连"]);
    }

    #[test]
    fn words_and_numbers_are_not_broken() {
        assert_eq!(broken("全长12.5公里", 4.0), ["全长12.5", "公里"]);
        assert_eq!(broken("用Rust写成的", 3.0), ["用Rust", "写成的"]);
        assert_eq!(broken("增长3.5%以上", 3.5), ["增长", "3.5%以", "上"]);
        assert_eq!(broken("hello big world", 4.0), ["hello", "big", "world"]);
        assert_eq!(
            broken("见https://example.org/a/b", 4.0),
            ["见", "https://", "example.", "org/a/b"]
        );
    }

    #[test]
    fn truncated_text_ends_in_an_ellipsis() {
        let two = |text| break_lines(text, 4.0, 2, &measure);
        assert_eq!(two("春江潮水连海平海上"), ["春江潮水", "连海平…"]);
        assert_eq!(two("春江潮水连海，海上"), ["春江潮水", "连海…"]);
        assert_eq!(two("春江潮水连海平海"), ["春江潮水", "连海平海"]);
        assert_eq!(two("春江"), ["春江"]);
    }

    proptest! {
        #[test]
        fn every_text_follows_the_rules(
            text in "[一-龥，。、”“（）《》—… a-z0-9%]{0,60}",
            width in 6_u8..20,
        ) {
            let width = f64::from(width);
            let lines = broken(&text, width);
            let without_spaces = |text: &str| text.replace(' ', "");
            prop_assert_eq!(without_spaces(&lines.concat()), without_spaces(&text));
            for line in &lines {
                prop_assert!(measure(line) <= width, "{line} is too wide");
            }
            // A run of punctuation that is wider than a line has to be broken.
            let longest = text.split(|c| is_wide(c) && !NO_LINE_BEGINS_WITH.contains(c)
                && !NO_LINE_ENDS_WITH.contains(c)).map(measure).fold(0.0, f64::max);
            if longest + 2.0 <= width {
                for line in &lines[1.min(lines.len())..] {
                    prop_assert!(!line.starts_with(|c| NO_LINE_BEGINS_WITH.contains(c)), "{lines:?}");
                }
                for line in &lines[..lines.len().saturating_sub(1)] {
                    prop_assert!(!line.ends_with(|c| NO_LINE_ENDS_WITH.contains(c)), "{lines:?}");
                }
            }
        }
    }
}
