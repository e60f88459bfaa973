//! `cargo xtask bench page`: page load, hydration and first interaction in a browser. The
//! measurements are in benches/page.

use crate::{
    dist,
    error::Result,
    harness_env, process,
    setup::{self, Needs},
    workspace::Workspace,
};

pub(super) fn bench(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    setup::ensure(workspace, Needs::Bench)?;
    dist::build_if_stale(workspace)?;
    let mut bench = workspace.cargo();
    bench.args(["bench", "--package", "zaidu", "--bench", "page"]);
    harness_env::set(workspace, &mut bench)?;
    process::run(&mut bench)
}
