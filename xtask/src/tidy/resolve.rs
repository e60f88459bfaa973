//! Resolution of `crate::` and `super::` paths to absolute ones, for the rules on who may name whom.

use super::{lexer::is_word, source::Source, uses};

/// The paths that `source` names, from the crate root, each with its line number from 1:
/// `["store", "votes"]` for `crate::store::votes`. `folder` is the crate's source folder. An inline
/// module in a path is `"_"`.
pub(super) fn absolute_paths(source: &Source, folder: &str) -> Vec<(usize, Vec<String>)> {
    let file = module_path(&source.path[folder.len()..]);
    let depths = inline_depths(&source.views.bare);
    let resolve = |(line, path): (usize, String)| {
        let inline = depths.get(line - 1).copied().unwrap_or_default();
        let segments: Vec<&str> = path.split("::").collect();
        let supers = segments.iter().take_while(|segment| **segment == "super").count();
        let (base, rest) = match segments.first() {
            Some(&"crate") => (0, &segments[1..]),
            _ => ((file.len() + inline).checked_sub(supers)?, &segments[supers..]),
        };
        let base = file.iter().copied().chain(std::iter::repeat("_")).take(base);
        Some((line, base.chain(rest.iter().copied()).map(str::to_owned).collect()))
    };
    uses::paths(&source.views.bare).into_iter().filter_map(resolve).collect()
}

/// The module of a file: `["store", "votes"]` for `store/votes.rs` and `store/votes/mod.rs`, nothing
/// for `lib.rs` and `main.rs`.
pub(super) fn module_path(file: &str) -> Vec<&str> {
    let mut path: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
    if path.last() == Some(&"mod") || matches!(path[..], ["lib" | "main"]) {
        path.pop();
    }
    path
}

/// For each line, how many inline modules (`mod tests { … }`) it is in.
fn inline_depths(bare: &str) -> Vec<usize> {
    let mut depths = Vec::new();
    let mut braces: Vec<bool> = Vec::new();
    let mut start = 0;
    for line in bare.split_inclusive('\n') {
        let depth = |braces: &[bool]| braces.iter().filter(|is_module| **is_module).count();
        let mut deepest = depth(&braces);
        for (at, brace) in line.match_indices(['{', '}']) {
            let (before, after) = (&bare[..start + at], &line[at + 1..]);
            // A character literal.
            if before.ends_with('\'') && after.starts_with('\'') {
                continue;
            }
            if brace == "{" {
                braces.push(opens_module(before));
                deepest = deepest.max(depth(&braces));
            } else {
                braces.pop();
            }
        }
        depths.push(deepest);
        start += line.len();
    }
    depths
}

/// Whether the text before a brace ends with `mod name`.
fn opens_module(before: &str) -> bool {
    let before = before.trim_end().trim_end_matches(is_word).trim_end();
    before.strip_suffix("mod").is_some_and(|rest| !rest.ends_with(is_word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(path: &str, text: &str) -> Vec<String> {
        let paths = absolute_paths(&Source::new(path, text), "src/");
        paths.into_iter().map(|(_, path)| path.join("::")).collect()
    }

    #[test]
    fn super_is_resolved_from_files_and_inline_modules() {
        assert_eq!(resolved("src/a/b.rs", "use super::c; use crate::d::e;"), ["d::e", "a::c"]);
        assert_eq!(resolved("src/a/mod.rs", "use super::c;"), ["c"]);
        assert_eq!(resolved("src/a.rs", "mod m { use super::c; }"), ["a::c"]);
        assert_eq!(resolved("src/a.rs", "mod m { mod n { use super::c; } }"), ["a::_::c"]);
        assert_eq!(resolved("src/lib.rs", "use super::c;"), Vec::<String>::new());
    }
}
