//! `cargo xtask test`: everything a change must pass, in the order in which a
//! failure is cheapest to hear of. It stops at the first.
//!
//! All native steps name the same packages and features, because Cargo merges
//! the features of what it builds together: another selection would compile
//! half of the dependencies once more.

mod artefact;
mod engines;
mod html;
mod targets;

use std::{
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    budget, dist,
    error::{Error, Result},
    process,
    setup::{self, Needs},
    tidy,
    workspace::Workspace,
};

/// What the native tests are compiled with, on top of each package's default.
pub(crate) const NATIVE: [&str; 3] = ["--workspace", "--features", "zaidu/mock,zaidu-model/decode"];

type Step = (&'static str, fn(&Workspace) -> Result<()>);

/// Seconds to a few minutes.
const FAST: [Step; 6] = [
    ("lock file", |it| process::run(it.cargo().args(["fetch", "--locked", "--quiet"]))),
    ("format", |it| process::run(it.cargo().args(["fmt", "--all", "--check"]))),
    ("tidy", tidy::check),
    ("clippy, native", clippy_native),
    ("tests, native", tests_native),
    ("tests in documentation", |it| {
        process::run(it.cargo().args(["test", "--quiet", "--doc"]).args(NATIVE))
    }),
];

/// What compiles the page and opens it, and what needs a database server.
const REST: [Step; 9] = [
    ("tests, PostgreSQL", engines::postgres),
    ("clippy, the page", |it| clippy_page(it, dist::FEATURES)),
    ("clippy, the page with its mock", |it| clippy_page(it, "csr,mock")),
    ("dist", dist::build_when_stale),
    ("page with its mock", artefact::build_mock),
    ("no mock in dist", artefact::check_no_mock),
    ("budget", budget::check),
    ("valid HTML", html::check),
    ("tests, browser", tests_browser),
];

/// What breaks servers, a hundred times: minutes.
const LONG: [Step; 2] = [
    ("faults at length, SQLite", engines::long_sqlite),
    ("faults at length, PostgreSQL", engines::long_postgres),
];

/// `cargo xtask test [--fast | --long]`
pub(crate) fn command(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    let (mut fast, mut long) = (false, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("fast") => fast = true,
            lexopt::Arg::Long("long") => long = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let all: Step = ("tools", |it| setup::ensure(it, Needs::Browser));
    let lints: Step = ("tools", |it| setup::ensure(it, Needs::Lints));
    let steps: Vec<Step> = match (fast, long) {
        (false, false) => [all].into_iter().chain(FAST).chain(REST).collect(),
        (true, false) => [lints].into_iter().chain(FAST).collect(),
        (false, true) => [all].into_iter().chain(LONG).collect(),
        (true, true) => return Err(Error::usage("--fast and --long exclude each other")),
    };
    run_all(workspace, &steps)
}

fn run_all(workspace: &Workspace, steps: &[Step]) -> Result<()> {
    let mut done = Vec::new();
    for (number, (name, step)) in (1..).zip(steps) {
        eprintln!("\n== {number}/{} {name}", steps.len());
        let start = Instant::now();
        let outcome = step(workspace);
        done.push((*name, start.elapsed()));
        if let Err(error) = outcome {
            summary(&done);
            return Err(Error::failed(format!("the step `{name}` failed: {error}")));
        }
    }
    summary(&done);
    eprintln!("all {} steps passed", steps.len());
    Ok(())
}

fn summary(done: &[(&str, Duration)]) {
    eprintln!("\n== summary");
    for (name, time) in done {
        eprintln!("{:>8.1} s  {name}", time.as_secs_f64());
    }
    let total: Duration = done.iter().map(|(_, time)| *time).sum();
    eprintln!("{:>8.1} s  in all", total.as_secs_f64());
}

fn clippy_native(workspace: &Workspace) -> Result<()> {
    let mut clippy = workspace.cargo();
    clippy.args(["clippy", "--all-targets"]).args(NATIVE);
    process::run(clippy.args(["--", "--deny", "warnings"]))
}

fn clippy_page(workspace: &Workspace, features: &str) -> Result<()> {
    let mut clippy = workspace.cargo();
    clippy.args(["clippy", "--package", "zaidu", "--target", "wasm32-unknown-unknown"]);
    process::run(clippy.args(["--features", features, "--", "--deny", "warnings"]))
}

fn tests_native(workspace: &Workspace) -> Result<()> {
    let mut test = workspace.cargo();
    test.args(["test", "--lib", "--bins"]).args(NATIVE);
    for name in targets::integration_tests(&workspace.root)? {
        if name != targets::BROWSER {
            test.args(["--test", &name]);
        }
    }
    process::run(&mut test)
}

fn tests_browser(workspace: &Workspace) -> Result<()> {
    let mut test = workspace.cargo();
    test.args(["test", "--test", targets::BROWSER]).args(NATIVE);
    in_browser(workspace, &mut test)?;
    process::run(&mut test)
}

/// Tells `command` where everything is that the browser harness works with.
pub(crate) fn in_browser(workspace: &Workspace, command: &mut Command) -> Result<()> {
    let (chrome, driver) = setup::browser(workspace)?;
    let pictures = workspace.root.join("target/pictures");
    std::fs::create_dir_all(&pictures).map_err(|cause| Error::file("make", &pictures, &cause))?;
    command
        .env("ZAIDU_DIST", workspace.root.join("dist"))
        .env("ZAIDU_MOCK_DIST", artefact::mock_dist(workspace))
        .env("ZAIDU_AXE", setup::axe(workspace))
        .env("ZAIDU_CHROME", chrome)
        .env("ZAIDU_CHROMEDRIVER", driver)
        .env("ZAIDU_PICTURES", pictures);
    Ok(())
}
