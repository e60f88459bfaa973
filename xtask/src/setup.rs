//! Installs what the build needs and the machine lacks. Each part looks before
//! it acts, is silent when there is nothing to do, and says what it installs
//! and why before it does.

mod debian;
mod node;
mod rust;

use crate::{
    error::{Error, Result},
    workspace::Workspace,
};

pub(crate) use debian::browser;
pub(crate) use node::axe;

/// How much of it a command needs; each holds the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Needs {
    /// To compile the page and the server.
    Build,
    /// To lint them too.
    Lints,
    /// To test the page in a browser, with Chinese fonts, and the server on both
    /// engines.
    Browser,
    /// To load the server.
    Bench,
}

/// `cargo xtask setup [--no-browser]`
pub(crate) fn command(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    let mut needs = Needs::Browser;
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("no-browser") => needs = Needs::Build,
            other => return Err(other.unexpected().into()),
        }
    }
    ensure(workspace, needs)?;
    let [bin, npm] = workspace.tool_folders();
    say(&format!(
        "everything is there; for a plain `trunk serve`: export PATH=\"{}:{}:$PATH\"",
        bin.display(),
        npm.display()
    ));
    Ok(())
}

/// Makes sure of everything that `needs` names; cheap when it is there already.
pub(crate) fn ensure(workspace: &Workspace, needs: Needs) -> Result<()> {
    // The lock is read first: a wrong one should not cost ten minutes of tools.
    let wasm_bindgen = workspace.locked("wasm-bindgen")?;
    std::fs::create_dir_all(&workspace.tools)
        .map_err(|cause| Error::file("make", &workspace.tools, &cause))?;
    debian::ensure(workspace, needs)?;
    rust::ensure(workspace, needs, &wasm_bindgen)?;
    node::ensure(workspace)
}

/// One line to the person at the terminal; stdout stays for results.
fn say(message: &str) {
    eprintln!("setup: {message}");
}
