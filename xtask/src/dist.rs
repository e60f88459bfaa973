//! `cargo xtask dist`: builds the production bundle, `dist/`, without the mock.

mod asset_hash;
mod chunks;
mod compress;
mod early_requests;
mod fingerprint;
mod glue;
mod html_tags;
mod mangle;
mod meta_content;
mod optimise;
mod panic_locations;
mod prune;
mod service_worker;
mod size_report;
mod wasm_loader;

use std::{fs, path::Path};

use crate::{
    error::{Error, Result},
    files, process,
    progress::Task,
    setup,
    task::{self, Words},
    workspace::Workspace,
};

pub(crate) use fingerprint::{FNV_OFFSET_BASIS, fnv1a, hash_tree};

/// Cargo features of the production build; without `mock`.
pub(crate) const FEATURES: &str = "hydrate,split";

/// Folders that Trunk copies for the mock and that a deployment must not contain: a real server
/// serves its own newsroom's media.
const MOCK_FOLDERS: [&str; 2] = ["sample", "media"];

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
    build(workspace, &features)?;
    size_report::print(&workspace.root.join("dist"))
}

/// Whether `dist/` is up to date with its sources.
pub(crate) fn is_fresh(workspace: &Workspace) -> bool {
    fingerprint::is_fresh(workspace, FEATURES)
}

/// Builds `dist/` unless it is up to date with its sources.
pub(crate) fn build_if_stale(workspace: &Workspace) -> Result<()> {
    if is_fresh(workspace) { Ok(()) } else { build(workspace, FEATURES) }
}

/// Builds in a folder beside `dist/` and swaps the two, so that a failed build leaves the last
/// good bundle in place.
pub(crate) fn build(workspace: &Workspace, features: &str) -> Result<()> {
    // Hashed before the build, so that a source that changes meanwhile makes the result stale.
    let sources = fingerprint::hash_sources(workspace, features)?;
    process::run(workspace.cargo().args(["fetch", "--quiet"]))?;
    let fresh = workspace.root.join("dist.new");
    files::remove_folder(&fresh)?;
    trunk_build(workspace, &fresh, &["--release", "--features", features])?;
    optimise::optimise_module(workspace, &fresh)?;
    for folder in MOCK_FOLDERS {
        files::remove_folder(&fresh.join(folder))?;
    }
    asset_hash::hash_assets(workspace, &fresh)?;
    meta_content::restore(&fresh.join("index.html"))?;
    wasm_loader::inline_loader(&fresh.join("index.html"))?;
    early_requests::insert_early_requests(&fresh.join("index.html"))?;
    service_worker::write(workspace, &fresh)?;
    compress::compress_all(&fresh)?;
    let dist = workspace.root.join("dist");
    swap(&fresh, &dist, &workspace.root.join("dist.old"))?;
    fingerprint::write_stamp(workspace, &sources)
}

/// The size of `plain` after brotli compression at the highest quality, in bytes.
pub(crate) fn brotli_size(plain: &[u8]) -> Result<usize> {
    let compressed = compress::brotli(plain);
    compressed.map(|bytes| bytes.len()).map_err(|cause| Error::failed(format!("brotli: {cause}")))
}

/// Runs `trunk build` into a folder. `--features` among the flags replaces the list in Trunk.toml,
/// which is the mock's.
pub(crate) fn trunk_build(workspace: &Workspace, into: &Path, flags: &[&str]) -> Result<()> {
    let mut trunk = workspace.command("trunk");
    trunk.args(["build", "--offline", "--skip-version-check"]).args(flags);
    let words = Words {
        start: "building the page",
        end: "the page is compiled",
        // Trunk's minifier does not parse current JavaScript; `asset_hash` minifies the script.
        shown: |line| task::remarks(line) && !line.contains("Failed to minify JS"),
    };
    task::run(Task::Page, &words, trunk.arg("--dist").arg(into))
}

fn swap(fresh: &Path, dist: &Path, old: &Path) -> Result<()> {
    let rename = |from: &Path, to: &Path| {
        fs::rename(from, to).map_err(|cause| Error::file("move", from, &cause))
    };
    files::remove_folder(old)?;
    if dist.exists() {
        rename(dist, old)?;
    }
    rename(fresh, dist)?;
    files::remove_folder(old)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_swap_replaces_dist_and_removes_old_folders() {
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
