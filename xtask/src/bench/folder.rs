//! Folders of benchmarks: copies of files, below the target folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    error::{Error, Result},
    files,
};

/// Copies the files of `from` into `to`, which is created anew.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(to);
    for path in files::list(from)? {
        let target: PathBuf = to.join(path.strip_prefix(from).unwrap_or(&path));
        write(&target, &files::read_bytes(&path)?)?;
    }
    Ok(())
}

/// Writes a file and creates the folders above it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|cause| Error::file("make", folder, &cause))?;
    fs::write(path, bytes).map_err(|cause| Error::file("write", path, &cause))
}
