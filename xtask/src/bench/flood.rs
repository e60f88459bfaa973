//! `cargo xtask bench flood`: the rate of a kept page, and the memory of the server, while one client
//! floods it with distinct searches.

use std::{fmt::Write, io::Write as _, path::Path};

use super::{cores, folder, median::median, wrk};
use crate::{
    dist,
    error::{Error, Result},
    sample_server::{Build, SAMPLE_ARTICLE, SampleServer},
    setup,
    workspace::Workspace,
};

/// How often each variant is measured, on a server of its own each time.
const ROUNDS: usize = 3;

/// Seconds of a flood. The page is measured within it.
const FLOOD_SECONDS: &str = "8";

/// wrk script: each request is another search, whose page nobody has asked for before. Half of them
/// find articles, and so cost the most; the others find nothing.
const SEARCHES_SCRIPT: &str = "local n = 0\n\
    request = function()\n  n = n + 1\n  \
    local query = n % 2 == 0 and '%E6%BD%AE&n=' .. n or '%E6%BD%AE' .. n\n  \
    return wrk.format('GET', wrk.path .. '?q=' .. query)\nend\n";

/// What the server is told of the limit of pages that are made anew, by the name of the variant.
const VARIANTS: [(&str, &[&str]); 2] =
    [("the limit as it is by default", &[]), ("without the limit", &["--uncached-limit", "off"])];

/// One measurement.
struct Run {
    /// Requests of the page a second, without and with the flood.
    alone: f64,
    under_flood: f64,
    /// Requests of the flood a second, answered or refused.
    flood: f64,
    /// Memory of the server before the flood, and the most since its start, in MB.
    before: f64,
    peak: f64,
}

pub(super) fn bench(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    setup::ensure(workspace, setup::Needs::Bench)?;
    dist::build_if_stale(workspace)?;
    let target = workspace.root.join("target/bench");
    let script = target.join("searches.lua");
    folder::write(&script, SEARCHES_SCRIPT.as_bytes())?;
    let mut runs = VARIANTS.map(|_| Vec::new());
    for round in 1..=ROUNDS {
        eprintln!("      round {round} of {ROUNDS}");
        for ((_, options), runs) in VARIANTS.iter().zip(&mut runs) {
            runs.push(measure(workspace, &target, &script, options)?);
        }
    }
    std::io::stdout()
        .write_all(table(&runs).as_bytes())
        .map_err(|cause| Error::failed(format!("cannot print: {cause}")))
}

fn measure(workspace: &Workspace, target: &Path, script: &Path, options: &[&str]) -> Result<Run> {
    let database = format!("sqlite:{}", target.join("flood.sqlite").display());
    let options = [&["--database", &database], options].concat();
    let dist = workspace.root.join("dist");
    let command = SampleServer::command(workspace, Build::Release, &dist, &options)?;
    let server = SampleServer::launch(cores::on_servers_core(&command))?;
    let page = server.origin() + SAMPLE_ARTICLE;
    let headers = ["accept-encoding: br".to_owned(), "accept: text/html".to_owned()];
    let alone = wrk::run(workspace, &page, &headers, None)?;
    let before = server.memory("VmRSS")?;
    let search = server.origin() + "/search";
    let flood = wrk::start(workspace, &search, &headers, Some(script), FLOOD_SECONDS)?;
    // All connections of the flood are busy by then; the allowance of the limit lasts longer.
    std::thread::sleep(std::time::Duration::from_secs(2));
    let under_flood = wrk::run(workspace, &page, &headers, None)?;
    let flood = wrk::requests_per_second(flood)?;
    Ok(Run {
        alone: alone.requests_per_second,
        under_flood: under_flood.requests_per_second,
        flood,
        before,
        peak: server.memory("VmHWM")?,
    })
}

/// Medians of each variant; the ratio is that of each round.
fn table(runs: &[Vec<Run>; VARIANTS.len()]) -> String {
    let mut out = String::from(
        "| one core | page alone/s | under the flood/s | ÷ alone | searches/s | MB before | MB at most |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for ((name, _), runs) in VARIANTS.iter().zip(runs) {
        let median_of = |read: fn(&Run) -> f64| median(runs.iter().map(read));
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "| {name} | {:.0} | {:.0} | {:.2} | {:.0} | {:.0} | {:.0} |",
            median_of(|run| run.alone),
            median_of(|run| run.under_flood),
            median_of(|run| run.under_flood / run.alone),
            median_of(|run| run.flood),
            median_of(|run| run.before),
            median_of(|run| run.peak),
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_that_of_a_round() {
        let run =
            |alone, under_flood| Run { alone, under_flood, flood: 9.0, before: 1.0, peak: 2.0 };
        // The machine was twice as fast in the second round.
        let runs = || vec![run(10.0, 6.0), run(20.0, 12.0), run(20.0, 10.0)];
        let table = table(&[runs(), runs()]);
        assert!(table.contains("| without the limit | 20 | 10 | 0.60 | 9 | 1 | 2 |"), "{table}");
    }
}
