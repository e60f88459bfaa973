//! Environment of the browser harness: where the builds, the browsers and axe-core are.

use std::{path::PathBuf, process::Command};

use crate::{
    error::{Error, Result},
    setup,
    workspace::Workspace,
};

/// The folder of the mock build, beside other build output.
pub(crate) fn mock_dist(workspace: &Workspace) -> PathBuf {
    workspace.root.join("target/mock-dist")
}

/// Sets the environment variables that browser tests and benchmarks read.
pub(crate) fn set(workspace: &Workspace, command: &mut Command) -> Result<()> {
    let (chrome, driver) = setup::browser(workspace)?;
    let pictures = workspace.root.join("target/pictures");
    std::fs::create_dir_all(&pictures).map_err(|cause| Error::file("make", &pictures, &cause))?;
    command
        .env("ZAIDU_DIST", workspace.root.join("dist"))
        .env("ZAIDU_MOCK_DIST", mock_dist(workspace))
        .env("ZAIDU_AXE", setup::axe(workspace))
        .env("ZAIDU_CHROME", chrome)
        .env("ZAIDU_CHROMEDRIVER", driver)
        .env("ZAIDU_PICTURES", pictures);
    Ok(())
}
