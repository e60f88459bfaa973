//! Python packages, in a virtual environment of their own: schemathesis, which tests the API by its
//! description.

use std::path::PathBuf;

use super::needs::Needs;
use crate::{
    error::Result,
    progress::Task,
    task::{self, Words},
    workspace::Workspace,
};

const NAME: &str = "schemathesis";
const VERSION: &str = "4.32.5";

/// The program `schemathesis`.
pub(crate) fn schemathesis(workspace: &Workspace) -> PathBuf {
    folder(workspace).join("bin").join(NAME)
}

/// Whether schemathesis is needed and not installed at its version.
pub(super) fn is_missing(workspace: &Workspace, needs: Needs) -> bool {
    let installed = std::fs::read_to_string(marker(workspace)).unwrap_or_default();
    needs >= Needs::Browser && installed != VERSION
}

/// Makes the environment anew, so that nothing of another version stays.
pub(super) fn install(workspace: &Workspace) -> Result<()> {
    const SCRIPT: &str = "python3 -m venv --clear \"$1\" && \
        \"$1/bin/pip\" install --quiet --disable-pip-version-check \"$2==$3\" && \
        printf %s \"$3\" > \"$4\"";
    let mut shell = workspace.command("sh");
    shell.args(["-ec", SCRIPT, "sh"]).arg(folder(workspace)).args([NAME, VERSION]);
    shell.arg(marker(workspace));
    let start = format!("installing with pip: {NAME}=={VERSION}: it tests the API by requests");
    let words = Words { start: &start, end: "Python packages are installed", shown: task::nothing };
    task::run(Task::Python, &words, &mut shell)
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.tools.join("python")
}

/// A file with the installed version; written last.
fn marker(workspace: &Workspace) -> PathBuf {
    folder(workspace).join("zaidu-version")
}
