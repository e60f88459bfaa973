//! Text normalisation for search: width folding, case folding, and punctuation as spaces.

/// `text` in the form in which it is searched: what is no part of a word is left out, and lines
/// are separated by a space. A term, which has no spaces, therefore matches across punctuation
/// and spaces, but not across the end of a line.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in normalize_chars(text) {
        match c {
            ' ' => {}
            '\n' if folded.ends_with(' ') => {}
            '\n' => folded.push(' '),
            _ => folded.push(c),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The characters of `text` as they are compared. Each is replaced by one, so that positions stay
/// the same, and what is no part of a word by a space; the end of a line stays.
pub(super) fn normalize_chars(text: &str) -> Vec<char> {
    text.chars().map(|c| if c == '\n' { c } else { normalize_char(c) }).collect()
}

/// Maps full-width forms to ASCII, and capitals to small letters where one offset does for a
/// whole alphabet: the app must not carry Unicode tables for this. Other scripts are compared as
/// they are.
fn normalize_char(c: char) -> char {
    let shift = |by: u32| char::from_u32(u32::from(c) + by).unwrap_or(c);
    match c {
        // Full-width forms of ASCII, in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            normalize_char(u8::try_from(u32::from(c) - 0xfee0).map_or(' ', char::from))
        }
        '\0'..='\u{7f}' if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
        _ if is_separator(c) => ' ',
        // Latin, Greek, Cyrillic.
        '\u{c0}'..='\u{de}' | '\u{391}'..='\u{3a9}' | '\u{410}'..='\u{42f}' => shift(32),
        '\u{400}'..='\u{40f}' => shift(80),
        _ => c,
    }
}

/// Whether `c`, which is not an ASCII letter or digit, separates words. The list is one of
/// punctuation and symbols rather than of letters, so that letters of rare scripts are
/// searchable without being listed.
fn is_separator(c: char) -> bool {
    matches!(c,
        '\0'..='\u{bf}' | '\u{d7}' | '\u{f7}'
        // General punctuation; currency symbols; arrows to technical symbols.
        | '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20cf}' | '\u{2190}'..='\u{245f}'
        // Box drawing, shapes, pictographs; supplemental punctuation.
        | '\u{2500}'..='\u{2bff}' | '\u{2e00}'..='\u{2e7f}'
        // CJK punctuation, without the iteration mark, zero and numerals among it.
        | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{30fb}'
        // Variation selectors, vertical and small forms; half-width punctuation; signs.
        | '\u{fe00}'..='\u{fe6f}' | '\u{ff5f}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffff}'
        | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The ranges are a short form of Unicode's tables. For the scripts that Chinese newsrooms
    /// use, both agree.
    #[test]
    fn word_characters_are_those_of_unicode() {
        let exceptions = "ªµº²³¹¼½¾";
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
            for c in (first..=last).filter(|c| !exceptions.contains(*c)) {
                assert_eq!(normalize_char(c) != ' ', c.is_alphanumeric(), "{c:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn normalization_keeps_character_positions_and_is_idempotent(text in ".{0,40}") {
            let normalized: String = normalize_chars(&text).into_iter().collect();
            prop_assert_eq!(normalized.chars().count(), text.chars().count());
            prop_assert_eq!(normalize_chars(&normalized), normalize_chars(&text));
            prop_assert_eq!(fold(&fold(&text)), fold(&text).replace(' ', ""));
        }
    }
}
