//! Lists of files, in an order that does not depend on the machine.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::error::{Error, Result};

/// Every file below a folder, or the file itself; sorted, so that whatever is
/// computed or printed from the list is the same everywhere. A path that does
/// not exist has no files.
pub(crate) fn below(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(path, &mut found)?;
    found.sort();
    Ok(found)
}

/// A file's text; a file that is not UTF-8 is an error that names it.
pub(crate) fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|cause| Error::file("read", path, &cause))
}

/// A file's bytes.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|cause| Error::file("read", path, &cause))
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
