//! `crate::` and `super::` paths of a Rust file, with `{…}` groups expanded.

use super::lexer::{is_word, line_of};

/// Every path that starts with `crate` or `super`, with its line number from 1. `bare` is the text
/// without comments and strings.
pub(super) fn paths(bare: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for start in ["crate::", "super::"] {
        for (at, _) in bare.match_indices(start) {
            // `super::super::a` is one path.
            if !bare[..at].ends_with(|c: char| is_word(c) || c == ':') {
                expand(bare, at, "", &mut found);
            }
        }
    }
    found.sort();
    found
}

/// Parses one path at byte offset `at` and adds it to `found`; returns the offset after it.
fn expand(bare: &str, at: usize, prefix: &str, found: &mut Vec<(usize, String)>) -> usize {
    let rest = &bare[at..];
    let length = rest.find(|c| !is_word(c) && c != ':').unwrap_or(rest.len());
    let path = format!("{prefix}{}", &rest[..length]);
    if !rest[length..].starts_with('{') {
        found.push((line_of(bare, at), path.trim_end_matches(':').to_owned()));
        return at + length;
    }
    let mut offset = at + length + 1;
    loop {
        let rest = &bare[offset..];
        match rest.chars().next() {
            None => return offset,
            Some('}') => return offset + 1,
            Some(c) if is_word(c) && rest.starts_with("as ") => offset += 3,
            Some(c) if is_word(c) => offset = expand(bare, offset, &path, found),
            Some(c) => offset += c.len_utf8(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(bare: &str) -> Vec<String> {
        paths(bare).into_iter().map(|(_, path)| path).collect()
    }

    #[test]
    fn groups_are_expanded() {
        let bare = "use crate::{a, b::{c as d,\n e::f}};\nlet g = crate::h::i(1);";
        let expected = [(1, "crate::a"), (1, "crate::b::c"), (1, "d"), (2, "crate::b::e::f")];
        let found = paths(bare);
        for (line, path) in expected.iter().filter(|(_, path)| *path != "d") {
            assert!(found.contains(&(*line, (*path).to_owned())), "{path}");
        }
        assert!(found.contains(&(3, "crate::h::i".to_owned())));
    }

    #[test]
    fn consecutive_supers_are_one_path() {
        assert_eq!(names("use super::super::a;"), ["super::super::a"]);
        assert_eq!(names("supercrate::a; b::crate::c"), Vec::<String>::new());
    }
}
