//! The Debian package, made by debhelper from `deploy/debian`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    error::{Error, Result},
    files, process,
    workspace::Workspace,
};

/// Programs that make and check packages; Debian's `debhelper` and `dpkg-dev` bring them.
const TOOLS: [&str; 3] = ["dh", "dpkg-buildpackage", "dpkg-deb"];

/// Files of the package beside the program: where they are in the repository, and what
/// `deploy/debian` calls them.
const FILES: [(&str, &str); 7] = [
    ("deploy/systemd/zaidu.service", "debian/zaidu.service"),
    ("deploy/systemd/zaidu.env", "zaidu.env"),
    ("docs/operations.md", "operations.md"),
    ("CHANGELOG.md", "CHANGELOG.md"),
    ("deploy/prometheus/alerts.yaml", "alerts.yaml"),
    ("deploy/prometheus/prometheus.yaml", "prometheus.yaml"),
    ("deploy/grafana/zaidu.json", "grafana-board.json"),
];

/// Whether this machine can make a package.
pub(super) fn is_possible(workspace: &Workspace) -> bool {
    TOOLS.iter().all(|tool| workspace.find_program(&[tool]).is_some())
}

/// Packs `program` in `folder`, beside which the package then lies. `compression` is an option of
/// `dpkg-deb`.
pub(super) fn build(
    workspace: &Workspace,
    program: &Path,
    sbom: &Path,
    folder: &Path,
    compression: &str,
) -> Result<PathBuf> {
    files::remove_folder(folder)?;
    let debian = folder.join("debian");
    fs::create_dir_all(&debian).map_err(|cause| Error::file("make", &debian, &cause))?;
    let packaging = workspace.root.join("deploy/debian");
    for file in files::list(&packaging)? {
        let name = file.file_name().unwrap_or_default();
        copy(&file, &debian.join(name))?;
    }
    for (from, to) in FILES {
        copy(&workspace.root.join(from), &folder.join(to))?;
    }
    copy(program, &folder.join("zaidu-server"))?;
    copy(sbom, &folder.join("sbom.cdx.json"))?;
    let version = env!("CARGO_PKG_VERSION");
    let changelog = debian.join("changelog");
    fs::write(&changelog, changelog_entry(version, &date(workspace)))
        .map_err(|cause| Error::file("write", &changelog, &cause))?;
    let mut build = workspace.command("dpkg-buildpackage");
    build.args(["--build=binary", "--no-sign", "--no-check-builddeps"]).current_dir(folder);
    build.env("ZAIDU_DEB_COMPRESSION", compression);
    quietly(&mut build)?;
    package_beside(folder)
}

/// The entry that gives the package its version; what is new is in CHANGELOG.md.
fn changelog_entry(version: &str, date: &str) -> String {
    format!(
        "zaidu ({version}) unstable; urgency=medium\n\n  * CHANGELOG.md says what is new.\n\n \
         -- The Zaidu authors <zaidu@localhost.localdomain>  {date}\n"
    )
}

/// The date of the last change, so that two builds of it are the same; without git, of today.
fn date(workspace: &Workspace) -> String {
    let of_commit =
        process::stdout_of(workspace.command("git").args(["log", "-1", "--format=%cD"]));
    let date = of_commit.or_else(|| process::stdout_of(workspace.command("date").arg("-R")));
    date.unwrap_or_default().trim().to_owned()
}

/// The package that was just made.
fn package_beside(folder: &Path) -> Result<PathBuf> {
    let parent = folder.parent().unwrap_or(folder);
    let entries = fs::read_dir(parent).map_err(|cause| Error::file("list", parent, &cause))?;
    let start = format!("zaidu_{}_", env!("CARGO_PKG_VERSION"));
    let is_package = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&start) && name.ends_with(".deb")
    };
    entries
        .flatten()
        .map(|entry| entry.path())
        .find(is_package)
        .ok_or_else(|| Error::failed("dpkg-buildpackage made no package"))
}

/// Checks the content of `package` and the unit in it, and unpacks it to `tree`.
pub(super) fn check(workspace: &Workspace, package: &Path, tree: &Path) -> Result<()> {
    let list = output(workspace.command("dpkg-deb").arg("--contents").arg(package))?;
    for path in [
        "./usr/bin/zaidu-server",
        "./etc/zaidu/zaidu.env",
        "./etc/zaidu/credentials/",
        "./lib/systemd/system/zaidu.service",
        "./usr/share/doc/zaidu/copyright",
        "./usr/share/doc/zaidu/sbom.cdx.json",
        "./usr/share/doc/zaidu/examples/alerts.yaml",
    ] {
        let is_listed = |line: &str| line.ends_with(path) || line.ends_with(&format!("{path}.gz"));
        if !list.lines().any(is_listed) {
            return Err(Error::failed(format!("the package has no {path}")));
        }
    }
    files::remove_folder(tree)?;
    process::run(workspace.command("dpkg-deb").arg("--raw-extract").arg(package).args([tree]))?;
    let conffiles = files::read_text(&tree.join("DEBIAN/conffiles"))?;
    if conffiles.trim() != "/etc/zaidu/zaidu.env" {
        return Err(Error::failed(format!("the package has the conffiles {conffiles}")));
    }
    let control = files::read_text(&tree.join("DEBIAN/control"))?;
    if !control.contains("libc6 (>=") {
        return Err(Error::failed("the package names no libraries that it needs"));
    }
    check_unit(workspace, tree)
}

/// Checks that systemd understands each line of the unit.
fn check_unit(workspace: &Workspace, tree: &Path) -> Result<()> {
    if workspace.find_program(&["systemd-analyze"]).is_none() {
        eprintln!("the unit is not checked: there is no systemd-analyze");
        return Ok(());
    }
    let unit = tree.join("lib/systemd/system/zaidu.service");
    let mut verify = workspace.command("systemd-analyze");
    verify.args(["verify", "--man=no", "--recursive-errors=no"]).arg(&unit);
    let result = verify.output().map_err(|cause| Error::failed(cause.to_string()))?;
    let complaints = String::from_utf8_lossy(&result.stderr).into_owned();
    // The program is where the package will put it, not where it lies now.
    let ours = |line: &&str| line.contains("zaidu.service") && !line.contains("not executable");
    match complaints.lines().find(ours) {
        None => Ok(()),
        Some(line) => Err(Error::failed(format!("systemd does not take the unit: {line}"))),
    }
}

fn output(command: &mut Command) -> Result<String> {
    let line = process::command_line(command);
    process::stdout_of(command).ok_or_else(|| Error::failed(format!("`{line}` failed")))
}

/// Runs `command`, whose output is shown only when it fails.
pub(super) fn quietly(command: &mut Command) -> Result<()> {
    let line = process::command_line(command);
    let failed = |cause| Error::failed(format!("cannot start `{line}`: {cause}"));
    let result = command.output().map_err(failed)?;
    if result.status.success() {
        return Ok(());
    }
    let text = [result.stdout, result.stderr].concat();
    Err(Error::failed(format!("`{line}` failed:\n{}", String::from_utf8_lossy(&text))))
}

/// Copies a file, with its permissions.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder).map_err(|cause| Error::file("make", folder, &cause))?;
    fs::copy(from, to).map_err(|cause| Error::file("copy", from, &cause))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_version_and_date() {
        let entry = changelog_entry("0.1.0", "Fri, 27 Nov 2026 09:00:00 +0000");
        assert!(entry.starts_with("zaidu (0.1.0) unstable;"), "{entry}");
        assert!(entry.ends_with("  Fri, 27 Nov 2026 09:00:00 +0000\n"), "{entry}");
    }
}
