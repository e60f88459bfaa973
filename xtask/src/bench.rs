//! `cargo xtask bench`: benchmarks. They compare variants within one run and print ratios; they
//! never fail, because timings on shared machines are noisy. docs/benchmarks.md records results
//! with their date.

mod cores;
mod feed;
mod flood;
mod folder;
mod median;
mod nginx;
mod page;
mod peers;
mod server;
mod streams;
mod votes;
mod wrk;

use crate::{
    error::{Error, Result},
    workspace::Workspace,
};

/// `cargo xtask bench <page|feed|server|flood|streams|votes>`
pub(crate) fn command(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    let what = match arguments.next()? {
        Some(lexopt::Arg::Value(what)) => what.to_string_lossy().into_owned(),
        Some(other) => return Err(other.unexpected().into()),
        None => {
            let names = "`page`, `feed`, `server`, `flood`, `streams` or `votes`";
            return Err(Error::usage(format!("bench what? {names}")));
        }
    };
    match what.as_str() {
        "page" => page::bench(workspace, arguments),
        "feed" => feed::bench(workspace, arguments),
        "server" => server::bench(workspace, arguments),
        "flood" => flood::bench(workspace, arguments),
        "streams" => streams::bench(workspace, arguments),
        "votes" => votes::bench(workspace, arguments),
        unknown => Err(Error::usage(format!("there is no benchmark `{unknown}`"))),
    }
}
