//! `cargo xtask bench feed`: cost of very long lists in a browser. The measurements are in
//! benches/feed.

use crate::{
    dist,
    error::Result,
    harness_env, process,
    setup::{self, Needs},
    workspace::Workspace,
};

/// Features of the production build, plus the mock, which has the page of long lists.
const FEATURES: &str = "hydrate,mock";

pub(super) fn bench(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    setup::ensure(workspace, Needs::Browser)?;
    let page = workspace.root.join("target/bench-dist");
    dist::trunk_build(workspace, &page, &["--release", "--features", FEATURES])?;
    let mut bench = workspace.cargo();
    bench.args(["bench", "--package", "zaidu", "--bench", "feed"]);
    harness_env::set(workspace, &mut bench)?;
    process::run(bench.env("ZAIDU_MOCK_DIST", page))
}
