//! The mock build, and a check that the production build contains no part of the mock.

use std::path::Path;

use crate::{
    dist,
    error::{Error, Result},
    files,
    harness_env::mock_dist,
    workspace::Workspace,
};

/// A marker string that the mock embeds, so that its presence in a binary can be detected.
const MARKER: &[u8] = b"zaidu-mock";

/// Builds the page with the features in Trunk.toml, as `trunk serve` does.
pub(super) fn build_mock(workspace: &Workspace) -> Result<()> {
    dist::trunk_build(workspace, &mock_dist(workspace), &[])
}

/// Checks that `dist/` contains neither the mock's code nor its data. The mock build must contain
/// the marker: otherwise its absence in `dist/` would prove nothing.
pub(super) fn check_no_mock(workspace: &Workspace) -> Result<()> {
    let dist = workspace.root.join("dist");
    for folder in ["sample", "media"] {
        if dist.join(folder).exists() {
            return Err(Error::failed(format!(
                "dist/{folder} belongs to the mock; see xtask dist"
            )));
        }
    }
    if contains_marker(&dist)? {
        return Err(Error::failed("the mock is compiled into dist/; look at its features"));
    }
    if !contains_marker(&mock_dist(workspace))? {
        return Err(Error::failed(
            "the mock no longer embeds `zaidu-mock`, so its absence in dist/ proves nothing",
        ));
    }
    Ok(())
}

fn contains_marker(folder: &Path) -> Result<bool> {
    let mut modules = 0;
    for path in files::list(folder)? {
        if path.extension().is_some_and(|extension| extension == "wasm") {
            modules += 1;
            if contains(&files::read_bytes(&path)?, MARKER) {
                return Ok(true);
            }
        }
    }
    if modules == 0 {
        return Err(Error::failed(format!("there is no WebAssembly in {}", folder.display())));
    }
    Ok(false)
}

fn contains(bytes: &[u8], marker: &[u8]) -> bool {
    bytes.windows(marker.len()).any(|window| window == marker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marker_is_found_anywhere() {
        assert!(contains(b"\0asm zaidu-mock \xff", MARKER));
        assert!(contains(b"zaidu-mock", MARKER));
        assert!(!contains(b"zaidu", MARKER));
    }
}
