//! What comes from npm: the optimiser and the accessibility checker.

use std::path::PathBuf;

use super::say;
use crate::{error::Result, process, workspace::Workspace};

/// wasm-opt's package. Debian's is too old for what the compiler emits today.
const BINARYEN: &str = "132.0.0";
const AXE: &str = "4.14.1";

/// The script that the browser tests run in each page.
pub(crate) fn axe(workspace: &Workspace) -> PathBuf {
    workspace.tools.join("node_modules/axe-core/axe.min.js")
}

pub(super) fn ensure(workspace: &Workspace) -> Result<()> {
    if binaryen_is_there(workspace) && axe_is_there(workspace) {
        return Ok(());
    }
    say(&format!(
        "installing binaryen {BINARYEN} and axe-core {AXE} with npm: wasm-opt halves the \
         program, axe checks that everyone can use it"
    ));
    let mut npm = workspace.command("npm");
    npm.arg("install").arg("--prefix").arg(&workspace.tools);
    // Both at once: without a package.json, npm removes what it was not told of.
    npm.args(["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]);
    npm.args([format!("binaryen@{BINARYEN}"), format!("axe-core@{AXE}")]);
    process::run_quietly(&mut npm)
}

fn binaryen_is_there(workspace: &Workspace) -> bool {
    let own = workspace.tools.join("node_modules/.bin/wasm-opt");
    let said = process::ask(workspace.command(&own.to_string_lossy()).arg("--version"));
    // It says `wasm-opt version 132 (version_132)`.
    let major = BINARYEN.split('.').next();
    said.is_some_and(|text| text.split_whitespace().nth(2) == major)
}

fn axe_is_there(workspace: &Workspace) -> bool {
    let manifest = workspace.tools.join("node_modules/axe-core/package.json");
    let version = format!("\"version\": \"{AXE}\"");
    axe(workspace).is_file()
        && std::fs::read_to_string(manifest).is_ok_and(|text| text.contains(&version))
}
