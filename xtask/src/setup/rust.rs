//! Rust tools: the WebAssembly target, clippy, rustfmt, Trunk and geckodriver.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::needs::Needs;
use crate::{
    error::{Error, Result},
    process,
    progress::{self, Task},
    task::{self, Words},
    workspace::Workspace,
};

/// The newest Trunk version that the workspace's compiler can build.
const TRUNK: &str = "0.21.14";

/// The driver of Firefox, which Debian does not package.
const GECKODRIVER: &str = "0.37.1";

/// Profile of the build: the program is hardly ever waited for, so what counts is how soon it is
/// there.
const PROFILE: [(&str, &str); 4] = [
    ("CARGO_PROFILE_DEV_OPT_LEVEL", "0"),
    // As in Trunk's own release.
    ("CARGO_PROFILE_DEV_PANIC", "abort"),
    ("CARGO_PROFILE_DEV_DEBUG", "none"),
    ("CARGO_PROFILE_DEV_INCREMENTAL", "false"),
];

/// Adds the target of the page and, for tests, clippy and rustfmt.
pub(super) fn ensure(workspace: &Workspace, needs: Needs) -> Result<()> {
    ensure_target(workspace)?;
    if needs >= Needs::Lints {
        ensure_component(workspace, "clippy", "the tests lint the code")?;
        ensure_component(workspace, "fmt", "the tests check the format")?;
    }
    Ok(())
}

/// A program that Cargo installs from a package.
pub(super) struct Tool {
    task: Task,
    package: &'static str,
    program: &'static str,
    version: &'static str,
    flags: &'static [&'static str],
    why: &'static str,
}

/// Trunk, which builds the page.
pub(super) const fn trunk() -> Tool {
    Tool {
        task: Task::Trunk,
        package: "trunk",
        program: "trunk",
        version: TRUNK,
        // The default features are TLS, for downloads and HTTPS servers, and a check for updates.
        flags: &["--no-default-features"],
        why: "it builds the page",
    }
}

/// geckodriver, by which the tests drive Firefox.
pub(super) const fn geckodriver() -> Tool {
    Tool {
        task: Task::Geckodriver,
        package: "geckodriver",
        program: "geckodriver",
        version: GECKODRIVER,
        flags: &[],
        why: "the tests drive Firefox with it",
    }
}

impl Tool {
    /// Where it is installed.
    pub(super) fn path(&self, workspace: &Workspace) -> PathBuf {
        workspace.tools.join("bin").join(self.program)
    }

    pub(super) fn is_installed(&self, workspace: &Workspace) -> bool {
        let mut command = workspace.command(&self.path(workspace).to_string_lossy());
        let found = process::stdout_of(command.arg("--version"));
        found.as_deref().and_then(|text| text.split_whitespace().nth(1)) == Some(self.version)
    }

    /// Installs the program unless it is there.
    pub(super) fn ensure(&self, workspace: &Workspace) -> Result<()> {
        if self.is_installed(workspace) {
            return Ok(());
        }
        let Self { package, version, why, .. } = self;
        let mut cargo = workspace.cargo();
        cargo.args(["install", "--locked", "--force", "--debug"]).args(self.flags);
        cargo.args(["--version", version]).arg("--root").arg(&workspace.tools).arg(package);
        build_in(workspace, &mut cargo);
        let words = Words {
            start: &format!("installing {package} {version} with cargo: {why}"),
            end: &format!("{package} is installed"),
            shown: task::nothing,
        };
        task::run(self.task, &words, &mut cargo)
    }
}

/// The folder in which tools are built, until all are installed: what they have in common is
/// compiled once, and an installation that was interrupted goes on where it was.
pub(super) fn build_folder(workspace: &Workspace) -> PathBuf {
    workspace.tools.join("build")
}

/// Makes `cargo` build a tool in [`build_folder`].
pub(super) fn build_in(workspace: &Workspace, cargo: &mut Command) {
    cargo.env("CARGO_TARGET_DIR", build_folder(workspace)).envs(PROFILE);
}

fn ensure_target(workspace: &Workspace) -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let query = ["--print", "target-libdir", "--target", TARGET];
    let folder = process::stdout_of(workspace.command("rustc").args(query));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    progress::message(&format!("adding the target {TARGET} with rustup: the page is WebAssembly"));
    rustup(workspace, &["target", "add", TARGET])
}

fn ensure_component(workspace: &Workspace, command: &str, why: &str) -> Result<()> {
    if process::stdout_of(workspace.cargo().args([command, "--version"])).is_some() {
        return Ok(());
    }
    let component = if command == "fmt" { "rustfmt" } else { command };
    progress::message(&format!("adding {component} with rustup: {why}"));
    rustup(workspace, &["component", "add", component])
}

fn rustup(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    if workspace.find_program(&["rustup"]).is_none() {
        return Err(Error::failed(format!(
            "this Rust did not come from rustup; do by its own means what \
             `rustup {}` does",
            arguments.join(" ")
        )));
    }
    process::run_quietly(workspace.command("rustup").args(arguments))
}
