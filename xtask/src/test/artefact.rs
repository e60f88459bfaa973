//! What may and may not be in the two builds of the page.

use std::path::{Path, PathBuf};

use crate::{
    dist,
    error::{Error, Result},
    files,
    workspace::Workspace,
};

/// A string that the mock embeds, so that its presence can be seen from outside.
const MARK: &[u8] = b"zaidu-mock";

/// The page with its mock, for the browser tests.
pub(super) fn mock_dist(workspace: &Workspace) -> PathBuf {
    workspace.root.join("target/mock-dist")
}

/// Builds it with the features that Trunk.toml lists, as `trunk serve` would.
pub(super) fn build_mock(workspace: &Workspace) -> Result<()> {
    dist::trunk_build(workspace, &mock_dist(workspace), &[])
}

/// A deployed page answers from its server and from nothing else. The mock's
/// own build is looked at too: were the mark gone there, its absence in
/// `dist/` would say nothing.
pub(super) fn check_no_mock(workspace: &Workspace) -> Result<()> {
    let dist = workspace.root.join("dist");
    for folder in ["sample", "media"] {
        if dist.join(folder).exists() {
            return Err(Error::failed(format!(
                "dist/{folder} belongs to the mock; see xtask dist"
            )));
        }
    }
    if has_mark(&dist)? {
        return Err(Error::failed("the mock is compiled into dist/; look at its features"));
    }
    if !has_mark(&mock_dist(workspace))? {
        return Err(Error::failed(
            "the mock no longer embeds `zaidu-mock`, so its absence in dist/ proves nothing",
        ));
    }
    Ok(())
}

fn has_mark(folder: &Path) -> Result<bool> {
    let mut modules = 0;
    for path in files::below(folder)? {
        if path.extension().is_some_and(|ending| ending == "wasm") {
            modules += 1;
            if holds(&files::bytes(&path)?, MARK) {
                return Ok(true);
            }
        }
    }
    if modules == 0 {
        return Err(Error::failed(format!("there is no WebAssembly in {}", folder.display())));
    }
    Ok(false)
}

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_found_anywhere() {
        assert!(holds(b"\0asm zaidu-mock \xff", MARK));
        assert!(holds(b"zaidu-mock", MARK));
        assert!(!holds(b"zaidu", MARK));
    }
}
