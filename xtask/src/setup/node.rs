//! npm packages: wasm-opt and esbuild for smaller bundles, axe-core and html-validate as checkers.

use std::path::PathBuf;

use super::needs::log;
use crate::{error::Result, process, workspace::Workspace};

/// Version of binaryen, the package of wasm-opt. Debian's is too old for the compiler's output.
const BINARYEN: &str = "132.0.0";

/// The other packages, each with its version.
const SCRIPTS: [(&str, &str); 3] =
    [("axe-core", "4.14.1"), ("esbuild", "0.28.2"), ("html-validate", "9.7.1")];

/// The axe-core script that the browser tests run in each page.
pub(crate) fn axe(workspace: &Workspace) -> PathBuf {
    workspace.tools.join("node_modules/axe-core/axe.min.js")
}

pub(super) fn ensure(workspace: &Workspace) -> Result<()> {
    if has_binaryen(workspace) && SCRIPTS.iter().all(|script| is_installed(workspace, *script)) {
        return Ok(());
    }
    let packages: Vec<String> = [("binaryen", BINARYEN)]
        .iter()
        .chain(&SCRIPTS)
        .map(|(name, version)| format!("{name}@{version}"))
        .collect();
    log(&format!(
        "installing {} with npm: wasm-opt and esbuild halve the program, axe checks that everyone can \
         use the page, and html-validate that it is HTML",
        packages.join(", ")
    ));
    let mut npm = workspace.command("npm");
    npm.arg("install").arg("--prefix").arg(&workspace.tools);
    // All packages in one call: without a package.json, npm removes packages that are not listed.
    npm.args(["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]);
    process::run_quietly(npm.args(packages))
}

fn has_binaryen(workspace: &Workspace) -> bool {
    let program = workspace.tools.join("node_modules/.bin/wasm-opt");
    let version =
        process::stdout_of(workspace.command(&program.to_string_lossy()).arg("--version"));
    // The output is `wasm-opt version 132 (version_132)`.
    let major = BINARYEN.split('.').next();
    version.is_some_and(|text| text.split_whitespace().nth(2) == major)
}

fn is_installed(workspace: &Workspace, (name, version): (&str, &str)) -> bool {
    let manifest = workspace.tools.join("node_modules").join(name).join("package.json");
    let version = format!("\"version\": \"{version}\"");
    std::fs::read_to_string(manifest).is_ok_and(|text| text.contains(&version))
}
