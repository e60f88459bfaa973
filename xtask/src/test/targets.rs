//! Names of the integration test targets. Cargo can select targets but not exclude one, and the
//! browser tests must run after the page is built.

use std::{fs, path::Path};

use crate::error::{Error, Result};

/// The test target of the browser tests.
pub(super) const BROWSER: &str = "browser";

const MEMBERS: [&str; 5] = [".", "import", "model", "server", "xtask"];

/// The test targets of all workspace members. `tests/a.rs` and `tests/a/main.rs` are both named
/// `a`.
pub(super) fn integration_tests(root: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for member in MEMBERS {
        let folder = root.join(member).join("tests");
        if !folder.is_dir() {
            continue;
        }
        let entries =
            fs::read_dir(&folder).map_err(|cause| Error::file("list", &folder, &cause))?;
        for entry in entries.flatten() {
            names.extend(target_name(&entry.path()));
        }
    }
    names.sort();
    // Two members may use one name; Cargo then runs both.
    names.dedup();
    Ok(names)
}

fn target_name(path: &Path) -> Option<String> {
    let is_test = path.join("main.rs").is_file() || path.extension().is_some_and(|it| it == "rs");
    is_test.then(|| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_with_a_main_are_targets() {
        let root = std::env::temp_dir().join(format!("xtask-targets-{}", std::process::id()));
        for path in ["tests/browser/main.rs", "server/tests/api.rs", "server/tests/data/a.json"] {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        assert_eq!(integration_tests(&root).unwrap(), ["api", "browser"]);
        fs::remove_dir_all(root).unwrap();
    }
}
