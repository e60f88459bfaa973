//! Running other programs: what they inherit, and how a failure reads.

use std::{
    convert::Infallible,
    ffi::OsStr,
    process::{Command, Stdio},
};

use crate::error::{Error, Result};

/// Variables that `cargo run` sets for this program and that a build started
/// from it must not see: some build scripts watch them, so that a build through
/// `cargo xtask` and one by hand would each undo the other's work.
const OWN: [&str; 6] =
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_", "OUT_DIR"];

/// Takes this program's own build variables out of a child's environment, and
/// `NO_COLOR`, for which Trunk accepts nothing but `true` and `false`.
pub(crate) fn cleaned(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text == "NO_COLOR" || OWN.iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// Runs a program with its output visible and fails when it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|cause| not_started(command, &cause))?;
    if status.success() {
        return Ok(());
    }
    Err(Error::failed(format!("`{}` ended with {status}; its own words are above", line(command))))
}

/// Runs a program whose output is of interest only when it fails.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    let output = command.output().map_err(|cause| not_started(command, &cause))?;
    if output.status.success() {
        return Ok(());
    }
    eprint!("{}", String::from_utf8_lossy(&output.stdout));
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    Err(Error::failed(format!(
        "`{}` ended with {}; its own words are above",
        line(command),
        output.status
    )))
}

/// What a program prints, trimmed; `None` when it is absent or unwell, which is
/// an answer when the question is whether it is there.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Becomes the other program, so that it receives every signal itself: Ctrl-C
/// then has one process to end, and its exit code is the command's.
#[cfg(unix)]
pub(crate) fn become_program(mut command: Command) -> Result<Infallible> {
    use std::os::unix::process::CommandExt;
    let cause = command.exec();
    Err(not_started(&command, &cause))
}

/// Where a process cannot be replaced, runs the other one and passes on its
/// exit code.
#[cfg(not(unix))]
pub(crate) fn become_program(mut command: Command) -> Result<Infallible> {
    let status = command.status().map_err(|cause| not_started(&command, &cause))?;
    std::process::exit(status.code().unwrap_or(1))
}

fn not_started(command: &Command, cause: &std::io::Error) -> Error {
    let program = command.get_program().to_string_lossy();
    Error::failed(format!("cannot start `{program}`: {cause}; `cargo xtask setup` installs it"))
}

/// The command as one would type it, for messages.
pub(crate) fn line(command: &Command) -> String {
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
    fn a_failure_names_the_command() {
        let error = run(Command::new("false").arg("--flag")).unwrap_err();
        assert!(error.to_string().starts_with("`false --flag` ended with exit status: 1"));
    }

    #[test]
    fn an_absent_program_is_an_answer() {
        assert_eq!(ask(&mut Command::new("no-such-program-here")), None);
    }

    #[test]
    fn children_do_not_see_this_packages_variables() {
        let command = cleaned(Command::new("env"));
        let removed: Vec<_> = command.get_envs().filter(|(_, value)| value.is_none()).collect();
        assert!(removed.iter().any(|(name, _)| *name == "CARGO_PKG_NAME"));
    }
}
