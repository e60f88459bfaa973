//! HTML validation of the server's pages and of `index.html`: html-validate, and the Nu HTML Checker
//! of the W3C, which also knows ARIA, microdata and CSS.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    error::{Error, Result},
    files, process,
    sample_server::{Build, SampleServer},
    setup,
    workspace::Workspace,
};

/// One page of each type and state: file name, path and expected status.
const PAGES: [(&str, &str, u16); 21] = [
    ("home", "/", 200),
    ("channel", "/channels/city", 200),
    ("column", "/channels/city/transport", 200),
    ("article", "/articles/tide-gauge-keeper", 200),
    ("brief", "/articles/brief-002", 200),
    ("contents", "/articles/bus-route-redesign", 200),
    ("reaction-failed", "/articles/tide-gauge-keeper?reaction=failed", 200),
    ("tag", "/tags/%E6%85%A2%E5%87%BA%E8%A1%8C", 200),
    ("author", "/authors/%E7%A5%9D%E6%99%93%E5%B2%9A", 200),
    ("ranking", "/ranking?mood=like&period=day", 200),
    ("search", "/search?q=%E5%85%AC%E4%BA%A4", 200),
    ("search-empty", "/search", 200),
    ("search-nothing", "/search?q=zzzzqqq", 200),
    ("settings", "/settings", 200),
    ("saved", "/saved", 200),
    ("history", "/history", 200),
    ("offline", "/offline", 200),
    ("not-found", "/nothing", 404),
    ("article-not-found", "/articles/nothing", 404),
    ("withdrawn", WITHDRAWN_PATH, 410),
    // The server of the tests has it, with every component in every state.
    ("gallery", "/gallery", 404),
];

/// An article that is withdrawn before the server starts.
const WITHDRAWN: &str = "brief-003";
const WITHDRAWN_PATH: &str = "/articles/brief-003";

/// html-validate's standard rule set. A position in a list (`aria-posinset`) needs a role that is
/// written out, which one rule calls redundant.
const RULES: &str = r#"{
    "root": true,
    "extends": ["html-validate:standard"],
    "rules": { "no-redundant-role": "off" }
}"#;

/// Messages of the Nu HTML Checker about CSS of the standards that it does not know: regular
/// expressions, each of one whole message.
const UNKNOWN_CSS: [&str; 5] = [
    // `background: attr(… type(<color>))`, CSS Values and Units 5.
    r"CSS: “background”: Parse Error\.",
    r"CSS: “text-emphasis-position”: “under” is not a “text-emphasis-position” value\.",
    r"CSS: “container-type”: Property “container-type” doesn't exist\.",
    r"CSS: Unrecognized at-rule “@container”",
    r"CSS: “line-clamp”: Property “line-clamp” doesn't exist\.",
];

/// Fetches each page from the real server and validates it.
pub(super) fn check(workspace: &Workspace) -> Result<()> {
    let folder = workspace.root.join("target/pages");
    files::remove_folder(&folder)?;
    fs::create_dir_all(&folder).map_err(|cause| Error::file("make", &folder, &cause))?;
    let mut pages = fetch_pages(workspace, &folder)?;
    let rules = folder.join("rules.json");
    write(&rules, RULES.as_bytes())?;
    let program = workspace.tools.join("node_modules/.bin/html-validate");
    let mut validate = workspace.command(&program.to_string_lossy());
    process::run(validate.arg("--config").arg(&rules).args(&pages))?;
    // Trunk wrote it, in a style of its own: only what is wrong counts.
    pages.push(workspace.root.join("dist/index.html"));
    let filter = folder.join("unknown-css.txt");
    write(&filter, UNKNOWN_CSS.join("\n").as_bytes())?;
    let mut java = workspace.command("java");
    java.arg("-jar").arg(setup::html_checker(workspace));
    java.arg("--errors-only").arg("--filterfile").arg(&filter).args(&pages);
    process::run(&mut java)
}

/// Writes each page to a file in `folder`; returns the files.
fn fetch_pages(workspace: &Workspace, folder: &Path) -> Result<Vec<PathBuf>> {
    let database = format!("sqlite:{}", folder.join("pages.sqlite").display());
    let options = ["--database", database.as_str()];
    let dist = workspace.root.join("dist");
    let server = SampleServer::start(workspace, Build::Tests, &dist, &options)?;
    let program = workspace.target().join("debug/zaidu-server");
    let mut withdraw = workspace.command(&program.to_string_lossy());
    process::run(withdraw.arg("withdraw").args(options).arg(WITHDRAWN))?;
    let fetch = |(name, path, status): &(&str, &str, u16)| {
        let response = server.get(path)?;
        if response.status != *status {
            return Err(Error::failed(format!("{path} is answered with {}", response.status)));
        }
        let file = folder.join(format!("{name}.html"));
        write(&file, &response.body)?;
        Ok(file)
    };
    PAGES.iter().map(fetch).collect()
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|cause| Error::file("write", path, &cause))
}
