//! The production artefact: `dist/`, without the mock, ready for any server.

mod compress;
mod early;
mod fingerprint;
mod module;
mod names;
mod seal;
mod table;
mod tags;

use std::{fs, path::Path};

use crate::{
    error::{Error, Result},
    process, setup,
    workspace::Workspace,
};

pub(crate) use fingerprint::{START, fnv1a};

/// What the deployed program is compiled with. `mock` is not among them.
pub(crate) const FEATURES: &str = "hydrate";

/// Folders that Trunk copies for the mock and a deployment must not carry: a
/// real newsroom's server answers for its own media.
const SAMPLE: [&str; 2] = ["sample", "media"];

/// `cargo xtask dist [--features LIST]`
pub(crate) fn command(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    let mut features = FEATURES.to_owned();
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("features") => {
                features = arguments.value()?.to_string_lossy().into_owned();
            }
            other => return Err(other.unexpected().into()),
        }
    }
    setup::ensure(workspace, setup::Needs::Build)?;
    build(workspace, &features)
}

/// Builds `dist/` unless what is there came from the same sources.
pub(crate) fn build_when_stale(workspace: &Workspace) -> Result<()> {
    if fingerprint::is_fresh(workspace, FEATURES) {
        eprintln!("      dist/ is up to date");
        return Ok(());
    }
    build(workspace, FEATURES)
}

/// Builds in a folder beside `dist/` and swaps the two, so that a failed build
/// leaves the last good artefact in place.
pub(crate) fn build(workspace: &Workspace, features: &str) -> Result<()> {
    // Taken first: a source that changes during the build makes it stale.
    let sources = fingerprint::of_sources(workspace, features)?;
    process::run(workspace.cargo().args(["fetch", "--quiet"]))?;
    let fresh = workspace.root.join("dist.new");
    remove(&fresh)?;
    trunk_build(workspace, &fresh, &["--release", "--features", features])?;
    for folder in SAMPLE {
        remove(&fresh.join(folder))?;
    }
    seal::seal(workspace, &fresh)?;
    module::fetch_checked(&fresh.join("index.html"))?;
    early::ask_early(&fresh.join("index.html"))?;
    compress::all(&fresh)?;
    let dist = workspace.root.join("dist");
    swap(&fresh, &dist, &workspace.root.join("dist.old"))?;
    fingerprint::write(workspace, &sources)?;
    table::print(&dist)
}

/// How many bytes brotli makes of `plain`, with the best effort.
pub(crate) fn packed(plain: &[u8]) -> Result<usize> {
    let packed = compress::brotli(plain);
    packed.map(|packed| packed.len()).map_err(|cause| Error::failed(format!("brotli: {cause}")))
}

/// Runs Trunk into a folder. `--features` on its command line replaces the
/// list in Trunk.toml, which is the mock's.
pub(crate) fn trunk_build(workspace: &Workspace, into: &Path, flags: &[&str]) -> Result<()> {
    let mut trunk = workspace.command("trunk");
    trunk.args(["build", "--offline", "--skip-version-check"]).args(flags);
    process::run(trunk.arg("--dist").arg(into))
}

fn swap(fresh: &Path, dist: &Path, old: &Path) -> Result<()> {
    let rename = |from: &Path, to: &Path| {
        fs::rename(from, to).map_err(|cause| Error::file("move", from, &cause))
    };
    remove(old)?;
    if dist.exists() {
        rename(dist, old)?;
    }
    rename(fresh, dist)?;
    remove(old)
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::file("remove", folder, &cause))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_swap_replaces_and_leaves_nothing_behind() {
        let base = std::env::temp_dir().join(format!("xtask-swap-{}", std::process::id()));
        let [fresh, dist, old] = ["new", "dist", "old"].map(|name| base.join(name));
        for (folder, words) in [(&fresh, "new"), (&dist, "stale"), (&old, "older")] {
            fs::create_dir_all(folder).unwrap();
            fs::write(folder.join("index.html"), words).unwrap();
        }
        swap(&fresh, &dist, &old).unwrap();
        assert_eq!(fs::read_to_string(dist.join("index.html")).unwrap(), "new");
        assert!(!fresh.exists() && !old.exists());
        fs::remove_dir_all(base).unwrap();
    }
}
