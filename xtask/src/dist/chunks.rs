//! Chunks of the program: taken from the output of the bindgen tool, optimised as the main module
//! is, named by content hash, and entered in the loader with their integrity.

use std::path::{Path, PathBuf};

use super::{
    asset_hash::{ContentHash, rename},
    optimise,
};
use crate::{
    error::{Error, Result},
    files,
    workspace::Workspace,
};

/// The prefix of the file of a chunk; that of what several chunks share has none.
const CHUNK_PREFIX: &str = "split_";

/// Writes the chunks of the last release build, optimised, into `folder`. Their names are still
/// those of the loader.
pub(super) fn optimise_chunks(workspace: &Workspace, folder: &Path) -> Result<Vec<PathBuf>> {
    let built = optimise::bound(workspace).join("chunks");
    let mut chunks = Vec::new();
    for from in files::list(&built)? {
        let to = folder.join(from.file_name().unwrap_or_default());
        optimise::optimise(workspace, &from, &to)?;
        chunks.push(to);
    }
    if chunks.is_empty() {
        return Err(Error::failed(format!(
            "{} is empty: another wasm-bindgen than that of `cargo xtask setup` was used",
            built.display()
        )));
    }
    Ok(chunks)
}

/// Renames the chunks by their content hashes and enters URLs and integrities into the loader in
/// the text of `glue`.
pub(super) fn hash(chunks: &[PathBuf], glue: &str) -> Result<String> {
    let mut glue = glue.to_owned();
    for path in chunks {
        let hash = ContentHash::of(&files::read_bytes(path)?);
        let file = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = name_with_hash(&file, &hash);
        glue = with_file(&glue, &file, &name, &hash.integrity)
            .ok_or_else(|| Error::failed(format!("the loader does not name {file}")))?;
        rename(path, &name)?;
    }
    Ok(glue)
}

/// The file name of a chunk: its own, and the hash of its content.
fn name_with_hash(file: &str, hash: &ContentHash) -> String {
    format!("{}-{}.wasm", file.trim_start_matches(CHUNK_PREFIX), hash.digits)
}

/// The loader with the URL of `name` and its integrity in place of the development path of
/// `file`; `None` if it does not have that path exactly once.
fn with_file(glue: &str, file: &str, name: &str, integrity: &str) -> Option<String> {
    let entry = format!("[\"../../chunks/{file}.wasm\"]");
    let hashed = format!("[\"/{name}\",\"{integrity}\"]");
    (glue.matches(&entry).count() == 1).then(|| glue.replace(&entry, &hashed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirement_03_the_loader_names_each_file_with_its_integrity() {
        let name = name_with_hash("split_share", &ContentHash::of(b"a"));
        assert_eq!(name, "share-ca978112ca1bbdca.wasm");
        let zero = ContentHash { digits: "0".repeat(16), integrity: String::new() };
        assert_eq!(name_with_hash("shared", &zero), "shared-0000000000000000.wasm");
        let glue = "{split_share:[\"../../chunks/split_share.wasm\"]}";
        assert_eq!(
            with_file(glue, "split_share", &name, "sha256-B").as_deref(),
            Some("{split_share:[\"/share-ca978112ca1bbdca.wasm\",\"sha256-B\"]}")
        );
        assert_eq!(with_file(glue, "split_other", &name, "sha256-B"), None);
    }
}
