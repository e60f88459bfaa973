//! Browser tests: all in Chromium; in Firefox and WebKitGTK a walk through all pages, at length all.

use std::process::Command;

use super::targets;
use crate::{error::Result, harness_env, native::NATIVE, process, setup, workspace::Workspace};

/// The module of the browser tests that walks through all pages.
const WALK: &str = "walk::";

/// Tests that do not pass in WebKitGTK, and what was seen there.
const NOT_IN_WEBKIT: [(&str, &str); 4] = [
    ("layout::a_picture_without_a_size", "the driver waits for pictures that are held back"),
    ("scroll_restoration::a_reload_restores", "the driver does not answer during the reload"),
    ("offline::pictures_are_not_kept_for_readers_who_save", "a worker is not told of a data saver"),
    ("typography::text_is_justified", "it widens spaces, but no gap between Chinese characters"),
];

/// All tests in Chromium.
pub(super) fn chromium(workspace: &Workspace) -> Result<()> {
    let mut test = workspace.cargo();
    tests(workspace, &mut test, &[])
}

/// The walk in Firefox.
pub(super) fn firefox_walk(workspace: &Workspace) -> Result<()> {
    tests(workspace, &mut in_firefox(workspace)?, &[WALK])
}

/// All tests in Firefox. What needs a capability that it lacks skips itself.
pub(super) fn firefox(workspace: &Workspace) -> Result<()> {
    tests(workspace, &mut in_firefox(workspace)?, &[])
}

fn in_firefox(workspace: &Workspace) -> Result<Command> {
    let mut test = workspace.cargo();
    test.env("ZAIDU_ENGINE", "firefox")
        .env("ZAIDU_FIREFOX", setup::firefox(workspace)?)
        .env("ZAIDU_GECKODRIVER", setup::geckodriver(workspace));
    Ok(test)
}

/// The walk in WebKitGTK.
pub(super) fn webkit_walk(workspace: &Workspace) -> Result<()> {
    tests(workspace, &mut in_webkit(workspace)?, &[WALK])
}

/// All tests in WebKitGTK but those that do not pass there. What needs a capability that it lacks skips
/// itself.
pub(super) fn webkit(workspace: &Workspace) -> Result<()> {
    let skipped = NOT_IN_WEBKIT.iter().flat_map(|(name, _)| ["--skip", name]);
    tests(workspace, &mut in_webkit(workspace)?, &skipped.collect::<Vec<_>>())
}

/// WebKitGTK asks the session bus for the reader's settings.
fn in_webkit(workspace: &Workspace) -> Result<Command> {
    let (browser, driver) = setup::webkit(workspace)?;
    let mut test = workspace.command("dbus-run-session");
    test.args(["--", "cargo"])
        .env("ZAIDU_ENGINE", "webkit")
        .env("ZAIDU_WEBKIT", browser)
        .env("ZAIDU_WEBKITDRIVER", driver);
    Ok(test)
}

/// Runs the browser tests that `filters`, arguments of the test program, choose, or all.
fn tests(workspace: &Workspace, cargo: &mut Command, filters: &[&str]) -> Result<()> {
    cargo.args(["test", "--test", targets::BROWSER]).args(NATIVE).arg("--").args(filters);
    harness_env::set(workspace, cargo)?;
    process::run(cargo)
}
