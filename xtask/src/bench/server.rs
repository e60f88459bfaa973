//! `cargo xtask bench server`: throughput and latency of server-rendered pages, compared with a
//! static file of the same bytes from the same server.

use std::{fmt::Write, io::Write as _, path::Path};

use super::{folder, median::median, wrk};
use crate::{
    dist,
    error::{Error, Result},
    sample_server::{Build, SAMPLE_ARTICLE, SampleServer},
    setup,
    workspace::Workspace,
};

/// How often each variant is measured; the variants alternate.
const ROUNDS: usize = 5;

/// wrk script: gives each request a unique query, which bypasses the page cache.
const UNIQUE_QUERY_SCRIPT: &str = "local n = 0\n\
    request = function() n = n + 1 return wrk.format('GET', wrk.path .. '?n=' .. n) end\n";

/// A variant that is measured.
struct Variant {
    name: &'static str,
    path: &'static str,
    /// Whether each request has a unique query.
    unique: bool,
    /// Whether the server runs without caches of pages and API responses.
    uncached: bool,
}

/// In the order of each round. The first is the baseline; the second repeats it and so shows the
/// noise between two equal variants.
const VARIANTS: [Variant; 5] = [
    Variant { name: "static file", path: FILE, unique: false, uncached: false },
    Variant { name: "static file, again", path: FILE, unique: false, uncached: false },
    Variant { name: "rendered, page cached", path: SAMPLE_ARTICLE, unique: false, uncached: false },
    Variant {
        name: "rendered, responses cached",
        path: SAMPLE_ARTICLE,
        unique: true,
        uncached: false,
    },
    Variant {
        name: "rendered, nothing cached",
        path: SAMPLE_ARTICLE,
        unique: true,
        uncached: true,
    },
];

/// The path of the static file.
const FILE: &str = "/page.html";

pub(super) fn bench(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    setup::ensure(workspace, setup::Needs::Bench)?;
    dist::build_if_stale(workspace)?;
    let target = workspace.root.join("target/bench");
    let script = target.join("addresses.lua");
    let site = target.join("dist");
    folder::copy(&workspace.root.join("dist"), &site)?;
    folder::write(&script, UNIQUE_QUERY_SCRIPT.as_bytes())?;
    let database = format!("sqlite:{}", target.join("sample.sqlite").display());
    let start = |cache_options: &[&str]| {
        let options = [&["--database", &database], cache_options].concat();
        SampleServer::start(workspace, Build::Release, &site, &options)
    };
    let (server, uncached_server) = (start(&[])?, start(&["--keep-pages", "0"])?);
    let mut out = String::new();
    for encoding in ["identity", "br"] {
        let page = server.get_encoded(SAMPLE_ARTICLE, encoding)?;
        let name = if encoding == "br" { "page.html.br" } else { "page.html" };
        folder::write(&site.join(name), &page.body)?;
        let file = server.get_encoded(FILE, encoding)?;
        if file.body != page.body {
            return Err(Error::failed("the static file and the page are not the same bytes"));
        }
        // Writing to a String cannot fail.
        let _ = writeln!(out, "\n`accept-encoding: {encoding}`, {} bytes\n", page.body.len());
        out.push_str(&table(&measure(workspace, [&server, &uncached_server], encoding, &script)?));
    }
    std::io::stdout()
        .write_all(out.as_bytes())
        .map_err(|cause| Error::failed(format!("cannot print: {cause}")))
}

/// Measures every variant in turn, [`ROUNDS`] times.
fn measure(
    workspace: &Workspace,
    [server, uncached_server]: [&SampleServer; 2],
    encoding: &str,
    script: &Path,
) -> Result<Vec<[wrk::LoadRun; VARIANTS.len()]>> {
    let header = format!("accept-encoding: {encoding}");
    let mut rounds = Vec::new();
    for round in 1..=ROUNDS {
        eprintln!("      {encoding}, round {round} of {ROUNDS}");
        let mut runs = Vec::new();
        for Variant { path, unique, uncached, .. } in VARIANTS {
            let server = if uncached { uncached_server } else { server };
            let url = format!("{}{path}", server.origin());
            runs.push(wrk::run(workspace, &url, &header, unique.then_some(script))?);
        }
        rounds.extend(<[wrk::LoadRun; VARIANTS.len()]>::try_from(runs));
    }
    Ok(rounds)
}

/// Medians of each variant, and of its ratio to the first variant of the same round.
fn table(rounds: &[[wrk::LoadRun; VARIANTS.len()]]) -> String {
    let mut out =
        String::from("| side | requests/s | p50 ms | p99 ms | ÷ static |\n|---|---|---|---|---|\n");
    for (variant, Variant { name, .. }) in VARIANTS.iter().enumerate() {
        let median_of = |read: fn(&wrk::LoadRun) -> f64| {
            median(rounds.iter().map(|round| read(&round[variant])))
        };
        let ratio = median(
            rounds.iter().map(|it| it[variant].requests_per_second / it[0].requests_per_second),
        );
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "| {name} | {:.0} | {:.2} | {:.2} | {ratio:.2} |",
            median_of(|run| run.requests_per_second),
            median_of(|run| run.p50),
            median_of(|run| run.p99),
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_is_compared_within_its_round() {
        let run = |requests_per_second| wrk::LoadRun { requests_per_second, p50: 1.0, p99: 2.0 };
        // The machine was twice as fast in the second round.
        let rounds = [
            [10.0, 10.0, 8.0, 2.0, 1.0],
            [20.0, 20.0, 16.0, 4.0, 2.0],
            [20.0, 19.0, 16.0, 4.0, 2.0],
        ];
        let table = table(&rounds.map(|round| round.map(run)));
        assert!(table.contains("| static file, again | 19 | 1.00 | 2.00 | 1.00 |"), "{table}");
        assert!(
            table.contains("| rendered, responses cached | 4 | 1.00 | 2.00 | 0.20 |"),
            "{table}"
        );
    }
}
