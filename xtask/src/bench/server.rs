//! `cargo xtask bench server`: throughput and latency of files and server-rendered pages, compared
//! with a file of the same bytes and headers from nginx, each server on one and the same core.

use std::{
    fmt::Write,
    io::Write as _,
    path::{Path, PathBuf},
};

use super::{cores, folder, median::median, nginx::Nginx, wrk};
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
    server: Server,
    path: &'static str,
    /// Whether each request has a unique query.
    unique: bool,
    /// Whether the reader has reacted, and so gets a page of their own.
    own: bool,
}

/// Which server answers.
enum Server {
    Nginx,
    Ours,
    /// Without caches of pages and API responses.
    Uncached,
}

/// In the order of each round. The first is the baseline; the second repeats it and so shows the
/// noise between two equal variants.
const VARIANTS: [Variant; 7] = [
    Variant { name: "nginx, file", server: Server::Nginx, path: FILE, unique: false, own: false },
    Variant {
        name: "nginx, file, again",
        server: Server::Nginx,
        path: FILE,
        unique: false,
        own: false,
    },
    Variant { name: "file", server: Server::Ours, path: FILE, unique: false, own: false },
    Variant { name: "page", server: Server::Ours, path: SAMPLE_ARTICLE, unique: false, own: false },
    Variant {
        name: "page of a reader who has reacted",
        server: Server::Ours,
        path: SAMPLE_ARTICLE,
        unique: false,
        own: true,
    },
    Variant {
        name: "page rendered anew",
        server: Server::Ours,
        path: SAMPLE_ARTICLE,
        unique: true,
        own: false,
    },
    Variant {
        name: "page rendered anew, without any cache",
        server: Server::Uncached,
        path: SAMPLE_ARTICLE,
        unique: true,
        own: false,
    },
];

/// The path of the static file.
const FILE: &str = "/page.html";

/// Headers of a response that nginx makes itself, or that close the connection.
const OWN_HEADERS: [&str; 7] = [
    "accept-ranges",
    "connection",
    "content-length",
    "content-type",
    "date",
    "etag",
    "last-modified",
];

/// The servers of one encoding, and what the load generator sends them.
struct Servers {
    nginx: Nginx,
    ours: SampleServer,
    uncached: SampleServer,
    encoding: &'static str,
    /// The cookie of a reader who has reacted.
    cookie: String,
    /// The Lua script of unique queries.
    script: PathBuf,
}

pub(super) fn bench(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    setup::ensure(workspace, setup::Needs::Bench)?;
    dist::build_if_stale(workspace)?;
    let target = workspace.root.join("target/bench");
    let mut out = String::new();
    for encoding in ["identity", "br"] {
        let (servers, bytes) = start(workspace, &target, encoding)?;
        // Writing to a String cannot fail.
        let _ = writeln!(out, "\n`accept-encoding: {encoding}`, {bytes} bytes\n");
        out.push_str(&table(&measure(workspace, &servers)?));
    }
    std::io::stdout()
        .write_all(out.as_bytes())
        .map_err(|cause| Error::failed(format!("cannot print: {cause}")))
}

