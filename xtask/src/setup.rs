//! `cargo xtask setup`: installs missing build dependencies. Each part first checks what is
//! installed, prints nothing when nothing is missing, and otherwise says what it installs and why.

mod bindgen;
mod debian;
mod needs;
mod node;
mod rust;

use crate::{
    error::{Error, Result},
    files,
    progress::{self, Task},
    task,
    workspace::Workspace,
};

use bindgen::Bindgen;
pub(crate) use debian::{browser, ensure as ensure_system};
pub(crate) use needs::Needs;
pub(crate) use node::axe;

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
    progress::message(&format!(
        "everything is there; for a plain `trunk serve`: export PATH=\"{}:{}:$PATH\"",
        bin.display(),
        npm.display()
    ));
    Ok(())
}

/// Installs everything that `needs` names and is missing; cheap when nothing is.
pub(crate) fn ensure(workspace: &Workspace, needs: Needs) -> Result<()> {
    std::fs::create_dir_all(&workspace.tools)
        .map_err(|cause| Error::file("make", &workspace.tools, &cause))?;
    let trunk = rust::trunk();
    let bindgen = Bindgen::new(workspace)?;
    let packages = node::missing(workspace, needs);
    let missing = [
        (Task::Trunk, !trunk.is_installed(workspace)),
        (Task::Bindgen, !bindgen.is_installed()),
        (Task::Npm, !packages.is_empty()),
    ];
    progress::plan(missing.iter().filter(|it| it.1).map(|it| it.0));
    task::side_by_side(
        || {
            rust::ensure(workspace, needs)?;
            trunk.ensure(workspace)?;
            bindgen.ensure(workspace)?;
            files::remove_folder(&rust::build_folder(workspace))
        },
        || {
            debian::ensure(workspace, needs)?;
            if packages.is_empty() { Ok(()) } else { node::install(workspace, needs, &packages) }
        },
    )
}
