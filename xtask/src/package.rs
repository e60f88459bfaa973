//! `cargo xtask package`: the server as one file, which carries the built app and the sample
//! newsroom; its Debian package, image and bill of materials.

mod debian;
mod image;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    dist,
    error::{Error, Result},
    native::NATIVE,
    process,
    progress::{self, Task},
    sample_server::SampleServer,
    setup::{self, Needs},
    supply_chain,
    task::{self, Words},
    workspace::Workspace,
};

/// The feature with which the program carries the files.
const EMBEDDED: &str = "zaidu-server/embedded";

/// Builds the app, the program and what it is deployed as; prints where they are.
pub(crate) fn command(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    setup::ensure(workspace, Needs::Package)?;
    dist::build_if_stale(workspace)?;
    let mut build = workspace.cargo();
    build.args(["build", "--package", "zaidu-server", "--profile", "packaged"]);
    build.args(["--features", EMBEDDED]);
    let words =
        Words { start: "building the program", end: "the program is built", shown: task::remarks };
    task::run(Task::Server, &words, &mut build)?;
    let folder = workspace.target().join("packaged");
    let program = folder.join("zaidu-server");
    let size = fs::metadata(&program).map_err(|cause| Error::file("read", &program, &cause))?.len();
    let megabytes = size as f64 / 1e6;
    progress::message(&format!("{} ({megabytes:.1} MB) needs no other file", program.display()));
    let sbom = folder.join("zaidu-server.cdx.json");
    supply_chain::write_sbom(workspace, &sbom)?;
    progress::message(&format!("{} is its bill of materials", sbom.display()));
    if debian::is_possible(workspace) {
        let package = debian::build(workspace, &program, &sbom, &folder.join("debian"), "-Zxz")?;
        progress::message(&format!("{} is the Debian package", package.display()));
    } else {
        progress::message("no Debian package: install debhelper and dpkg-dev for it");
    }
    let image = folder.join("image");
    image::stage(workspace, &program, &image)?;
    image::build(workspace, &image)
}

/// Checks what is deployed: the Debian package and the files of the image. A program in an empty
/// folder, without options, serves the app and the sample, and writes nothing.
///
/// The program is that of the native tests, so that it is not compiled with optimisation.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let features = format!("{},{EMBEDDED}", NATIVE[2]);
    let mut build = workspace.cargo();
    build.args(["build", "--quiet", "--bin", "zaidu-server", NATIVE[0], NATIVE[1], &features]);
    process::run(&mut build)?;
    let folder = workspace.target().join("package-check");
    fs::create_dir_all(&folder).map_err(|cause| Error::file("make", &folder, &cause))?;
    let program = folder.join("zaidu-server");
    let mut strip = workspace.command("strip");
    strip.arg(workspace.target().join("debug/zaidu-server")).arg("-o").arg(&program);
    process::run(&mut strip)?;
    let sbom = folder.join("zaidu-server.cdx.json");
    supply_chain::write_sbom(workspace, &sbom)?;
    let program = if debian::is_possible(workspace) {
        let package = debian::build(workspace, &program, &sbom, &folder.join("debian"), "-Znone")?;
        let tree = folder.join("tree");
        debian::check(workspace, &package, &tree)?;
        tree.join("usr/bin/zaidu-server")
    } else {
        eprintln!("no Debian package is checked: there is no debhelper or dpkg-dev");
        program
    };
    check_alone(&program, &folder.join("empty"))?;
    let root = image::stage(workspace, &program, &folder.join("image"))?;
    image::build(workspace, &folder.join("image"))?;
    match image::start(workspace, &root)? {
        Some(server) => {
            check_sample(&server)?;
            image::check_health(workspace, &root, &server)
        }
        None => {
            eprintln!("the image's files are not started: this user may not change the root");
            Ok(())
        }
    }
}

/// Starts `program` in an empty folder, which it leaves empty.
fn check_alone(program: &Path, folder: &Path) -> Result<()> {
    crate::files::remove_folder(folder)?;
    fs::create_dir_all(folder).map_err(|cause| Error::file("make", folder, &cause))?;
    let mut server = Command::new(program);
    server.args(["serve", "--listen", "127.0.0.1:0", "--log-level", "error"]).current_dir(folder);
    let server = SampleServer::launch(server)?;
    check_sample(&server)?;
    drop(server);
    let written: Vec<PathBuf> = crate::files::list(folder)?;
    match written.first() {
        None => Ok(()),
        Some(file) => Err(Error::failed(format!("the program wrote {}", file.display()))),
    }
}

/// Checks that `server` has the app and the sample newsroom.
fn check_sample(server: &SampleServer) -> Result<()> {
    let home = server.get("/")?;
    let home = String::from_utf8_lossy(&home.body).into_owned();
    let paths = ["/articles/tide-gauge-keeper", "/media/barber.jpg"].into_iter();
    for path in paths.chain(app_files(&home)) {
        let status = server.get(path)?.status;
        if status != 200 {
            return Err(Error::failed(format!("{path} is answered with {status}")));
        }
    }
    Ok(())
}

/// The files of the app that a page names: scripts and stylesheets, of which there must be some.
fn app_files(page: &str) -> Vec<&str> {
    let attributes = page.split(['"', '\'', ' ', '>']);
    let values =
        attributes.map(|value| value.trim_start_matches("href=").trim_start_matches("src="));
    let is_file = |value: &&str| {
        value.starts_with('/') && [".js", ".css", ".wasm"].iter().any(|end| value.ends_with(end))
    };
    values.filter(is_file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_app_are_found_with_and_without_quotes() {
        let page = r#"<link href=/a-1.css rel=x><link href="/b.css"><script src=/c.js></script>
            <a href="/articles/a">"#;
        assert_eq!(app_files(page), ["/a-1.css", "/b.css", "/c.js"]);
    }
}
