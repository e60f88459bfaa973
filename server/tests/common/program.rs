//! The program as tests of the command line run it.

use std::path::Path;
use std::process::{Command, Stdio};

/// The program in `folder`, without the variables of its settings in the environment that runs the tests.
pub(super) fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zaidu-server"));
    for (name, _) in std::env::vars_os() {
        if ["ZAIDU_", "OTEL_"].iter().any(|start| name.to_string_lossy().starts_with(start)) {
            command.env_remove(name);
        }
    }
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}
