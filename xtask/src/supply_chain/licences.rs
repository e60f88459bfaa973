//! Licences: each crate that is built or used in a test has one that `deny.toml` allows.

use spdx::{Expression, ParseMode};

use super::crates::{Crate, Crates};
use crate::{
    error::{Error, Result},
    files,
    workspace::Workspace,
};

/// The list of allowed licences, which `cargo deny` reads too.
const LIST: &str = "deny.toml";

/// Checks the licences of all crates in the lock file, for every target.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let list = files::read_text(&workspace.root.join(LIST))?;
    let (allowed, exceptions) = (allowed(&list), exceptions(&list));
    if allowed.is_empty() {
        return Err(Error::failed(format!("{LIST} allows no licences")));
    }
    let crates = Crates::read(workspace, &["--all-features"])?;
    let refused: Vec<String> = crates
        .all
        .values()
        .filter_map(|it| {
            let own = exceptions.iter().filter(|(name, _)| *name == it.name);
            let own = own.flat_map(|(_, licences)| licences.clone());
            refusal(it, &allowed.iter().cloned().chain(own).collect::<Vec<_>>())
        })
        .collect();
    if refused.is_empty() {
        return Ok(());
    }
    Err(Error::failed(format!(
        "licences that {LIST} does not allow: {}; take another crate, or decide about the licence",
        refused.join("; ")
    )))
}

/// The section `[licenses]`, without comments.
fn section(list: &str) -> String {
    let section = list.split("\n[").find(|section| section.starts_with("licenses]"));
    let lines = section.unwrap_or_default().lines().filter_map(|line| line.split('#').next());
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The strings between quotation marks in `text`.
fn strings(text: &str) -> impl Iterator<Item = String> {
    text.split('"').skip(1).step_by(2).map(str::to_owned)
}

/// The strings of `allow = […]` in the section `[licenses]`.
fn allowed(list: &str) -> Vec<String> {
    let section = section(list);
    let values = section.split_once("\nallow = [").and_then(|(_, rest)| rest.split(']').next());
    strings(values.unwrap_or_default()).collect()
}

/// The `exceptions` of that section: the name of a crate, and what is allowed for it alone.
fn exceptions(list: &str) -> Vec<(String, Vec<String>)> {
    let section = section(list);
    let values = section.split_once("\nexceptions = [").map(|(_, rest)| rest);
    let values = values.and_then(|rest| rest.split("\n]").next()).unwrap_or_default();
    let one = |line: &str| {
        let mut strings = strings(line);
        Some((strings.next()?, strings.collect()))
    };
    values.lines().filter_map(one).collect()
}

/// Why `it` may not be used, with its name; `None` if it may.
fn refusal(it: &Crate, allowed: &[String]) -> Option<String> {
    let name = format!("{} {}", it.name, it.version);
    if it.licence.is_empty() {
        return Some(format!("{name} names none"));
    }
    // Older crates write `MIT/Apache-2.0`.
    match Expression::parse_mode(&it.licence, ParseMode::LAX) {
        Err(error) => Some(format!("{name} has {:?}: {}", it.licence, error.reason)),
        Ok(licence) => {
            let is_allowed = licence.evaluate(|one| allowed.contains(&one.to_string()));
            (!is_allowed).then(|| format!("{name} has {}", it.licence))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(licence: &str) -> bool {
        let crates = super::super::crates::tests::example();
        let it = Crate { licence: licence.to_owned(), ..crates.all["2"].clone() };
        refusal(&it, &["MIT".to_owned(), "ISC".to_owned()]).is_some()
    }

    #[test]
    fn requirement_20_one_of_several_must_be_allowed_and_all_that_are_joined() {
        for good in ["MIT", "MIT OR GPL-3.0", "MIT/Apache-2.0", "MIT AND ISC"] {
            assert!(!refused(good), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "Unheard-of", "MIT WITH LLVM-exception"] {
            assert!(refused(bad), "{bad}");
        }
    }

    #[test]
    fn the_list_is_that_of_its_section() {
        let list = "[bans]\nallow = [\"a\"]\n\n[licenses]\n# Why.\nallow = [\n    \"MIT\",\n    \
                    \"ISC\", # as \"MIT\"\n]\n\n[sources]\nallow = [\"b\"]\n";
        assert_eq!(allowed(list), ["MIT", "ISC"]);
        assert!(allowed("[graph]\n\n[licenses]\n").is_empty());
    }

    #[test]
    fn an_exception_is_of_one_crate() {
        let list = "[graph]\n\n[licenses]\nallow = [\"MIT\"]\nexceptions = [\n    # Why.\n    \
                    { crate = \"a\", allow = [\"CC0-1.0\", \"0BSD\"] },\n]\n\n[bans]\ndeny = [\"b\"]\n";
        let own = vec!["CC0-1.0".to_owned(), "0BSD".to_owned()];
        assert_eq!(exceptions(list), [("a".to_owned(), own)]);
        assert_eq!(allowed(list), ["MIT"]);
        assert!(exceptions("[graph]\n\n[licenses]\nallow = [\"MIT\"]\n").is_empty());
    }
}
