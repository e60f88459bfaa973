//! `cargo xtask bench page`: page load, hydration and first interaction in a browser, compared with
//! other frameworks. The measurements are in benches/page.

use std::{ffi::OsStr, num::NonZeroUsize};

use super::peers;
use crate::{
    dist,
    error::{Error, Result},
    harness_env, process,
    setup::{self, Needs},
    workspace::Workspace,
};

pub(super) fn bench(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    let mut rounds = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("rounds") => rounds = Some(rounds_of(&arguments.value()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    setup::ensure(workspace, Needs::Bench)?;
    let peers = peers::build(workspace)?;
    dist::build_if_stale(workspace)?;
    let mut bench = workspace.cargo();
    bench.args(["bench", "--package", "zaidu", "--bench", "page"]);
    if let Some(rounds) = rounds {
        bench.args(["--", "--rounds", &rounds.to_string()]);
    }
    harness_env::set(workspace, &mut bench)?;
    process::run(bench.env("ZAIDU_PEERS", peers))
}

fn rounds_of(value: &OsStr) -> Result<NonZeroUsize> {
    let number = value.to_string_lossy().parse();
    number.map_err(|_| Error::usage("--rounds takes a number from 1, for example 7"))
}
