//! The description of the API, tested from outside: requests that schemathesis makes of it, and a
//! typed client that is generated from it.

use std::{fs, os::unix, path::Path, process::Command};

use crate::{
    error::{Error, Result},
    process,
    sample_server::{Build, IN_MEMORY, SampleServer},
    setup,
    workspace::Workspace,
};

/// What each answer must be: described by status, media type, headers and body, and no fault of the
/// server. The other checks of schemathesis expect that every text of the right shape is a cursor.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance,unsupported_method";

/// Without limits: one address makes all requests.
const UNLIMITED: [&str; 8] = [
    "--reader-limit",
    "off",
    "--address-limit",
    "off",
    "--new-reader-limit",
    "off",
    "--uncached-limit",
    "off",
];

/// Requests for about a minute.
pub(super) fn requests(workspace: &Workspace) -> Result<()> {
    schemathesis(workspace, &start(workspace)?, 60).map(drop)
}

/// At least this many requests, for `--long`.
const MANY: u64 = 50_000;

/// At least [`MANY`] requests, in rounds of five minutes, each with a seed of its own.
pub(super) fn many_requests(workspace: &Workspace) -> Result<()> {
    let server = start(workspace)?;
    let mut requests = 0;
    while requests < MANY {
        requests += schemathesis(workspace, &server, 300)?;
        eprintln!("{requests} of {MANY} requests");
    }
    Ok(())
}

/// Requests for this many seconds. Returns their number.
fn schemathesis(workspace: &Workspace, server: &SampleServer, seconds: u32) -> Result<u64> {
    let program = setup::schemathesis(workspace);
    let mut run = workspace.command(&program.to_string_lossy());
    // It writes its database of examples into the current folder.
    run.current_dir(folder(workspace)?).args(["run", "--checks", CHECKS]);
    run.args(["--phases", "examples,coverage,fuzzing", "--no-shrink", "--warnings", "off"]);
    run.args(["--suppress-health-check", "all", "--generation-database", "none"]);
    run.args(["--max-examples", "10000", "--max-time", &seconds.to_string()]);
    run.arg(format!("{}/api/openapi.json", server.origin()));
    let output = run.output().map_err(|cause| {
        Error::failed(format!("cannot start schemathesis; run `cargo xtask setup`: {cause}"))
    })?;
    let report = String::from_utf8_lossy(&output.stdout);
    match requests_in(&report) {
        Some(requests @ 1..) if output.status.success() => Ok(requests),
        _ => Err(Error::failed(format!("the API is not as described:\n{report}"))),
    }
}

/// The number of requests in a report: that before `generated`.
fn requests_in(report: &str) -> Option<u64> {
    let (before, _) = report.rsplit_once(" generated")?;
    before.split_whitespace().next_back()?.replace(',', "").parse().ok()
}

/// Generates the types of a client, compiles the client with them, and runs it.
pub(super) fn typed_client(workspace: &Workspace) -> Result<()> {
    let server = start(workspace)?;
    let folder = folder(workspace)?;
    for name in ["client.ts", "tsconfig.json"] {
        let from = workspace.root.join("tests/api_client").join(name);
        fs::copy(&from, folder.join(name)).map_err(|cause| Error::file("copy", &from, &cause))?;
    }
    let manifest = folder.join("package.json");
    fs::write(&manifest, "{ \"type\": \"module\" }")
        .map_err(|cause| Error::file("write", &manifest, &cause))?;
    link(&workspace.tools.join("node_modules"), &folder.join("node_modules"))?;
    let mut generate = command(workspace, &folder, "openapi-typescript");
    generate.arg(format!("{}/api/openapi.json", server.origin()));
    process::run(generate.args(["--output", "schema.ts"]))?;
    process::run(command(workspace, &folder, "tsc").args(["--project", "."]))?;
    process::run(command(workspace, &folder, "node").arg("client.js").arg(server.origin()))
}

fn start(workspace: &Workspace) -> Result<SampleServer> {
    let options = [&IN_MEMORY[..], &UNLIMITED].concat();
    SampleServer::start(workspace, Build::Tests, &workspace.root.join("dist"), &options)
}

/// The folder of the generated files.
fn folder(workspace: &Workspace) -> Result<std::path::PathBuf> {
    let folder = workspace.target().join("api-client");
    fs::create_dir_all(&folder).map_err(|cause| Error::file("make", &folder, &cause))?;
    Ok(folder)
}

fn command(workspace: &Workspace, folder: &Path, program: &str) -> Command {
    let mut command = workspace.command(program);
    command.current_dir(folder);
    command
}

/// Makes `link` one to `target`, whatever it was before.
fn link(target: &Path, link: &Path) -> Result<()> {
    if link.is_symlink() {
        fs::remove_file(link).map_err(|cause| Error::file("remove", link, &cause))?;
    }
    unix::fs::symlink(target, link).map_err(|cause| Error::file("make", link, &cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_how_many_requests_were_made() {
        let report = "Test cases:\n  1783 generated, 1783 passed\n\nSeed: 3";
        assert_eq!(requests_in(report), Some(1783));
        assert_eq!(requests_in("no operations"), None);
    }
}
