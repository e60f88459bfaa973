//! Build fingerprint: decides whether `dist/` is up to date. Contents are hashed instead of
//! comparing modification times: a checkout or a touched file must not cost a build of minutes,
//! and a plain `trunk build`, which also writes `dist/`, must be detected.

use std::path::{Path, PathBuf};

use crate::{
    error::{Error, Result},
    files,
    workspace::Workspace,
};

/// All inputs of the bundle. `xtask/src/dist` is among them, because it post-processes the
/// files.
const SOURCES: [&str; 12] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "bindgen",
    "index.html",
    "model",
    "public",
    "src",
    "style",
    "xtask/src/dist",
    "xtask/src/dist.rs",
];

/// 64-bit FNV-1a: stable across compilers and machines, which the standard library's hashers do
/// not guarantee. It is not a cryptographic hash. `state` is [`FNV_OFFSET_BASIS`] or the hash of
/// the preceding bytes.
pub(crate) fn fnv1a(bytes: &[u8], state: u64) -> u64 {
    bytes.iter().fold(state, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

/// The initial state of [`fnv1a`].
pub(crate) const FNV_OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// Hash of the sources, the features and the compiler version, as hexadecimal text.
pub(super) fn hash_sources(workspace: &Workspace, features: &str) -> Result<String> {
    let compiler = crate::process::stdout_of(workspace.command("rustc").arg("--version"));
    let mut hash = fnv1a(features.as_bytes(), FNV_OFFSET_BASIS);
    hash = fnv1a(compiler.unwrap_or_default().as_bytes(), hash);
    for source in SOURCES {
        hash = hash_tree(&workspace.root, &workspace.root.join(source), hash)?;
    }
    Ok(format!("{hash:016x}"))
}

/// Whether the stamp of the last build matches both the sources and `dist/`.
pub(super) fn is_fresh(workspace: &Workspace, features: &str) -> bool {
    let current = hash_sources(workspace, features).and_then(|sources| stamp(workspace, &sources));
    let saved = files::read_text(&stamp_file(workspace));
    matches!((current, saved), (Ok(current), Ok(saved)) if current == saved)
        && workspace.root.join("dist/index.html").is_file()
}

/// Writes the stamp: `dist/` was built from `sources`.
pub(super) fn write_stamp(workspace: &Workspace, sources: &str) -> Result<()> {
    let path = stamp_file(workspace);
    let folder = path.parent().unwrap_or(&workspace.root);
    std::fs::create_dir_all(folder).map_err(|cause| Error::file("make", folder, &cause))?;
    std::fs::write(&path, stamp(workspace, sources)?)
        .map_err(|cause| Error::file("write", &path, &cause))
}

fn stamp(workspace: &Workspace, sources: &str) -> Result<String> {
    let dist = workspace.root.join("dist");
    Ok(format!("{sources} {:016x}\n", hash_tree(&dist, &dist, FNV_OFFSET_BASIS)?))
}

fn stamp_file(workspace: &Workspace) -> PathBuf {
    workspace.root.join("target/xtask/dist.stamp")
}

/// `state` with the names and contents of all files below `tree` added.
pub(crate) fn hash_tree(root: &Path, tree: &Path, state: u64) -> Result<u64> {
    files::list(tree)?.iter().try_fold(state, |hash, path| {
        let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
        // A zero byte after each name keeps names and contents apart.
        let hash = fnv1a(&[0], fnv1a(name.as_bytes(), hash));
        Ok(fnv1a(&files::read_bytes(path)?, hash))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fnv1a_matches_published_test_vectors() {
        assert_eq!(fnv1a(b"", FNV_OFFSET_BASIS), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a", FNV_OFFSET_BASIS), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar", FNV_OFFSET_BASIS), 0x8594_4171_f739_67e8);
    }
}
