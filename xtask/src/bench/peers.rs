//! Peers of the page benchmark: the article page made with other frameworks (benches/peers), built
//! with npm packages in target/peers. Nothing else needs these packages or installs them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::folder;
use crate::{
    error::{Error, Result},
    files, process, progress,
    workspace::Workspace,
};

/// Builds the peers and returns the folder of their programs and server renderers.
pub(super) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let sources = workspace.root.join("benches/peers");
    let target = workspace.root.join("target/peers");
    install(workspace, &sources, &target)?;
    // Below the folder of the packages, where Node.js finds them; the clone stays without packages.
    let app = target.join("app");
    folder::copy(&sources, &app)?;
    progress::message("building the peers, into target/peers");
    process::run_quietly(workspace.command("node").arg("build.mjs").current_dir(&app))?;
    Ok(app)
}

/// Installs the packages of the lock file, unless they are installed already.
fn install(workspace: &Workspace, sources: &Path, target: &Path) -> Result<()> {
    let lock = files::read_bytes(&sources.join("package-lock.json"))?;
    let installed = target.join("installed.json");
    if fs::read(&installed).is_ok_and(|found| found == lock) {
        return Ok(());
    }
    progress::message(
        "installing React, Preact, Solid, Svelte and Vite with npm into target/peers: the benchmark \
         compares the page with theirs",
    );
    for name in ["package.json", "package-lock.json"] {
        folder::write(&target.join(name), &files::read_bytes(&sources.join(name))?)?;
    }
    let mut npm = workspace.command("npm");
    // No package needs its installation scripts.
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    process::run_quietly(npm.current_dir(target))?;
    fs::write(&installed, lock).map_err(|cause| Error::file("write", &installed, &cause))
}
