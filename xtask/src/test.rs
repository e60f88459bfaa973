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

/// `cargo xtask test [--fast | --long] [--only NAME]`
pub(crate) fn command(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    let (mut fast, mut long, mut only) = (false, false, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("fast") => fast = true,
            lexopt::Arg::Long("long") => long = true,
            lexopt::Arg::Long("only") => {
                only = Some(arguments.value()?.to_string_lossy().into_owned());
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let all_tools: Step = ("tools", |it| setup::ensure(it, Needs::Browser));
    let lint_tools: Step = ("tools", |it| setup::ensure(it, Needs::Lints));
    let (tools, steps) = match (fast, long) {
        (false, false) => (all_tools, [&FAST[..], &REST].concat()),
        (true, false) => (lint_tools, FAST.to_vec()),
        (false, true) => (all_tools, LONG.to_vec()),
        (true, true) => return Err(Error::usage("--fast and --long exclude each other")),
    };
    let steps = match only {
        Some(name) => named(&steps, &name)?,
        None => steps,
    };
    run_all(workspace, &[&[tools][..], &steps].concat())
}

/// The steps with `name` in their names, which may be a part.
fn named(steps: &[Step], name: &str) -> Result<Vec<Step>> {
    let found: Vec<_> = steps.iter().copied().filter(|(step, _)| step.contains(name)).collect();
    if found.is_empty() {
        let names: Vec<_> = steps.iter().map(|(step, _)| *step).collect();
        return Err(Error::usage(format!(
            "no step is named `{name}`; there are: {}",
            names.join("; ")
        )));
    }
    Ok(found)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_chosen_by_a_part_of_their_names() {
        let names = |name| {
            named(&LONG, name).map(|steps| steps.iter().map(|(step, _)| *step).collect::<Vec<_>>())
        };
        assert_eq!(names("browser, F").unwrap(), ["tests, browser, Firefox"]);
        assert_eq!(names("at length").unwrap().len(), 3);
        let error = names("nonsense").unwrap_err().to_string();
        assert!(error.contains("tests, browser, WebKitGTK"), "{error}");
    }
}