/// Starts all servers. Returns them and the size of the page, which each serves as it is.
fn start(workspace: &Workspace, target: &Path, encoding: &'static str) -> Result<(Servers, usize)> {
    let site = target.join("dist");
    folder::copy(&workspace.root.join("dist"), &site)?;
    let script = target.join("addresses.lua");
    folder::write(&script, UNIQUE_QUERY_SCRIPT.as_bytes())?;
    let database = format!("sqlite:{}", target.join("sample.sqlite").display());
    let start = |cache_options: &[&str]| {
        // All requests come from one address.
        let base = ["--database", &database, "--uncached-limit", "off"];
        let options = [&base, cache_options].concat();
        let command = SampleServer::command(workspace, Build::Release, &site, &options)?;
        SampleServer::launch(cores::on_servers_core(&command))
    };
    // The file has to be there when the server starts, which reads small ones into memory.
    let page = start(&[])?.get_encoded(SAMPLE_ARTICLE, encoding)?;
    let name = if encoding == "br" { "page.html.br" } else { "page.html" };
    folder::write(&site.join("page.html"), b"never asked for")?;
    folder::write(&site.join(name), &page.body)?;
    let (ours, uncached) = (start(&[])?, start(&["--keep-pages", "0"])?);
    if ours.get_encoded(FILE, encoding)?.body != page.body {
        return Err(Error::failed("the static file and the page are not the same bytes"));
    }
    let headers = page.headers().map(|(name, value)| (name, value.to_owned()));
    let headers: Vec<_> =
        headers.filter(|(name, _)| !OWN_HEADERS.contains(&name.as_str())).collect();
    let nginx = Nginx::start(workspace, &target.join("nginx"), &headers, &page.body)?;
    let cookie = react(&ours)?;
    Ok((Servers { nginx, ours, uncached, encoding, cookie, script }, page.body.len()))
}

/// Reacts to the article as a new reader. Returns the reader's cookie.
fn react(server: &SampleServer) -> Result<String> {
    let url = format!("/api{SAMPLE_ARTICLE}/reaction");
    let headers = [("content-type", "application/json")];
    let body = r#"{"mood":"happy"}"#;
    let first = server.send("PUT", &url, &headers, body)?;
    let failed = || Error::failed(format!("the server does not take a reaction: {}", first.status));
    let cookie = first.header("set-cookie").and_then(|it| it.split(';').next());
    let (cookie, url) = cookie.zip(first.header("location")).ok_or_else(failed)?;
    let second = server.send("PUT", url, &[headers[0], ("cookie", cookie)], body)?;
    if second.status == 200 { Ok(cookie.to_owned()) } else { Err(failed()) }
}

/// Measures every variant in turn, [`ROUNDS`] times.
fn measure(
    workspace: &Workspace,
    servers: &Servers,
) -> Result<Vec<[wrk::LoadRun; VARIANTS.len()]>> {
    let Servers { nginx, ours, uncached, encoding, cookie, script } = servers;
    let mut rounds = Vec::new();
    for round in 1..=ROUNDS {
        eprintln!("      {encoding}, round {round} of {ROUNDS}");
        let mut runs = Vec::new();
        for Variant { server, path, unique, own, .. } in VARIANTS {
            let url = match server {
                Server::Nginx => nginx.url(),
                Server::Ours => ours.origin() + path,
                Server::Uncached => uncached.origin() + path,
            };
            let mut headers = vec![format!("accept-encoding: {encoding}")];
            headers.extend(own.then(|| format!("cookie: {cookie}")));
            runs.push(wrk::run(workspace, &url, &headers, unique.then_some(script))?);
        }
        rounds.extend(<[wrk::LoadRun; VARIANTS.len()]>::try_from(runs));
    }
    Ok(rounds)
}

/// Medians of each variant, and of its ratio to the first variant of the same round.
fn table(rounds: &[[wrk::LoadRun; VARIANTS.len()]]) -> String {
    let mut out = String::from(
        "| one core | requests/s | p50 ms | p99 ms | ÷ nginx |\n|---|---|---|---|---|\n",
    );
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
            [10.0, 10.0, 9.0, 8.0, 6.0, 2.0, 1.0],
            [20.0, 20.0, 18.0, 16.0, 12.0, 4.0, 2.0],
            [20.0, 19.0, 18.0, 16.0, 12.0, 4.0, 2.0],
        ];
        let table = table(&rounds.map(|round| round.map(run)));
        assert!(table.contains("| nginx, file, again | 19 | 1.00 | 2.00 | 1.00 |"), "{table}");
        assert!(table.contains("| page rendered anew | 4 | 1.00 | 2.00 | 0.20 |"), "{table}");
    }
}
