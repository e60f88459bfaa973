//! `cargo xtask setup`: installs missing build dependencies. Each part first checks what is
//! installed, prints nothing when nothing is missing, and otherwise says what it installs and why.

mod bindgen;
pub(crate) mod debian;
mod needs;
mod node;
mod python;
mod rust;

use std::path::PathBuf;

use crate::{
    error::{Error, Result},
    files,
    progress::{self, Task},
    task,
    workspace::Workspace,
};

use bindgen::Bindgen;
pub(crate) use debian::{browser, ensure as ensure_system, firefox, webkit};
pub(crate) use needs::Needs;
pub(crate) use node::{axe, html_checker};
pub(crate) use python::schemathesis;

/// geckodriver, the driver of Firefox.
pub(crate) fn geckodriver(workspace: &Workspace) -> PathBuf {
    rust::geckodriver().path(workspace)
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
    let geckodriver = (needs >= Needs::Browser).then(rust::geckodriver);
    let packages = node::missing(workspace, needs);
    let missing = [
        (Task::Trunk, !trunk.is_installed(workspace)),
        (Task::Bindgen, !bindgen.is_installed()),
        (Task::Geckodriver, geckodriver.as_ref().is_some_and(|it| !it.is_installed(workspace))),
        (Task::Npm, !packages.is_empty()),
        (Task::Python, python::is_missing(workspace, needs)),
    ];
    progress::plan(missing.iter().filter(|it| it.1).map(|it| it.0));
    task::side_by_side(
        || {
            rust::ensure(workspace, needs)?;
            trunk.ensure(workspace)?;
            bindgen.ensure(workspace)?;
            geckodriver.map_or(Ok(()), |it| it.ensure(workspace))?;
            files::remove_folder(&rust::build_folder(workspace))
        },
        || {
            debian::ensure(workspace, needs)?;
            if !packages.is_empty() {
                node::install(workspace, needs, &packages)?;
            }
            if python::is_missing(workspace, needs) { python::install(workspace) } else { Ok(()) }
        },
    )
}
