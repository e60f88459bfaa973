//! `cargo xtask bench streams`: memory of each open stream of events, and the time until an event has
//! reached 10,000. The measurements are in server/benches/streams.

use crate::{
    error::Result,
    process,
    setup::{self, Needs},
    workspace::Workspace,
};

pub(super) fn bench(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    setup::ensure(workspace, Needs::Bench)?;
    let mut bench = workspace.cargo();
    process::run(bench.args(["bench", "--package", "zaidu-server", "--bench", "streams"]))
}
