//! Child processes: environment, output and error messages.

use std::{
    convert::Infallible,
    ffi::OsStr,
    process::{Child, Command, Stdio},
};

use crate::error::{Error, Result};

/// Environment variables that `cargo run` sets for this program and that a child build must not
/// inherit: some build scripts depend on them, so that builds through `cargo xtask` and by hand
/// would invalidate each other's results.
const CARGO_VARIABLES: [&str; 6] =
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_", "OUT_DIR"];

/// Removes this program's own build variables from the child's environment, and `NO_COLOR`, for
/// which Trunk accepts only `true` and `false`.
pub(crate) fn with_clean_env(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text == "NO_COLOR" || CARGO_VARIABLES.iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// Runs a program with inherited output; a non-zero exit status is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|cause| start_error(command, &cause))?;
    if status.success() {
        return Ok(());
    }
    Err(Error::failed(format!(
        "`{}` ended with {status}; its output is above",
        command_line(command)
    )))
}

/// Runs a program and prints its output only when it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    let output = command.output().map_err(|cause| start_error(command, &cause))?;
    if output.status.success() {
        return Ok(());
    }
    eprint!("{}", String::from_utf8_lossy(&output.stdout));
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    Err(Error::failed(format!(
        "`{}` ended with {}; its output is above",
        command_line(command),
        output.status
    )))
}

/// Starts a program.
pub(crate) fn spawn(command: &mut Command) -> Result<Child> {
    command.spawn().map_err(|cause| start_error(command, &cause))
}

/// The trimmed standard output of a program; `None` when it is not installed or fails. Used to
/// probe for programs.
pub(crate) fn stdout_of(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Replaces this process by the program (`exec`), so that the program receives signals such as
/// Ctrl-C itself and its exit code is the command's.
#[cfg(unix)]
pub(crate) fn exec(mut command: Command) -> Result<Infallible> {
    use std::os::unix::process::CommandExt;
    let cause = command.exec();
    Err(start_error(&command, &cause))
}

/// Where `exec` does not exist, runs the program as a child and exits with its exit code.
#[cfg(not(unix))]
pub(crate) fn exec(mut command: Command) -> Result<Infallible> {
    let status = command.status().map_err(|cause| start_error(&command, &cause))?;
    std::process::exit(status.code().unwrap_or(1))
}

fn start_error(command: &Command, cause: &std::io::Error) -> Error {
    let program = command.get_program().to_string_lossy();
    Error::failed(format!("cannot start `{program}`: {cause}; `cargo xtask setup` installs it"))
}

/// The command line as text, for messages.
pub(crate) fn command_line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_contains_the_command_line() {
        let error = run(Command::new("false").arg("--flag")).unwrap_err();
        assert!(error.to_string().starts_with("`false --flag` ended with exit status: 1"));
    }

    #[test]
    fn a_missing_program_has_no_output() {
        assert_eq!(stdout_of(&mut Command::new("no-such-program-here")), None);
    }

    #[test]
    fn children_do_not_inherit_cargo_variables() {
        let command = with_clean_env(Command::new("env"));
        let removed: Vec<_> = command.get_envs().filter(|(_, value)| value.is_none()).collect();
        assert!(removed.iter().any(|(name, _)| *name == "CARGO_PKG_NAME"));
    }
}
