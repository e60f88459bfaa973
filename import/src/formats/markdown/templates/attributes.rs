//! Attributes that kramdown and Pandoc write behind a text, and kramdown's extensions: nothing of
//! them is for readers.

use crate::normalize::prefix;

/// Maximum length of a list of attributes, in bytes.
const MAX_LENGTH: usize = 500;

/// The length of the attributes or the extension with which `text` begins, after `before`.
pub(super) fn length(text: &str, before: &str) -> Option<usize> {
    let head = prefix(text, MAX_LENGTH);
    if let Some(inner) = head.strip_prefix("{::") {
        let end = inner.find('}')?;
        let name = &inner[..end];
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
            return None;
        }
        let tag = "{::".len() + end + 1;
        let after = &text[tag..];
        let past = |end: &str| after.find(end).map(|at| tag + at + end.len());
        return match name.trim() {
            "comment" => past("{:/comment}").or_else(|| past("{:/}")).or(Some(tag)),
            _ => Some(tag),
        };
    }
    let end = head.find('}')?;
    if let Some(inner) = head[..end].strip_prefix("{:") {
        return are_attributes(inner).then_some(end + 1);
    }
    let is_behind = before.ends_with([')', ']', '`', '*']);
    let words = words(&head[1..end]);
    let is_pandoc = !words.is_empty() && words.iter().all(|word| is_mark(word) || is_pair(word));
    (is_behind && is_pandoc).then_some(end + 1)
}

/// Whether the text between `{:` and `}` is a list of attributes.
pub(super) fn are_attributes(inner: &str) -> bool {
    let words = words(inner);
    let is_end = |word: &str| word == "/" || word.strip_prefix('/').is_some_and(is_name);
    !words.is_empty()
        && words.iter().all(|word| is_mark(word) || is_pair(word) || is_name(word) || is_end(word))
}

/// Removes the item of a list at the end of `out`: a table of contents stands in its place.
pub(super) fn remove_last_item(out: &mut String) {
    let start = out.trim_end().rfind('\n').map_or(0, |at| at + 1);
    let line = out[start..].trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item =
        line.starts_with(['*', '-', '+']) || (number.len() < line.len() && number.starts_with('.'));
    if is_item {
        out.truncate(start);
    }
}

/// The words of `text`; what is in quotes is one.
fn words(text: &str) -> Vec<&str> {
    super::meaning::words(text)
}

/// A class or an id: `.wide`, `#map`.
fn is_mark(word: &str) -> bool {
    word.split(['.', '#']).skip(1).all(is_name) && word.starts_with(['.', '#'])
}

fn is_pair(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, value)| is_name(name) && !value.is_empty())
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
}
