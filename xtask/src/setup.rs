//! `cargo xtask setup`: installs missing build dependencies. Each part first checks what is
//! installed, prints nothing when nothing is missing, and otherwise says what it installs and why.

mod debian;
mod node;
mod rust;

use crate::{
    error::{Error, Result},
    workspace::Workspace,
};

pub(crate) use debian::browser;
pub(crate) use node::axe;

/// The dependencies that a command needs; each level includes the previous one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Needs {
    /// To compile the page and the server.
    Build,
    /// To lint them as well.
    Lints,
    /// To test the page in a browser, with Chinese fonts, and the server on both
    /// engines.
    Browser,
    /// To run the benchmarks.
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
    log(&format!(
        "everything is there; for a plain `trunk serve`: export PATH=\"{}:{}:$PATH\"",
        bin.display(),
        npm.display()
    ));
    Ok(())
}

/// Installs everything that `needs` names and is missing; cheap when nothing is.
pub(crate) fn ensure(workspace: &Workspace, needs: Needs) -> Result<()> {
    // Cargo.lock is read first: an invalid one should fail before ten minutes of installation.
    let wasm_bindgen = workspace.locked_version("wasm-bindgen")?;
    std::fs::create_dir_all(&workspace.tools)
        .map_err(|cause| Error::file("make", &workspace.tools, &cause))?;
    debian::ensure(workspace, needs)?;
    rust::ensure(workspace, needs, &wasm_bindgen)?;
    node::ensure(workspace)
}

/// Prints a progress message to stderr; stdout is reserved for results.
fn log(message: &str) {
    eprintln!("setup: {message}");
}
