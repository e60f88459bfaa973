//! `cargo xtask bench feed`: what a very long list costs in a browser. What is
//! measured stands in benches/feed.

use crate::{
    dist,
    error::Result,
    process,
    setup::{self, Needs},
    test,
    workspace::Workspace,
};

/// The program as it is deployed, with the page of long lists, which comes with the
/// mock.
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
    test::in_browser(workspace, &mut bench)?;
    process::run(bench.env("ZAIDU_MOCK_DIST", page))
}
