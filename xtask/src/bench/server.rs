//! `cargo xtask bench server`: rendered pages, against a static file of the same
//! bytes from the same server.

use std::{
    fmt::Write,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use super::{SEED, median, wrk};
use crate::{
    dist,
    error::{Error, Result},
    files,
    sample_server::{Build, SampleServer},
    setup,
    workspace::Workspace,
};

/// Each side is loaded so often, one after the other.
const ROUNDS: usize = 5;

/// Gives each request an address of its own, so that no page is kept for it.
const ADDRESSES: &str = "local n = 0\n\
    request = function() n = n + 1 return wrk.format('GET', wrk.path .. '?n=' .. n) end\n";

/// What is loaded.
struct Side {
    name: &'static str,
    path: &'static str,
    /// Whether each request has an address of its own.
    is_new: bool,
    /// Whether by the server that keeps neither pages nor answers.
    forgets: bool,
}

/// In the order of each round. The first is what the others are compared with,
/// the second shows how far apart two equal sides come out.
const SIDES: [Side; 5] = [
    Side { name: "static file", path: FILE, is_new: false, forgets: false },
    Side { name: "static file, again", path: FILE, is_new: false, forgets: false },
    Side { name: "rendered, page kept", path: SEED, is_new: false, forgets: false },
    Side { name: "rendered, answers kept", path: SEED, is_new: true, forgets: false },
    Side { name: "rendered, nothing kept", path: SEED, is_new: true, forgets: true },
];

/// Where the static file is.
const FILE: &str = "/page.html";

pub(super) fn bench(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    setup::ensure(workspace, setup::Needs::Bench)?;
    dist::build_when_stale(workspace)?;
    let folder = workspace.root.join("target/bench");
    let script = folder.join("addresses.lua");
    let site = folder.join("dist");
    copy(&workspace.root.join("dist"), &site)?;
    write(&script, ADDRESSES.as_bytes())?;
    let database = format!("sqlite:{}", folder.join("sample.sqlite").display());
    let start = |keep: &[&str]| {
        let options = [&["--database", &database], keep].concat();
        SampleServer::start(workspace, Build::Release, &site, &options)
    };
    let (server, forgetful) = (start(&[])?, start(&["--keep-pages", "0"])?);
    let mut out = String::new();
    for accepts in ["identity", "br"] {
        let page = server.get_as(SEED, accepts)?;
        let name = if accepts == "br" { "page.html.br" } else { "page.html" };
        write(&site.join(name), &page.body)?;
        let file = server.get_as(FILE, accepts)?;
        if file.body != page.body {
            return Err(Error::failed("the static file and the page are not the same bytes"));
        }
        // Writing to a String cannot fail.
        let _ = writeln!(out, "\n`accept-encoding: {accepts}`, {} bytes\n", page.body.len());
        out.push_str(&table(&rounds(workspace, [&server, &forgetful], accepts, &script)?));
    }
    std::io::stdout()
        .write_all(out.as_bytes())
        .map_err(|cause| Error::failed(format!("cannot print: {cause}")))
}

/// Loads every side in turn, [`ROUNDS`] times.
fn rounds(
    workspace: &Workspace,
    [server, forgetful]: [&SampleServer; 2],
    accepts: &str,
    script: &Path,
) -> Result<Vec<[wrk::Burst; SIDES.len()]>> {
    let header = format!("accept-encoding: {accepts}");
    let mut rounds = Vec::new();
    for round in 1..=ROUNDS {
        eprintln!("      {accepts}, round {round} of {ROUNDS}");
        let mut bursts = Vec::new();
        for Side { path, is_new, forgets, .. } in SIDES {
            let server = if forgets { forgetful } else { server };
            let url = format!("{}{path}", server.origin());
            bursts.push(wrk::burst(workspace, &url, &header, is_new.then_some(script))?);
        }
        rounds.extend(<[wrk::Burst; SIDES.len()]>::try_from(bursts));
    }
    Ok(rounds)
}

/// Medians of each side, and of its ratio to the first side of the same round.
fn table(rounds: &[[wrk::Burst; SIDES.len()]]) -> String {
    let mut out =
        String::from("| side | requests/s | p50 ms | p99 ms | ÷ static |\n|---|---|---|---|---|\n");
    for (side, Side { name, .. }) in SIDES.iter().enumerate() {
        let of =
            |read: fn(&wrk::Burst) -> f64| median(rounds.iter().map(|round| read(&round[side])));
        let ratio = median(
            rounds.iter().map(|it| it[side].requests_per_second / it[0].requests_per_second),
        );
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "| {name} | {:.0} | {:.2} | {:.2} | {ratio:.2} |",
            of(|burst| burst.requests_per_second),
            of(|burst| burst.p50),
            of(|burst| burst.p99),
        );
    }
    out
}

/// Copies the files of `from` into `to`, which is made anew.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(to);
    for path in files::below(from)? {
        let place: PathBuf = to.join(path.strip_prefix(from).unwrap_or(&path));
        write(&place, &files::bytes(&path)?)?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|cause| Error::file("make", folder, &cause))?;
    fs::write(path, bytes).map_err(|cause| Error::file("write", path, &cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_compared_within_its_round() {
        let burst = |requests_per_second| wrk::Burst { requests_per_second, p50: 1.0, p99: 2.0 };
        // The machine was twice as fast in the second round.
        let rounds = [
            [10.0, 10.0, 8.0, 2.0, 1.0],
            [20.0, 20.0, 16.0, 4.0, 2.0],
            [20.0, 19.0, 16.0, 4.0, 2.0],
        ];
        let table = table(&rounds.map(|round| round.map(burst)));
        assert!(table.contains("| static file, again | 19 | 1.00 | 2.00 | 1.00 |"), "{table}");
        assert!(table.contains("| rendered, answers kept | 4 | 1.00 | 2.00 | 0.20 |"), "{table}");
    }
}
