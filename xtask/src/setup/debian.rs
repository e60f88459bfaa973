//! System packages, through apt: a C compiler, OpenSSL, Node.js, browsers, fonts, Java, Python,
//! PostgreSQL, Prometheus, wrk, nginx.

use std::{
    path::PathBuf,
    process::Command,
    sync::{Mutex, PoisonError},
};

use super::needs::Needs;
use crate::{
    error::{Error, Result},
    postgres, process,
    progress::Task,
    task::{self, Words},
    workspace::Workspace,
};

/// A system dependency, and the packages that provide it.
struct Dependency {
    packages: &'static [&'static str],
    why: &'static str,
    present: fn(&Workspace) -> bool,
    needed_from: Needs,
}

const DEPENDENCIES: [Dependency; 14] = [
    Dependency {
        packages: &["build-essential"],
        why: "SQLite is compiled from C",
        present: |workspace| workspace.find_program(&["cc"]).is_some(),
        needed_from: Needs::Build,
    },
    Dependency {
        packages: &["libssl-dev", "pkg-config"],
        why: "the server talks to WeChat by the system's OpenSSL",
        present: |workspace| {
            process::stdout_of(workspace.command("pkg-config").args(["--modversion", "openssl"]))
                .is_some()
        },
        needed_from: Needs::Build,
    },
    Dependency {
        packages: &["nodejs", "npm"],
        why: "wasm-opt runs on Node.js",
        present: |workspace| {
            workspace.find_program(&["node"]).is_some()
                && workspace.find_program(&["npm"]).is_some()
        },
        needed_from: Needs::Build,
    },
    Dependency {
        packages: &["debhelper", "ca-certificates"],
        why: "the server is packed for Debian, and as an image",
        present: |workspace| workspace.find_program(&["dh"]).is_some(),
        needed_from: Needs::Package,
    },
    Dependency {
        packages: &["chromium", "chromium-driver"],
        why: "the tests drive a browser",
        present: |workspace| browser(workspace).is_ok(),
        needed_from: Needs::Browser,
    },
    Dependency {
        packages: &["fonts-noto-cjk"],
        why: "the tests measure Chinese text",
        present: chinese_fonts,
        needed_from: Needs::Browser,
    },
    Dependency {
        packages: &["firefox-esr"],
        why: "the tests walk through the pages in Firefox too",
        present: |workspace| firefox(workspace).is_ok(),
        needed_from: Needs::Browser,
    },
    Dependency {
        packages: &["webkit2gtk-driver", "xvfb", "dbus"],
        why: "and in WebKit, on a display and a session bus of its own",
        present: |workspace| webkit(workspace).is_ok(),
        needed_from: Needs::Browser,
    },
    Dependency {
        packages: &["default-jre-headless"],
        why: "the tests check HTML with a program in Java",
        present: |workspace| workspace.find_program(&["java"]).is_some(),
        needed_from: Needs::Browser,
    },
    Dependency {
        packages: &["postgresql"],
        why: "the server is tested on PostgreSQL too, in a cluster of its own",
        present: |workspace| postgres::programs(workspace).is_some(),
        needed_from: Needs::Browser,
    },
    Dependency {
        packages: &["python3", "python3-venv"],
        why: "schemathesis, which tests the API, is a Python program",
        present: |workspace| {
            process::stdout_of(workspace.command("python3").args(["-c", "import ensurepip, venv"]))
                .is_some()
        },
        needed_from: Needs::Browser,
    },
    Dependency {
        packages: &["prometheus"],
        why: "its promtool tests the alert rules",
        present: |workspace| workspace.find_program(&["promtool"]).is_some(),
        needed_from: Needs::Browser,
    },
    Dependency {
        packages: &["wrk"],
        why: "the benchmarks load the server",
        present: |workspace| workspace.find_program(&["wrk"]).is_some(),
        needed_from: Needs::Bench,
    },
    Dependency {
        packages: &["nginx-light"],
        why: "the benchmarks compare the server with it",
        present: |workspace| nginx(workspace).is_some(),
        needed_from: Needs::Bench,
    },
];

/// Held while packages are installed: two parts of a build may need them at the same time.
static INSTALLING: Mutex<()> = Mutex::new(());

