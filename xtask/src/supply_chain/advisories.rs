//! Published advisories, by cargo-deny with `deny.toml`.

use crate::{error::Result, process, workspace::Workspace};

/// Runs `cargo deny check` where it is installed. It fetches a database that not every machine
/// reaches, and takes minutes to compile, so that no other check needs it.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    if workspace.find_program(&["cargo-deny"]).is_none() {
        eprintln!(
            "advisories are not checked: `cargo install --locked cargo-deny` installs what does"
        );
        return Ok(());
    }
    process::run(workspace.cargo().args(["deny", "--locked", "check"]))
}
