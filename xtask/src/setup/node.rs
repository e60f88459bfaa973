//! What comes from npm: two that make the program small and two checkers of pages.

use std::path::PathBuf;

use super::say;
use crate::{error::Result, process, workspace::Workspace};

/// wasm-opt's package. Debian's is too old for what the compiler emits today.
const BINARYEN: &str = "132.0.0";

/// The others, each with its version.
const SCRIPTS: [(&str, &str); 3] =
    [("axe-core", "4.14.1"), ("esbuild", "0.28.2"), ("html-validate", "9.7.1")];

/// The script that the browser tests run in each page.
pub(crate) fn axe(workspace: &Workspace) -> PathBuf {
    workspace.tools.join("node_modules/axe-core/axe.min.js")
}

pub(super) fn ensure(workspace: &Workspace) -> Result<()> {
    if binaryen_is_there(workspace) && SCRIPTS.iter().all(|one| is_there(workspace, *one)) {
        return Ok(());
    }
    let packages: Vec<String> = [("binaryen", BINARYEN)]
        .iter()
        .chain(&SCRIPTS)
        .map(|(name, version)| format!("{name}@{version}"))
        .collect();
    say(&format!(
        "installing {} with npm: wasm-opt and esbuild halve the program, axe checks that everyone can \
         use the page, and html-validate that it is HTML",
        packages.join(", ")
    ));
    let mut npm = workspace.command("npm");
    npm.arg("install").arg("--prefix").arg(&workspace.tools);
    // All at once: without a package.json, npm removes what it was not told of.
    npm.args(["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]);
    process::run_quietly(npm.args(packages))
}

fn binaryen_is_there(workspace: &Workspace) -> bool {
    let own = workspace.tools.join("node_modules/.bin/wasm-opt");
    let said = process::ask(workspace.command(&own.to_string_lossy()).arg("--version"));
    // It says `wasm-opt version 132 (version_132)`.
    let major = BINARYEN.split('.').next();
    said.is_some_and(|text| text.split_whitespace().nth(2) == major)
}

fn is_there(workspace: &Workspace, (name, version): (&str, &str)) -> bool {
    let manifest = workspace.tools.join("node_modules").join(name).join("package.json");
    let version = format!("\"version\": \"{version}\"");
    std::fs::read_to_string(manifest).is_ok_and(|text| text.contains(&version))
}
