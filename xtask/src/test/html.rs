//! HTML validation of the server's pages with html-validate.

use std::{fs, path::Path};

use crate::{
    error::{Error, Result},
    process,
    sample_server::{Build, IN_MEMORY, SampleServer},
    workspace::Workspace,
};

/// One page of each type: file name, path and expected status.
const PAGES: [(&str, &str, u16); 9] = [
    ("home", "/", 200),
    ("channel", "/channels/city", 200),
    ("column", "/channels/city/transport", 200),
    ("article", "/articles/tide-gauge-keeper", 200),
    ("brief", "/articles/brief-002", 200),
    ("ranking", "/ranking?mood=like&period=day", 200),
    ("search", "/search?q=%E5%85%AC%E4%BA%A4", 200),
    ("settings", "/settings", 200),
    ("not-found", "/nothing", 404),
];

/// The validator's standard rule set, without exceptions.
const RULES: &str = r#"{ "root": true, "extends": ["html-validate:standard"] }"#;

/// Fetches each page from the real server and validates it.
pub(super) fn check(workspace: &Workspace) -> Result<()> {
    let folder = workspace.root.join("target/pages");
    let server =
        SampleServer::start(workspace, Build::Tests, &workspace.root.join("dist"), &IN_MEMORY)?;
    fs::create_dir_all(&folder).map_err(|cause| Error::file("make", &folder, &cause))?;
    let rules = folder.join("rules.json");
    write(&rules, RULES.as_bytes())?;
    let program = workspace.tools.join("node_modules/.bin/html-validate");
    let mut validate = workspace.command(&program.to_string_lossy());
    validate.arg("--config").arg(&rules);
    for (name, path, status) in PAGES {
        let response = server.get(path)?;
        if response.status != status {
            return Err(Error::failed(format!("{path} is answered with {}", response.status)));
        }
        let file = folder.join(format!("{name}.html"));
        write(&file, &response.body)?;
        validate.arg(file);
    }
    process::run(&mut validate)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|cause| Error::file("write", path, &cause))
}
