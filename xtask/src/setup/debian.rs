//! What comes from the system's packages: a C compiler, OpenSSL, Node.js, a
//! browser, PostgreSQL.

use std::{path::PathBuf, process::Command};

use super::{Needs, say};
use crate::{
    error::{Error, Result},
    postgres, process,
    workspace::Workspace,
};

/// Something a machine has or lacks, and the packages that bring it.
struct Want {
    packages: &'static [&'static str],
    why: &'static str,
    present: fn(&Workspace) -> bool,
    needed_from: Needs,
}

const WANTS: [Want; 7] = [
    Want {
        packages: &["build-essential"],
        why: "SQLite is compiled from C",
        present: |workspace| workspace.program(&["cc"]).is_some(),
        needed_from: Needs::Build,
    },
    Want {
        packages: &["libssl-dev", "pkg-config"],
        why: "the server talks to WeChat by the system's OpenSSL",
        present: |workspace| {
            process::ask(workspace.command("pkg-config").args(["--modversion", "openssl"]))
                .is_some()
        },
        needed_from: Needs::Build,
    },
    Want {
        packages: &["nodejs", "npm"],
        why: "wasm-opt runs on Node.js",
        present: |workspace| {
            workspace.program(&["node"]).is_some() && workspace.program(&["npm"]).is_some()
        },
        needed_from: Needs::Build,
    },
    Want {
        packages: &["chromium", "chromium-driver"],
        why: "the tests drive a browser",
        present: |workspace| browser(workspace).is_ok(),
        needed_from: Needs::Browser,
    },
    Want {
        packages: &["fonts-noto-cjk"],
        why: "the tests measure Chinese text",
        present: chinese_fonts,
        needed_from: Needs::Browser,
    },
    Want {
        packages: &["postgresql"],
        why: "the server is tested on PostgreSQL too, in a cluster of its own",
        present: |workspace| postgres::programs(workspace).is_some(),
        needed_from: Needs::Browser,
    },
    Want {
        packages: &["wrk"],
        why: "the benchmarks load the server",
        present: |workspace| workspace.program(&["wrk"]).is_some(),
        needed_from: Needs::Bench,
    },
];

/// Installs the packages that are missing, all in one go.
pub(super) fn ensure(workspace: &Workspace, needs: Needs) -> Result<()> {
    let missing: Vec<&Want> = WANTS
        .iter()
        .filter(|want| needs >= want.needed_from)
        .filter(|want| !(want.present)(workspace))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|want| want.packages).copied().collect();
    let list = packages.join(" ");
    if workspace.program(&["apt-get"]).is_none() {
        return Err(Error::failed(format!(
            "this system has no apt-get; install its equivalents of: {list}"
        )));
    }
    let rights = rights(workspace).ok_or_else(|| {
        Error::failed(format!(
            "packages are missing and there is no right to install them; \
             run as root: apt-get install {list}"
        ))
    })?;
    for want in &missing {
        say(&format!("installing {} with apt-get: {}", want.packages.join(" "), want.why));
    }
    process::run_quietly(apt(workspace, rights).arg("update"))?;
    process::run_quietly(
        apt(workspace, rights).args(["install", "--yes", "--no-install-recommends"]).args(packages),
    )
}

/// Chromium and its driver: named by `ZAIDU_CHROME` and `ZAIDU_CHROMEDRIVER`,
/// else found on PATH.
pub(crate) fn browser(workspace: &Workspace) -> Result<(PathBuf, PathBuf)> {
    let find = |variable: &str, names: &[&str]| {
        std::env::var_os(variable)
            .map(PathBuf::from)
            .or_else(|| workspace.program(names))
            .filter(|path| path.is_file())
            .ok_or_else(|| {
                Error::failed(format!(
                    "{} is not installed; install it or name it in {variable}",
                    names.join(" or ")
                ))
            })
    };
    Ok((
        find("ZAIDU_CHROME", &["chromium", "chromium-browser", "google-chrome"])?,
        find("ZAIDU_CHROMEDRIVER", &["chromedriver"])?,
    ))
}

fn chinese_fonts(workspace: &Workspace) -> bool {
    process::ask(workspace.command("fc-list").arg(":lang=zh")).is_some_and(|list| !list.is_empty())
}

/// How the package manager may be started: `Some(false)` as root, `Some(true)`
/// through sudo without a password, `None` when it may not.
fn rights(workspace: &Workspace) -> Option<bool> {
    if process::ask(workspace.command("id").arg("-u")).as_deref() == Some("0") {
        return Some(false);
    }
    process::ask(workspace.command("sudo").args(["-n", "true"])).map(|_| true)
}

fn apt(workspace: &Workspace, through_sudo: bool) -> Command {
    let mut command = workspace.command(if through_sudo { "sudo" } else { "env" });
    if through_sudo {
        // sudo drops the environment, so the variable is set behind it.
        command.args(["-n", "env"]);
    }
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]);
    command
}
