//! `cargo xtask setup`: installs missing build dependencies. Each part first checks what is
//! installed, prints nothing when nothing is missing, and otherwise says what it installs and why.

mod debian;
mod needs;
mod node;
mod rust;

use crate::{
    error::{Error, Result},
    workspace::Workspace,
};

pub(crate) use debian::browser;
pub(crate) use needs::Needs;
pub(crate) use node::axe;

use needs::log;

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
