//! Property tests of what strangers send, at length: feeds and documents, cursors and addresses.

use crate::{error::Result, native::NATIVE, process, workspace::Workspace};

/// Cases of each property; they are 256 or less otherwise.
const CASES: &str = "10000";

/// Runs the import of hostile input, and the parsers of requests.
pub(super) fn at_length(workspace: &Workspace) -> Result<()> {
    for targets in [&["--test", "hostile", "--test", "formats"][..], &["--lib", "--", "feed::"]] {
        let mut test = workspace.cargo();
        test.arg("test").args(NATIVE).args(targets).env("PROPTEST_CASES", CASES);
        process::run(&mut test)?;
    }
    Ok(())
}
