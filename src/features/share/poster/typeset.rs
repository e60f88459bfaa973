//! Lines of Chinese text, where no browser breaks them.
//!
//! A line may end between two ideographs, but not before a closing mark, after an
//! opening one (避头尾), inside `——` and `……`, or inside a Latin word or a number.

use crate::strings::{NO_LINE_BEGINS_WITH, NO_LINE_ENDS_WITH};

/// What stands for words that have no room.
const MORE: &str = "…";

/// `text` in at most `most` lines of at most `width`, by what `measure` says a
/// piece of it is wide. Only a word that is wider than a line is broken inside.
pub(super) fn lines(
    text: &str,
    width: f64,
    most: usize,
    measure: &dyn Fn(&str) -> f64,
) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut pieces = pieces(text, width, measure).into_iter().peekable();
    while let Some(piece) = pieces.next() {
        line.push_str(piece);
        let Some(next) = pieces.peek() else { break };
        let wider = [&line, next.trim_end()].concat();
        if measure(&wider) <= width {
            continue;
        }
        if lines.len() + 1 == most {
            line = shortened(&line, width, measure);
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

/// `line` with [`MORE`] in the place of what has no room then.
fn shortened(line: &str, width: f64, measure: &dyn Fn(&str) -> f64) -> String {
    let mut rest = line;
    loop {
        let kept = rest.trim_end_matches(|c: char| {
            c.is_whitespace() || NO_LINE_BEGINS_WITH.contains(c) || NO_LINE_ENDS_WITH.contains(c)
        });
        let whole = [kept, MORE].concat();
        match kept.char_indices().next_back() {
            Some((last, _)) if measure(&whole) > width => rest = &kept[..last],
            _ => return whole,
        }
    }
}

/// `text` in pieces between which a line may end. Blanks stay with what they
/// follow.
fn pieces<'a>(text: &'a str, width: f64, measure: &dyn Fn(&str) -> f64) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    // The last character that is no blank, and whether blanks follow it.
    let mut before = None;
    let mut is_spaced = false;
    let text = text.trim();
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            is_spaced = true;
            continue;
        }
        let ends = before.is_some_and(|before| {
            may_end_between(before, is_spaced, c)
                || measure(&text[start..at + c.len_utf8()]) > width
        });
        if ends {
            pieces.push(&text[start..at]);
            start = at;
        }
        (before, is_spaced) = (Some(c), false);
    }
    pieces.push(&text[start..]);
    pieces
}

fn may_end_between(a: char, is_spaced: bool, b: char) -> bool {
    let is_kept = NO_LINE_ENDS_WITH.contains(a) || NO_LINE_BEGINS_WITH.contains(b) || is_joined(b);
    !is_kept && (is_spaced || is_wide(a) || is_wide(b))
}

/// Whether `c` belongs to the character before it.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Whether `c` is a word of its own, as ideographs and their punctuation are.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{1f000}'..='\u{3ffff}')
        || (c > '\u{ff}' && (NO_LINE_BEGINS_WITH.contains(c) || NO_LINE_ENDS_WITH.contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Ideographs are one wide, everything else a half.
    fn measure(text: &str) -> f64 {
        text.chars().map(|c| if c >= '\u{2000}' { 1.0 } else { 0.5 }).sum()
    }

    fn set(text: &str, width: f64) -> Vec<String> {
        lines(text, width, usize::MAX, &measure)
    }

    #[test]
    fn ideographs_fill_their_lines() {
        assert_eq!(set("春江潮水连海平", 4.0), ["春江潮水", "连海平"]);
        assert_eq!(set("  春江  ", 4.0), ["春江"]);
        assert_eq!(set("", 4.0), [""; 0]);
    }

    #[test]
    fn no_line_begins_with_a_closing_mark() {
        for mark in "，。、；：？！）》」』】〕〉”’…—·,.;:?!)]}%".chars() {
            let text = format!("春江潮水{mark}连海平");
            assert_eq!(set(&text, 4.0).join("/"), format!("春江潮/水{mark}连海/平"));
        }
        assert_eq!(set("他说“潮水来了。”江边", 7.0), ["他说“潮水来", "了。”江边"]);
    }

    #[test]
    fn no_line_ends_with_an_opening_mark() {
        for mark in "（《「『【〔〈“‘([{￥".chars() {
            let text = format!("春江潮{mark}水连海平");
            assert_eq!(set(&text, 4.0)[0], "春江潮", "{mark}");
        }
        assert_eq!(set("读了“《潮》一书", 4.0), ["读了", "“《潮》", "一书"]);
    }

    #[test]
    fn dashes_and_dots_are_whole() {
        assert_eq!(set("春江潮——水连", 4.0), ["春江", "潮——水", "连"]);
        assert_eq!(set("春江潮……水连", 4.0), ["春江", "潮……水", "连"]);
    }

    #[test]
    fn words_and_numbers_are_whole() {
        assert_eq!(set("全长12.5公里", 4.0), ["全长12.5", "公里"]);
        assert_eq!(set("用Rust写成的", 3.0), ["用Rust", "写成的"]);
        assert_eq!(set("增长3.5%以上", 3.5), ["增长", "3.5%以", "上"]);
        assert_eq!(set("hello big world", 4.0), ["hello", "big", "world"]);
        assert_eq!(
            set("见https://example.org/a/b", 4.0),
            ["见", "https://", "example.", "org/a/b"]
        );
    }

    #[test]
    fn what_has_no_room_is_told() {
        let two = |text| lines(text, 4.0, 2, &measure);
        assert_eq!(two("春江潮水连海平海上"), ["春江潮水", "连海平…"]);
        assert_eq!(two("春江潮水连海，海上"), ["春江潮水", "连海…"]);
        assert_eq!(two("春江潮水连海平海"), ["春江潮水", "连海平海"]);
        assert_eq!(two("春江"), ["春江"]);
    }

    proptest! {
        #[test]
        fn every_text_keeps_the_rules(
            text in "[一-龥，。、”“（）《》—… a-z0-9%]{0,60}",
            width in 6_u8..20,
        ) {
            let width = f64::from(width);
            let lines = set(&text, width);
            let whole = |text: &str| text.replace(' ', "");
            prop_assert_eq!(whole(&lines.concat()), whole(&text));
            for line in &lines {
                prop_assert!(measure(line) <= width, "{line} is too wide");
            }
            // A run of marks that is wider than a line has to break.
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
