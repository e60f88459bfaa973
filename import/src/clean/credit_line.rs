//! How newsrooms write who did what: `作者:林一舟、周渡`, `本报记者 林一舟`.

use crate::normalize::squash;

/// What may stand before the names of authors. The longer before the shorter.
pub(super) const AUTHOR: [&str; 11] = [
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

/// What may stand before the name of an editor.
pub(super) const EDITOR: [&str; 4] = ["责任编辑", "责编", "编辑", "本期编辑"];

/// The longest credit line, in characters; a longer paragraph is text.
pub(super) const LONGEST: usize = 60;

/// `text` with ASCII in the place of its full-width twins (U+FF01 to U+FF5E), one
/// character for one: newsrooms mix both colons, commas and parentheses.
pub(super) fn narrow(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(narrow).collect()
}

/// The names in a narrow text that is nothing but one of `labels` and names. A label
/// ends with a colon, a slash or a space.
pub(super) fn labelled<'a>(text: &'a str, labels: &[&str]) -> Option<Vec<&'a str>> {
    let text = text.trim();
    labels.iter().find_map(|label| {
        let rest = spaced(text, label)?;
        let names = rest.trim_start().strip_prefix([':', '/', '|', '\u{4e28}']);
        let names = match names {
            Some(names) => names,
            None if rest.starts_with(char::is_whitespace) => rest,
            None => return None,
        };
        let names = split(names);
        (!names.is_empty() && names.iter().all(|name| is_name(name))).then_some(names)
    })
}

/// What follows `label`, whose characters may stand apart (`作 者`).
fn spaced<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    label.chars().try_fold(text, |rest, c| rest.trim_start().strip_prefix(c))
}

/// Names between commas of every kind; between spaces where there is no comma
/// and the names are Chinese, for others have spaces inside.
fn split(names: &str) -> Vec<&str> {
    let commas = ['、', ',', '/', ';'];
    let by_space = !names.contains(commas) && !names.contains(|c: char| c.is_ascii_alphabetic());
    let names = names.split(|c: char| commas.contains(&c) || by_space && c.is_whitespace());
    let names: Vec<_> = names.map(str::trim).filter(|name| !name.is_empty()).collect();
    names
}

/// Whether a text can be a person's name and is not a sentence.
fn is_name(text: &str) -> bool {
    let inside = |c: char| {
        c.is_alphabetic() || c.is_whitespace() || matches!(c, '·' | '•' | '.' | '-' | '\'')
    };
    let most = if text.contains(|c: char| c.is_ascii_alphabetic()) { 30 } else { 8 };
    text.chars().count() <= most && text.chars().all(inside)
}

/// The names of a narrow `text`, with a label or without one, when all of them are among
/// `known`.
pub(super) fn repeats(text: &str, known: &[String]) -> bool {
    let known: Vec<_> = known.iter().map(|name| squash(name)).collect();
    let is_known = |name: &&str| known.contains(&squash(name));
    let all = |names: &[&str]| !names.is_empty() && names.iter().all(is_known);
    all(&split(text))
        // A name of two characters is set to the width of three: `林  舟`.
        || is_known(&text)
        || labelled(text, &AUTHOR).is_some_and(|names| {
            all(&names) || known.contains(&names.concat())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(names: &[&str]) -> Option<Vec<String>> {
        Some(names.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn labels_end_somewhere() {
        let names = |text: &str| -> Option<Vec<String>> {
            Some(labelled(text, &AUTHOR)?.into_iter().map(str::to_owned).collect())
        };
        assert_eq!(names("作者:林一舟"), owned(&["林一舟"]));
        assert_eq!(names("作 者: 林一舟、周渡,沈砚"), owned(&["林一舟", "周渡", "沈砚"]));
        assert_eq!(names(&narrow("作者\u{ff1a}林一舟\u{ff0c}周渡")), owned(&["林一舟", "周渡"]));
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
    fn names_repeat_in_any_spelling() {
        let known = ["林一舟".to_owned(), "周渡".to_owned()];
        for text in ["林一舟", "周\u{3000}渡", "林一舟 周渡", "作者:周渡", "记者 周 渡"]
        {
            assert!(repeats(text, &known), "{text}");
        }
        for text in ["", "沈砚", "林一舟、沈砚", "作者", "作者:"] {
            assert!(!repeats(text, &known), "{text}");
        }
        assert!(!repeats("", &[]));
    }
}
