//! Server tests on PostgreSQL, and the fault-injection tests on both database engines.

use std::process::Command;

use crate::{error::Result, native::NATIVE, postgres::Cluster, process, workspace::Workspace};

/// Test targets that run on both engines.
const ON_BOTH_ENGINES: [&str; 9] = [
    "concurrent_votes",
    "contract",
    "database_commands",
    "events",
    "http_api",
    "rate_limits",
    "rendered_pages",
    "upgrades",
    "wechat",
];

/// The test target of fault injection (killed processes, closed connections and so on).
const FAULTS: &str = "fault_injection";

/// Modules of that target that run on PostgreSQL.
const ON_POSTGRES: [&str; 4] = ["load::", "lost_response::", "postgres::", "sigkill::"];

/// Runs the tests on a temporary PostgreSQL cluster.
pub(super) fn postgres(workspace: &Workspace) -> Result<()> {
    let cluster = Cluster::start(workspace)?;
    let mut test = workspace.cargo();
    test.arg("test").args(NATIVE);
    for name in ON_BOTH_ENGINES {
        test.args(["--test", name]);
    }
    cluster.set_env(&mut test);
    process::run(&mut test)?;
    process::run(&mut faults(workspace, &cluster))
}

/// All fault-injection tests on SQLite, at full length.
pub(super) fn long_sqlite(workspace: &Workspace) -> Result<()> {
    let mut test = workspace.cargo();
    test.arg("test").args(NATIVE).args(["--test", FAULTS, "--", "--test-threads=1"]);
    process::run(test.env("ZAIDU_TEST_LONG", "1"))
}

/// All fault-injection tests on PostgreSQL, at full length.
pub(super) fn long_postgres(workspace: &Workspace) -> Result<()> {
    let cluster = Cluster::start(workspace)?;
    process::run(faults(workspace, &cluster).env("ZAIDU_TEST_LONG", "1"))
}

/// Single-threaded, because some tests restart the cluster.
fn faults(workspace: &Workspace, cluster: &Cluster) -> Command {
    let mut test = workspace.cargo();
    test.arg("test").args(NATIVE).args(["--test", FAULTS, "--"]).args(ON_POSTGRES);
    test.args(["--include-ignored", "--test-threads=1"]);
    cluster.set_env(&mut test);
    test
}
