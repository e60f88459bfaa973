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
    let allowed = allowed(&files::read_text(&workspace.root.join(LIST))?);
    if allowed.is_empty() {
        return Err(Error::failed(format!("{LIST} allows no licences")));
    }
    let crates = Crates::read(workspace, &["--all-features"])?;
    let refused: Vec<String> = crates.all.values().filter_map(|it| refusal(it, &allowed)).collect();
    if refused.is_empty() {
        return Ok(());
    }
    Err(Error::failed(format!(
        "licences that {LIST} does not allow: {}; take another crate, or decide about the licence",
        refused.join("; ")
    )))
}

/// The strings of `allow = […]` in the section `[licenses]`.
fn allowed(list: &str) -> Vec<String> {
    let section = list.split("\n[").find(|section| section.starts_with("licenses]"));
    let values = section.and_then(|section| section.split_once("\nallow = [")?.1.split(']').next());
    let lines = values.unwrap_or_default().lines().map(|line| line.split('#').next());
    lines.flatten().flat_map(|line| line.split('"').skip(1).step_by(2)).map(str::to_owned).collect()
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
    fn one_of_several_must_be_allowed_and_all_that_are_joined() {
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
        assert!(allowed("[licenses]\n").is_empty());
    }
}
