//! npm packages: wasm-opt and esbuild for smaller bundles, axe-core, html-validate and the Nu HTML
//! Checker as checkers, and a typed client of the API.

use std::path::{Path, PathBuf};

use super::needs::Needs;
use crate::{
    error::Result,
    progress::Task,
    task::{self, Words},
    workspace::Workspace,
};

/// An npm package, at one version.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Package {
    name: &'static str,
    version: &'static str,
    why: &'static str,
    needed_from: Needs,
}

const PACKAGES: [Package; 8] = [
    Package {
        name: "axe-core",
        version: "4.14.1",
        why: "the tests check that everyone can use the page",
        needed_from: Needs::Browser,
    },
    // Debian's is too old for the compiler's output.
    Package {
        name: "binaryen",
        version: "132.0.0",
        why: "its wasm-opt makes the program smaller",
        needed_from: Needs::Build,
    },
    Package {
        name: "esbuild",
        version: "0.28.2",
        why: "it makes the scripts smaller",
        needed_from: Needs::Build,
    },
    Package {
        name: "html-validate",
        version: "9.7.1",
        why: "the tests check that pages are HTML",
        needed_from: Needs::Browser,
    },
    Package {
        name: "openapi-fetch",
        version: "0.17.0",
        why: "the tests make a typed client of the API",
        needed_from: Needs::Browser,
    },
    Package {
        name: "openapi-typescript",
        version: "7.13.0",
        why: "it makes that client's types from the description",
        needed_from: Needs::Browser,
    },
    Package {
        name: "typescript",
        version: "5.9.3",
        why: "it checks that client",
        needed_from: Needs::Browser,
    },
    Package {
        name: "vnu-jar",
        version: "26.9.27",
        why: "the Nu HTML Checker, which also checks ARIA and CSS",
        needed_from: Needs::Browser,
    },
];

/// The axe-core script that the browser tests run in each page.
pub(crate) fn axe(workspace: &Workspace) -> PathBuf {
    workspace.tools.join("node_modules/axe-core/axe.min.js")
}

/// The Nu HTML Checker, which runs on Java.
pub(crate) fn html_checker(workspace: &Workspace) -> PathBuf {
    workspace.tools.join("node_modules/vnu-jar/build/dist/vnu.jar")
}

/// The packages that are needed and not installed at their version.
pub(super) fn missing(workspace: &Workspace, needs: Needs) -> Vec<&'static Package> {
    let is_missing = |package: &&Package| {
        needs >= package.needed_from && !package.is_installed(&workspace.tools)
    };
    PACKAGES.iter().filter(is_missing).collect()
}

pub(super) fn install(workspace: &Workspace, needs: Needs, missing: &[&Package]) -> Result<()> {
    let mut npm = workspace.command("npm");
    npm.arg("install").arg("--prefix").arg(&workspace.tools);
    npm.args(["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]);
    npm.args(requested(&workspace.tools, needs).map(Package::spec));
    let reasons: Vec<String> =
        missing.iter().map(|package| format!("{}: {}", package.spec(), package.why)).collect();
    let words = Words {
        start: &format!("installing with npm: {}", reasons.join("; ")),
        end: "npm packages are installed",
        shown: task::nothing,
    };
    task::run(Task::Npm, &words, &mut npm)
}

/// The needed packages and those that an earlier command has installed: without a package.json,
/// npm removes packages that are not listed.
fn requested(tools: &Path, needs: Needs) -> impl Iterator<Item = &'static Package> {
    PACKAGES
        .iter()
        .filter(move |package| needs >= package.needed_from || package.is_installed(tools))
}

impl Package {
    fn spec(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    fn is_installed(&self, tools: &Path) -> bool {
        let manifest = tools.join("node_modules").join(self.name).join("package.json");
        let version = format!("\"version\": \"{}\"", self.version);
        std::fs::read_to_string(manifest).is_ok_and(|text| text.contains(&version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_of_the_tests_are_neither_installed_by_a_build_nor_removed() {
        let tools = std::env::temp_dir().join(format!("xtask-npm-{}", std::process::id()));
        let names = |needs| -> Vec<_> { requested(&tools, needs).map(|it| it.name).collect() };
        assert_eq!(names(Needs::Build), ["binaryen", "esbuild"]);
        assert_eq!(names(Needs::Browser).len(), PACKAGES.len());
        let axe = tools.join("node_modules/axe-core");
        std::fs::create_dir_all(&axe).unwrap();
        std::fs::write(axe.join("package.json"), "{\"version\": \"4.14.1\"}").unwrap();
        assert_eq!(names(Needs::Build), ["axe-core", "binaryen", "esbuild"]);
        std::fs::remove_dir_all(tools).unwrap();
    }
}
