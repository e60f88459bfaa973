//! What comes through Rust: the WebAssembly target, the linters, and the two
//! programs that turn a crate into a page.

use std::path::Path;

use super::{Needs, say};
use crate::{
    error::{Error, Result},
    process,
    workspace::Workspace,
};

/// The last Trunk that the workspace's compiler can build.
const TRUNK: &str = "0.21.14";

/// Seldom used and never hot, so built in half the time of the usual profile.
const LIGHT_PROFILE: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_STRIP", "true"),
];

pub(super) fn ensure(workspace: &Workspace, needs: Needs, wasm_bindgen: &str) -> Result<()> {
    target(workspace)?;
    if needs >= Needs::Lints {
        component(workspace, "clippy", "the tests lint the code")?;
        component(workspace, "fmt", "the tests check the format")?;
    }
    // The default features bring a second TLS library and a self-updater.
    let light = ["--no-default-features", "--features", "rustls"];
    tool(workspace, "trunk", "trunk", TRUNK, &light, "it builds the page")?;
    let why = "it joins WebAssembly and JavaScript; the version is the lock file's";
    tool(workspace, "wasm-bindgen", "wasm-bindgen-cli", wasm_bindgen, &[], why)
}

fn target(workspace: &Workspace) -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let query = ["--print", "target-libdir", "--target", TARGET];
    let folder = process::ask(workspace.command("rustc").args(query));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    say(&format!("adding the target {TARGET} with rustup: the page is WebAssembly"));
    rustup(workspace, &["target", "add", TARGET])
}

fn component(workspace: &Workspace, command: &str, why: &str) -> Result<()> {
    if process::ask(workspace.cargo().args([command, "--version"])).is_some() {
        return Ok(());
    }
    let component = if command == "fmt" { "rustfmt" } else { command };
    say(&format!("adding {component} with rustup: {why}"));
    rustup(workspace, &["component", "add", component])
}

fn rustup(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    if workspace.program(&["rustup"]).is_none() {
        return Err(Error::failed(format!(
            "this Rust did not come from rustup; do by its own means what \
             `rustup {}` does",
            arguments.join(" ")
        )));
    }
    process::run_quietly(workspace.command("rustup").args(arguments))
}

fn tool(
    workspace: &Workspace,
    program: &str,
    package: &str,
    version: &str,
    flags: &[&str],
    why: &str,
) -> Result<()> {
    let own = workspace.tools.join("bin").join(program);
    let found = process::ask(workspace.command(&own.to_string_lossy()).arg("--version"));
    if found.as_deref().and_then(|text| text.split_whitespace().nth(1)) == Some(version) {
        return Ok(());
    }
    say(&format!("installing {package} {version} with cargo, some minutes: {why}"));
    let mut command = workspace.cargo();
    command.args(["install", "--locked", "--force", "--version", version]).args(flags);
    command.arg("--root").arg(&workspace.tools).arg(package).envs(LIGHT_PROFILE);
    process::run(&mut command)
}
