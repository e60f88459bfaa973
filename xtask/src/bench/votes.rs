//! `cargo xtask bench votes`: durable votes per second, and rankings over a million reactions. The
//! measurements are in server/benches/votes.

use crate::{
    error::Result,
    postgres::Cluster,
    process,
    setup::{self, Needs},
    workspace::Workspace,
};

pub(super) fn bench(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    setup::ensure(workspace, Needs::Bench)?;
    let cluster = Cluster::start(workspace)?;
    let mut bench = workspace.cargo();
    bench.args(["bench", "--package", "zaidu-server", "--bench", "votes"]);
    cluster.set_env(&mut bench);
    process::run(&mut bench)
}
