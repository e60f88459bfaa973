//! File helpers: sorted recursive listing, and reading with errors that name the file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::error::{Error, Result};

/// All files below a folder, or the file itself. Sorted, so that results computed from the list are
/// the same on every machine. A path that does not exist has no files.
pub(crate) fn list(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(path, &mut found)?;
    found.sort();
    Ok(found)
}

/// Reads a file as text. A file that is not UTF-8 is an error.
pub(crate) fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|cause| Error::file("read", path, &cause))
}

/// Reads a file as bytes.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|cause| Error::file("read", path, &cause))
}

/// Removes a folder with all that is in it. One that does not exist is no error.
pub(crate) fn remove_folder(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::file("remove", folder, &cause))
        }
        _ => Ok(()),
    }
}

fn collect(path: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        found.push(path.to_owned());
    } else if path.is_dir() {
        let entries = fs::read_dir(path).map_err(|cause| Error::file("list", path, &cause))?;
        for entry in entries {
            collect(&entry.map_err(|cause| Error::file("list", path, &cause))?.path(), found)?;
        }
    }
    Ok(())
}
