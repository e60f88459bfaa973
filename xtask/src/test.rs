//! `cargo xtask test`: all checks that a change must pass, cheapest first. It stops at the first
//! failure.

mod alerts;
mod browsers;
mod description;
mod engines;
mod html;
mod mock_build;
mod properties;
mod targets;

use std::time::{Duration, Instant};

use crate::{
    budget, dist,
    error::{Error, Result},
    native::NATIVE,
    package, process,
    setup::{self, Needs},
    supply_chain, tidy,
    workspace::Workspace,
};

type Step = (&'static str, fn(&Workspace) -> Result<()>);

/// Steps of `--fast`: seconds to a few minutes.
const FAST: [Step; 7] = [
    ("lock file", |it| process::run(it.cargo().args(["fetch", "--locked", "--quiet"]))),
    ("format", |it| process::run(it.cargo().args(["fmt", "--all", "--check"]))),
    ("tidy", tidy::check),
    ("licences", supply_chain::check_licences),
    ("clippy, native", clippy_native),
    ("tests, native", tests_native),
    ("tests in documentation", |it| {
        process::run(it.cargo().args(["test", "--quiet", "--doc"]).args(NATIVE))
    }),
];

/// Steps with WebAssembly, a browser or PostgreSQL.
const REST: [Step; 15] = [
    ("alerts and board", alerts::check),
    ("tests, PostgreSQL", engines::postgres),
    ("clippy, the page", |it| clippy_page(it, dist::FEATURES)),
    ("clippy, the page with its mock", |it| clippy_page(it, "csr,mock")),
    ("dist", dist::build_if_stale),
    ("page with its mock", mock_build::build_mock),
    ("no mock in dist", mock_build::check_no_mock),
    ("budget", budget::check),
    ("valid HTML", html::check),
    ("description of the API, requests", description::requests),
    ("description of the API, typed client", description::typed_client),
    ("package and image", package::check),
    ("tests, browser", browsers::chromium),
    ("walk, Firefox", browsers::firefox_walk),
    ("walk, WebKitGTK", browsers::webkit_walk),
];

/// Steps of `--long`: fault-injection tests with a hundred repetitions, properties with many cases,
/// all browser tests in two more engines, 50,000 requests, and what needs the Internet; an hour or two.
const LONG: [Step; 7] = [
    ("description of the API, many requests", description::many_requests),
    ("faults at length, SQLite", engines::long_sqlite),
    ("faults at length, PostgreSQL", engines::long_postgres),
    ("hostile input at length", properties::at_length),
    ("tests, browser, Firefox", browsers::firefox),
    ("tests, browser, WebKitGTK", browsers::webkit),
    ("advisories and bans", supply_chain::check_advisories),
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
    let all_tools: Step = ("tools", |it| setup::ensure(it, Needs::Browser));
    let lint_tools: Step = ("tools", |it| setup::ensure(it, Needs::Lints));
    let steps: Vec<Step> = match (fast, long) {
        (false, false) => [all_tools].into_iter().chain(FAST).chain(REST).collect(),
        (true, false) => [lint_tools].into_iter().chain(FAST).collect(),
        (false, true) => [all_tools].into_iter().chain(LONG).collect(),
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
            print_summary(&done);
            return Err(Error::failed(format!("the step `{name}` failed: {error}")));
        }
    }
    print_summary(&done);
    eprintln!("all {} steps passed", steps.len());
    Ok(())
}

fn print_summary(done: &[(&str, Duration)]) {
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
