//! Properties of Chinese text.

/// Whether `c` is a Han character (ideograph), including the iteration mark 々 and the zero 〇.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
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
}
