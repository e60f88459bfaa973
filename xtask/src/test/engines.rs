//! The server's tests on PostgreSQL, and what breaks servers.

use std::process::Command;

use super::NATIVE;
use crate::{error::Result, postgres::Cluster, process, workspace::Workspace};

/// Tests of the server that ask the same of both engines.
const SAME: [&str; 7] = ["contract", "http", "limits", "pages", "upkeep", "votes", "wechat"];

/// Tests that kill, and so on.
const FAULTS: &str = "faults";

/// Those of them that ask the same of both engines, or something of PostgreSQL.
const ON_POSTGRES: [&str; 4] = ["crowd::", "cut::", "kill::", "postgres::"];

/// Runs the same tests on a PostgreSQL that is started for them.
pub(super) fn postgres(workspace: &Workspace) -> Result<()> {
    let cluster = Cluster::start(workspace)?;
    let mut test = workspace.cargo();
    test.arg("test").args(NATIVE);
    for name in SAME {
        test.args(["--test", name]);
    }
    cluster.tell(&mut test);
    process::run(&mut test)?;
    process::run(&mut faults(workspace, &cluster))
}

/// Every fault on SQLite, at full length.
pub(super) fn long_sqlite(workspace: &Workspace) -> Result<()> {
    let mut test = workspace.cargo();
    test.arg("test").args(NATIVE).args(["--test", FAULTS, "--", "--test-threads=1"]);
    process::run(test.env("ZAIDU_TEST_LONG", "1"))
}

/// Every fault on PostgreSQL, at full length.
pub(super) fn long_postgres(workspace: &Workspace) -> Result<()> {
    let cluster = Cluster::start(workspace)?;
    process::run(faults(workspace, &cluster).env("ZAIDU_TEST_LONG", "1"))
}

/// One after the other: some restart the cluster.
fn faults(workspace: &Workspace, cluster: &Cluster) -> Command {
    let mut test = workspace.cargo();
    test.arg("test").args(NATIVE).args(["--test", FAULTS, "--"]).args(ON_POSTGRES);
    test.args(["--include-ignored", "--test-threads=1"]);
    cluster.tell(&mut test);
    test
}