/// Installs all missing packages with one apt-get call.
pub(crate) fn ensure(workspace: &Workspace, needs: Needs) -> Result<()> {
    let _installing = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    let missing: Vec<&Dependency> = DEPENDENCIES
        .iter()
        .filter(|it| needs >= it.needed_from)
        .filter(|it| !(it.present)(workspace))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|it| it.packages).copied().collect();
    let list = packages.join(" ");
    if workspace.find_program(&["apt-get"]).is_none() {
        return Err(Error::failed(format!(
            "this system has no apt-get; install its equivalents of: {list}"
        )));
    }
    let through_sudo = needs_sudo(workspace).ok_or_else(|| {
        Error::failed(format!(
            "packages are missing and there is no right to install them; \
             run as root: apt-get install {list}"
        ))
    })?;
    let reasons: Vec<String> =
        missing.iter().map(|it| format!("{}: {}", it.packages.join(" "), it.why)).collect();
    let words = Words {
        start: &format!("installing with apt-get: {}", reasons.join("; ")),
        end: "system packages are installed",
        shown: task::nothing,
    };
    task::run(Task::System, &words, apt(workspace, through_sudo).args(packages))
}

/// Chromium and chromedriver: from `ZAIDU_CHROME` and `ZAIDU_CHROMEDRIVER`, else from PATH.
pub(crate) fn browser(workspace: &Workspace) -> Result<(PathBuf, PathBuf)> {
    Ok((
        program(workspace, "ZAIDU_CHROME", &["chromium", "chromium-browser", "google-chrome"])?,
        program(workspace, "ZAIDU_CHROMEDRIVER", &["chromedriver"])?,
    ))
}

/// nginx, which Debian has where only root's PATH leads.
pub(crate) fn nginx(workspace: &Workspace) -> Option<PathBuf> {
    let system = PathBuf::from("/usr/sbin/nginx");
    workspace.find_program(&["nginx"]).or_else(|| system.is_file().then_some(system))
}

/// Firefox: from `ZAIDU_FIREFOX`, else from PATH.
pub(crate) fn firefox(workspace: &Workspace) -> Result<PathBuf> {
    program(workspace, "ZAIDU_FIREFOX", &["firefox-esr", "firefox"])
}

/// WebKitGTK's MiniBrowser and its driver: from `ZAIDU_WEBKIT` and `ZAIDU_WEBKITDRIVER`, else from
/// where Debian has them; also that there is a display and a session bus to start.
pub(crate) fn webkit(workspace: &Workspace) -> Result<(PathBuf, PathBuf)> {
    let driver = program(workspace, "ZAIDU_WEBKITDRIVER", &["WebKitWebDriver"])?;
    for name in ["Xvfb", "dbus-run-session"] {
        if workspace.find_program(&[name]).is_none() {
            return Err(Error::failed(format!("{name} is not installed")));
        }
    }
    let architecture = std::env::consts::ARCH;
    let folder = format!("/usr/lib/{architecture}-linux-gnu/webkit2gtk-4.1/MiniBrowser");
    let browser = program(workspace, "ZAIDU_WEBKIT", &[folder.as_str()])?;
    Ok((browser, driver))
}

/// A program that `variable` names, else the first of `names` that is on PATH.
fn program(workspace: &Workspace, variable: &str, names: &[&str]) -> Result<PathBuf> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .or_else(|| workspace.find_program(names))
        .filter(|path| path.is_file())
        .ok_or_else(|| {
            Error::failed(format!(
                "{} is not installed; install it or name it in {variable}",
                names.join(" or ")
            ))
        })
}

fn chinese_fonts(workspace: &Workspace) -> bool {
    process::stdout_of(workspace.command("fc-list").arg(":lang=zh"))
        .is_some_and(|list| !list.is_empty())
}

/// Whether apt-get must run through sudo: `Some(false)` as root, `Some(true)` with passwordless
/// sudo, `None` without the right to install packages.
fn needs_sudo(workspace: &Workspace) -> Option<bool> {
    if process::stdout_of(workspace.command("id").arg("-u")).as_deref() == Some("0") {
        return Some(false);
    }
    process::stdout_of(workspace.command("sudo").args(["-n", "true"])).map(|_| true)
}

/// The shell command that installs its arguments.
const APT: &str = "apt-get -qq update && apt-get -qq install --yes --no-install-recommends \"$@\"";

fn apt(workspace: &Workspace, through_sudo: bool) -> Command {
    let mut command = workspace.command(if through_sudo { "sudo" } else { "env" });
    if through_sudo {
        // sudo drops the environment, so `env` sets the variable inside it.
        command.args(["-n", "env"]);
    }
    // At run level 1 a package with a server does not start it.
    command.args(["DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "sh", "-c", APT, "apt"]);
    command
}
