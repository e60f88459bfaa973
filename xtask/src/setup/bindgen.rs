//! The bindgen tool of this workspace, installed under the name that Trunk looks for.

use std::{fs, path::PathBuf};

use super::rust;
use crate::{
    dist::{self, FNV_OFFSET_BASIS, fnv1a},
    error::{Error, Result},
    files,
    progress::Task,
    task::{self, Words},
    workspace::Workspace,
};

/// The package, and its program as Cargo names it.
const PACKAGE: &str = "zaidu-bindgen";

/// The libraries that do the work; with another version of one the tool is built again.
const LIBRARIES: [&str; 3] = ["wasm-bindgen-cli-support", "wasm_split_cli_support", "walrus"];

/// The tool, as the sources describe it.
pub(super) struct Bindgen {
    program: PathBuf,
    stamp_file: PathBuf,
    /// A hash of its sources and of the versions of its libraries.
    stamp: String,
}

impl Bindgen {
    pub(super) fn new(workspace: &Workspace) -> Result<Self> {
        let lock = workspace.lock_file()?;
        let mut hash =
            dist::hash_tree(&workspace.root, &workspace.root.join("bindgen"), FNV_OFFSET_BASIS)?;
        for library in LIBRARIES {
            hash = fnv1a(lock.version(library).unwrap_or_default().as_bytes(), hash);
        }
        let bin = workspace.tools.join("bin");
        Ok(Self {
            program: bin.join("wasm-bindgen"),
            stamp_file: bin.join("wasm-bindgen.stamp"),
            stamp: format!("{hash:016x}\n"),
        })
    }

    pub(super) fn is_installed(&self) -> bool {
        let saved = files::read_text(&self.stamp_file);
        self.program.is_file() && saved.is_ok_and(|saved| saved == self.stamp)
    }

    /// Builds and installs the tool unless it is there.
    pub(super) fn ensure(&self, workspace: &Workspace) -> Result<()> {
        if self.is_installed() {
            return Ok(());
        }
        let mut cargo = workspace.cargo();
        cargo.args(["build", "--locked", "--package", PACKAGE]);
        rust::build_in(workspace, &mut cargo);
        let words = Words {
            start: "building wasm-bindgen with cargo: it splits the page's program and joins it \
                    with JavaScript",
            end: "wasm-bindgen is built",
            shown: task::nothing,
        };
        task::run(Task::Bindgen, &words, &mut cargo)?;
        let bin = workspace.tools.join("bin");
        fs::create_dir_all(&bin).map_err(|cause| Error::file("make", &bin, &cause))?;
        // A program that is being replaced may be running.
        let new = self.program.with_extension("new");
        let built = rust::build_folder(workspace).join("debug").join(PACKAGE);
        fs::copy(built, &new)
            .and_then(|_| fs::rename(&new, &self.program))
            .and_then(|()| fs::write(&self.stamp_file, &self.stamp))
            .map_err(|cause| Error::file("write", &self.program, &cause))
    }
}
