//! Properties of Chinese text: Han characters, and how long a text is.

/// Whether `c` is a Han character (ideograph), including the iteration mark 々 and the zero 〇.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether `c` is a noncharacter: one of 66 code points that Unicode never assigns. No font shows
/// them, and XML forbids two of them.
#[must_use]
pub fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

/// The length of `text` (字数): its Han characters and other words, without punctuation.
#[must_use]
pub fn length(text: &str) -> u32 {
    let mut length = 0;
    let mut is_in_word = false;
    for c in text.chars() {
        // Letters and numbers of other scripts; Han characters are no part of a word.
        let is_word = c.is_ascii_alphanumeric() || ('\u{c0}'..'\u{2000}').contains(&c);
        length += u32::from(is_han(c) || is_word && !is_in_word);
        is_in_word = is_word;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_are_no_marks_letters_or_kana() {
        for c in ['一', '澜', '龥', '〇', '々', '㐀', '\u{20000}'] {
            assert!(is_han(c), "{c:?}");
        }
        for c in ['a', '1', '\u{ff0c}', '。', 'の', '한', '\u{3000}', '…'] {
            assert!(!is_han(c), "{c:?}");
        }
    }

    #[test]
    fn there_are_66_noncharacters() {
        assert_eq!(('\0'..=char::MAX).filter(|c| is_noncharacter(*c)).count(), 66);
        assert!(!is_noncharacter('\u{fffd}'), "a character that could not be read is shown");
    }

    #[test]
    fn han_characters_and_words_are_counted() {
        for (text, want) in [
            ("", 0),
            ("潮水来了。", 4),
            ("320 个传感器、5G 与 AI：望澜大桥", 12),
            ("Hello, wörld!", 2),
        ] {
            assert_eq!(length(text), want, "{text}");
        }
    }
}
