//! Is `dist/` what these sources would become? Contents are compared, not
//! times: a checkout or a touched file must not cost a build of minutes, and a
//! plain `trunk build`, which also writes `dist/`, must be noticed.

use std::path::{Path, PathBuf};

use crate::{
    error::{Error, Result},
    files,
    workspace::Workspace,
};

/// Everything that reaches the artefact. This program is among them, since its
/// last steps change the files.
const SOURCES: [&str; 11] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "index.html",
    "model",
    "public",
    "src",
    "style",
    "xtask/src/dist",
    "xtask/src/dist.rs",
];

/// 64-bit FNV-1a: stable over compilers and machines, which the standard
/// library's hashers do not promise. It tells contents apart; it is no defence.
pub(crate) fn fnv1a(bytes: &[u8], from: u64) -> u64 {
    bytes.iter().fold(from, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

/// The starting value that goes with [`fnv1a`].
pub(crate) const START: u64 = 0xcbf2_9ce4_8422_2325;

/// One number for the sources, the features and the compiler.
pub(super) fn of_sources(workspace: &Workspace, features: &str) -> Result<String> {
    let compiler = crate::process::ask(workspace.command("rustc").arg("--version"));
    let mut hash = fnv1a(features.as_bytes(), START);
    hash = fnv1a(compiler.unwrap_or_default().as_bytes(), hash);
    for source in SOURCES {
        hash = of_tree(&workspace.root, &workspace.root.join(source), hash)?;
    }
    Ok(format!("{hash:016x}"))
}

/// Whether the stamp of the last build matches both its sources and `dist/`.
pub(super) fn is_fresh(workspace: &Workspace, features: &str) -> bool {
    let now = of_sources(workspace, features).and_then(|sources| stamp(workspace, &sources));
    let then = files::text(&stamp_file(workspace));
    matches!((now, then), (Ok(now), Ok(then)) if now == then)
        && workspace.root.join("dist/index.html").is_file()
}

/// Notes that `dist/` is now what these sources become.
pub(super) fn write(workspace: &Workspace, sources: &str) -> Result<()> {
    let path = stamp_file(workspace);
    let folder = path.parent().unwrap_or(&workspace.root);
    std::fs::create_dir_all(folder).map_err(|cause| Error::file("make", folder, &cause))?;
    std::fs::write(&path, stamp(workspace, sources)?)
        .map_err(|cause| Error::file("write", &path, &cause))
}

fn stamp(workspace: &Workspace, sources: &str) -> Result<String> {
    let dist = workspace.root.join("dist");
    Ok(format!("{sources} {:016x}\n", of_tree(&dist, &dist, START)?))
}

fn stamp_file(workspace: &Workspace) -> PathBuf {
    workspace.root.join("target/xtask/dist.stamp")
}

fn of_tree(root: &Path, tree: &Path, from: u64) -> Result<u64> {
    files::below(tree)?.iter().try_fold(from, |hash, path| {
        let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
        // A zero byte ends each name, so that names and contents cannot blur.
        let hash = fnv1a(&[0], fnv1a(name.as_bytes(), hash));
        Ok(fnv1a(&files::bytes(path)?, hash))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv1a(b"", START), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a", START), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar", START), 0x8594_4171_f739_67e8);
    }
}
