//! Rust tools: the WebAssembly target, clippy, rustfmt, Trunk and wasm-bindgen.

use std::path::Path;

use super::needs::{Needs, log};
use crate::{
    error::{Error, Result},
    process,
    workspace::Workspace,
};

/// The newest Trunk version that the workspace's compiler can build.
const TRUNK: &str = "0.21.14";

/// Profile overrides for installed tools: they are not performance-critical, and build in half the
/// time of the usual release profile.
const FAST_BUILD_PROFILE: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_STRIP", "true"),
];

pub(super) fn ensure(workspace: &Workspace, needs: Needs, wasm_bindgen: &str) -> Result<()> {
    ensure_target(workspace)?;
    if needs >= Needs::Lints {
        ensure_component(workspace, "clippy", "the tests lint the code")?;
        ensure_component(workspace, "fmt", "the tests check the format")?;
    }
    // The default features include a second TLS library and a self-updater.
    let features = ["--no-default-features", "--features", "rustls"];
    ensure_tool(workspace, "trunk", "trunk", TRUNK, &features, "it builds the page")?;
    let why = "it joins WebAssembly and JavaScript; the version is the lock file's";
    ensure_tool(workspace, "wasm-bindgen", "wasm-bindgen-cli", wasm_bindgen, &[], why)
}

fn ensure_target(workspace: &Workspace) -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let query = ["--print", "target-libdir", "--target", TARGET];
    let folder = process::stdout_of(workspace.command("rustc").args(query));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    log(&format!("adding the target {TARGET} with rustup: the page is WebAssembly"));
    rustup(workspace, &["target", "add", TARGET])
}

fn ensure_component(workspace: &Workspace, command: &str, why: &str) -> Result<()> {
    if process::stdout_of(workspace.cargo().args([command, "--version"])).is_some() {
        return Ok(());
    }
    let component = if command == "fmt" { "rustfmt" } else { command };
    log(&format!("adding {component} with rustup: {why}"));
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

fn ensure_tool(
    workspace: &Workspace,
    program: &str,
    package: &str,
    version: &str,
    flags: &[&str],
    why: &str,
) -> Result<()> {
    let binary = workspace.tools.join("bin").join(program);
    let found = process::stdout_of(workspace.command(&binary.to_string_lossy()).arg("--version"));
    if found.as_deref().and_then(|text| text.split_whitespace().nth(1)) == Some(version) {
        return Ok(());
    }
    log(&format!("installing {package} {version} with cargo, some minutes: {why}"));
    let mut command = workspace.cargo();
    command.args(["install", "--locked", "--force", "--version", version]).args(flags);
    command.arg("--root").arg(&workspace.tools).arg(package).envs(FAST_BUILD_PROFILE);
    process::run(&mut command)
}
