//! `cargo xtask dev`: development server for the page with the in-browser mock; rebuilds on each
//! change.

use crate::{
    error::Result,
    process,
    setup::{self, Needs},
    workspace::Workspace,
};

/// Sets up, then replaces this process by `trunk serve`; arguments after `dev` are Trunk's.
pub(crate) fn command(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    let given: Vec<_> = arguments.raw_args()?.collect();
    setup::ensure(workspace, Needs::Build)?;
    process::run(workspace.cargo().args(["fetch", "--quiet"]))?;
    let mut trunk = workspace.command("trunk");
    trunk.args(["serve", "--offline", "--skip-version-check"]);
    // Not dist/: a server may be serving that folder at the same time.
    let mut chosen = given.iter().map(|argument| argument.to_string_lossy());
    if !chosen.any(|it| it == "-d" || it == "--dist" || it.starts_with("--dist=")) {
        trunk.args(["--dist", "target/dev-dist"]);
    }
    trunk.args(given);
    process::exec(trunk).map(|never| match never {})
}
