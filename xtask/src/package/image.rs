//! The container image: the files of its root, which `deploy/Containerfile` copies into an empty
//! image.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::debian::{copy, quietly};
use crate::{
    error::{Error, Result},
    files, process, progress,
    sample_server::SampleServer,
    workspace::Workspace,
};

/// The user in the image, as `deploy/Containerfile` has it.
const USER: &str = "65532";

/// The certificates of authorities, for feeds, pictures, PostgreSQL and WeChat.
const CERTIFICATES: &str = "etc/ssl/certs/ca-certificates.crt";

/// Builders of images, the first that is found.
const BUILDERS: [&str; 3] = ["buildah", "podman", "docker"];

/// The image's name.
const NAME: &str = "zaidu";

/// Collects the files of the image's root in `folder/rootfs`: the program, the libraries that it is
/// linked with, at the same paths as here, and certificates.
pub(super) fn stage(workspace: &Workspace, program: &Path, folder: &Path) -> Result<PathBuf> {
    files::remove_folder(folder)?;
    let root = folder.join("rootfs");
    copy(program, &root.join("usr/bin/zaidu-server"))?;
    let linked = process::stdout_of(workspace.command("ldd").arg(program));
    let linked =
        linked.ok_or_else(|| Error::failed("ldd does not name the program's libraries"))?;
    for library in libraries(&linked) {
        copy(Path::new(library), &root.join(library.trim_start_matches('/')))?;
    }
    let certificates = Path::new("/").join(CERTIFICATES);
    if certificates.is_file() {
        copy(&certificates, &root.join(CERTIFICATES))?;
    } else {
        progress::message("the image has no certificates of authorities: install ca-certificates");
    }
    for (path, content) in [
        ("etc/passwd", format!("zaidu:x:{USER}:{USER}::/var/lib/zaidu:/nonexistent\n")),
        ("etc/group", format!("zaidu:x:{USER}:\n")),
        ("etc/nsswitch.conf", "hosts: files dns\n".to_owned()),
    ] {
        let path = root.join(path);
        fs::write(&path, content).map_err(|cause| Error::file("write", &path, &cause))?;
    }
    // Anyone may write here: a volume takes over the mode, and the user is a number of the
    // operator's choice.
    for (path, mode) in [("tmp", "1777"), ("var/lib/zaidu", "1777")] {
        let path = root.join(path);
        fs::create_dir_all(&path).map_err(|cause| Error::file("make", &path, &cause))?;
        process::run(workspace.command("chmod").arg(mode).arg(&path))?;
    }
    Ok(root)
}

/// The files in the output of `ldd`, the loader included.
fn libraries(linked: &str) -> Vec<&str> {
    let paths = linked.lines().filter_map(|line| Some(&line[line.find('/')?..]));
    paths.filter_map(|path| path.split(" (").next()).collect()
}

/// Builds the image if this machine can; says so where it cannot.
pub(super) fn build(workspace: &Workspace, folder: &Path) -> Result<()> {
    let container_file = workspace.root.join("deploy/Containerfile");
    let by_hand = format!(
        "podman build --file deploy/Containerfile --tag {NAME} {}",
        folder.strip_prefix(&workspace.root).unwrap_or(folder).display()
    );
    let Some(builder) = BUILDERS.into_iter().find(|it| can_build(workspace, it)) else {
        progress::message(&format!(
            "no image is built: this machine has no {} that works; elsewhere: {by_hand}",
            BUILDERS.join(", ")
        ));
        return Ok(());
    };
    let mut build = workspace.command(builder);
    // Docker's format, because that of OCI has no health check.
    match builder {
        "docker" => build.arg("build"),
        _ => build.args(["build", "--format=docker", "--isolation=chroot"]),
    };
    build.arg("--file").arg(container_file).args(["--tag", NAME]).arg(folder);
    quietly(&mut build)?;
    progress::message(&format!("the image {NAME} is built with {builder}"));
    Ok(())
}

/// Whether `builder` is installed and reaches what it needs: a daemon, or rights for namespaces.
fn can_build(workspace: &Workspace, builder: &str) -> bool {
    workspace.find_program(&[builder]).is_some()
        && process::stdout_of(workspace.command(builder).arg("info")).is_some()
}

/// The server in the image's files and with no others, as the image's user. `None` where this
/// machine does not let a process change its root.
pub(super) fn start(workspace: &Workspace, root: &Path) -> Result<Option<SampleServer>> {
    let mut server = in_root(workspace, root);
    if process::stdout_of(in_root(workspace, root).arg("--version")).is_none() {
        return Ok(None);
    }
    server.args(["serve", "--listen", "127.0.0.1:0", "--log-level", "error"]);
    SampleServer::launch(server).map(Some)
}

/// Asks `server` as the health check of the image does.
pub(super) fn check_health(
    workspace: &Workspace,
    root: &Path,
    server: &SampleServer,
) -> Result<()> {
    let url = format!("{}/readyz", server.origin());
    process::run(in_root(workspace, root).args(["health", &url]))
}

fn in_root(workspace: &Workspace, root: &Path) -> Command {
    let mut command = workspace.command("chroot");
    command.arg(format!("--userspec={USER}:{USER}")).arg(root).arg("/usr/bin/zaidu-server");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_and_loader_are_found() {
        let linked = "\tlinux-vdso.so.1 (0x00007f)\n\
                      \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)\n\
                      \t/lib64/ld-linux-x86-64.so.2 (0x00007f)\n";
        let expected = ["/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2"];
        assert_eq!(libraries(linked), expected);
    }
}
