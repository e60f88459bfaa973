//! `cargo xtask bench page`: how a page comes to life in a browser. What is
//! measured stands in benches/page.

use crate::{
    dist,
    error::Result,
    process,
    setup::{self, Needs},
    test,
    workspace::Workspace,
};

pub(super) fn bench(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    setup::ensure(workspace, Needs::Bench)?;
    dist::build_when_stale(workspace)?;
    let mut bench = workspace.cargo();
    bench.args(["bench", "--package", "zaidu", "--bench", "page"]);
    test::in_browser(workspace, &mut bench)?;
    process::run(&mut bench)
}
