//! Parser of credit lines, such as `作者:林一舟、周渡` and `本报记者 林一舟`.

use crate::normalize::without_white_space;

/// Labels before the names of authors. A label comes before its suffixes.
pub(super) const AUTHOR_LABELS: [&str; 11] = [
    "本报特约记者",
    "本报通讯员",
    "本网记者",
    "本报记者",
    "特约记者",
    "通讯员",
    "撰文",
    "作者",
    "记者",
    "撰稿",
    "文",
];

/// Labels before the name of an editor.
pub(super) const EDITOR_LABELS: [&str; 4] = ["责任编辑", "责编", "编辑", "本期编辑"];

/// Maximum length of a credit line, in characters; a longer paragraph is ordinary text.
pub(super) const MAX_LENGTH: usize = 60;

/// `text` with full-width forms (U+FF01 to U+FF5E) replaced by ASCII, one character by one:
/// newsrooms mix both forms of colons, commas and parentheses.
pub(super) fn to_half_width(text: &str) -> String {
    let to_ascii = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(to_ascii).collect()
}

/// The names in a half-width text that consists of one of `labels` and names. A colon, slash,
/// bar or space ends the label.
pub(super) fn labelled_names<'a>(text: &'a str, labels: &[&str]) -> Option<Vec<&'a str>> {
    let text = text.trim();
    labels.iter().find_map(|label| {
        let rest = strip_label(text, label)?;
        let names = rest.trim_start().strip_prefix([':', '/', '|', '\u{4e28}']);
        let names = match names {
            Some(names) => names,
            None if rest.starts_with(char::is_whitespace) => rest,
            None => return None,
        };
        let names = split_names(names);
        (!names.is_empty() && names.iter().all(|name| is_name(name))).then_some(names)
    })
}

/// The text after `label`, whose characters may be separated by spaces (`作 者`).
fn strip_label<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    label.chars().try_fold(text, |rest, c| rest.trim_start().strip_prefix(c))
}

/// Splits names at commas of every kind, or at spaces when there is no comma and the names are
/// Chinese: other names contain spaces.
fn split_names(names: &str) -> Vec<&str> {
    let commas = ['、', ',', '/', ';'];
    let by_space = !names.contains(commas) && !names.contains(|c: char| c.is_ascii_alphabetic());
    let names = names.split(|c: char| commas.contains(&c) || by_space && c.is_whitespace());
    let names: Vec<_> = names.map(str::trim).filter(|name| !name.is_empty()).collect();
    names
}

/// Whether a text is plausible as a person's name, and not a sentence.
fn is_name(text: &str) -> bool {
    let is_allowed = |c: char| {
        c.is_alphabetic() || c.is_whitespace() || matches!(c, '·' | '•' | '.' | '-' | '\'')
    };
    let max_length = if text.contains(|c: char| c.is_ascii_alphabetic()) { 30 } else { 8 };
    text.chars().count() <= max_length && text.chars().all(is_allowed)
}

/// Whether a half-width `text` consists of names that are all among `known`, with or without a
/// label.
pub(super) fn repeats_names(text: &str, known: &[String]) -> bool {
    let known: Vec<_> = known.iter().map(|name| without_white_space(name)).collect();
    let is_known = |name: &&str| known.contains(&without_white_space(name));
    let all_known = |names: &[&str]| !names.is_empty() && names.iter().all(is_known);
    all_known(&split_names(text))
        // Names of two characters are often spaced to the width of three: `林  舟`.
        || is_known(&text)
        || labelled_names(text, &AUTHOR_LABELS).is_some_and(|names| {
            all_known(&names) || known.contains(&names.concat())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(names: &[&str]) -> Option<Vec<String>> {
        Some(names.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn labels_need_a_separator() {
        let names = |text: &str| -> Option<Vec<String>> {
            Some(labelled_names(text, &AUTHOR_LABELS)?.into_iter().map(str::to_owned).collect())
        };
        assert_eq!(names("作者:林一舟"), owned(&["林一舟"]));
        assert_eq!(names("作 者: 林一舟、周渡,沈砚"), owned(&["林一舟", "周渡", "沈砚"]));
        assert_eq!(
            names(&to_half_width("作者\u{ff1a}林一舟\u{ff0c}周渡")),
            owned(&["林一舟", "周渡"])
        );
        assert_eq!(names("文/林一舟 周渡"), owned(&["林一舟", "周渡"]));
        assert_eq!(names("本报记者\u{3000}林一舟"), owned(&["林一舟"]));
        assert_eq!(names("记者:Ann Lee, Bo"), owned(&["Ann Lee", "Bo"]));
        for text in
            ["作者林一舟", "作者:", "文章:林", "记者 在江边看到了今年最大的潮水", "作者:他来了。"]
        {
            assert_eq!(names(text), None, "{text}");
        }
    }

    #[test]
    fn repeated_names_are_found_in_any_spelling() {
        let known = ["林一舟".to_owned(), "周渡".to_owned()];
        for text in ["林一舟", "周\u{3000}渡", "林一舟 周渡", "作者:周渡", "记者 周 渡"]
        {
            assert!(repeats_names(text, &known), "{text}");
        }
        for text in ["", "沈砚", "林一舟、沈砚", "作者", "作者:"] {
            assert!(!repeats_names(text, &known), "{text}");
        }
        assert!(!repeats_names("", &[]));
    }
}
