//! Paths: the repository root and the folder of installed tools.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    error::{Error, Result},
    lock_file::LockFile,
    process,
};

/// The workspace's paths, determined once and passed to every command.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    /// The repository's root.
    pub(crate) root: PathBuf,
    /// Folder of installed build tools; outside the clone, so that other clones share it.
    pub(crate) tools: PathBuf,
}

impl Workspace {
    /// Finds the repository this program was compiled in, and the tools folder
    /// from `ZAIDU_TOOLS`, the XDG cache or the home folder, in this order.
    pub(crate) fn find() -> Result<Self> {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = package.parent().unwrap_or(package).to_owned();
        if !root.join("Cargo.lock").is_file() {
            return Err(Error::failed(format!(
                "{} is not the repository any more; start this through `cargo xtask`",
                root.display()
            )));
        }
        let tools = tools_folder(|name| std::env::var_os(name).filter(|value| !value.is_empty()))?;
        Ok(Self { root, tools })
    }

    /// A command that runs in the repository's root with the tools first on its PATH.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = process::with_clean_env(Command::new(program));
        command.current_dir(&self.root).env("PATH", self.path());
        command
    }

    /// `cargo`, through [`Self::command`].
    pub(crate) fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// PATH for child processes: the tools, then this process's own PATH.
    pub(crate) fn path(&self) -> OsString {
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let all = self.tool_folders().into_iter().chain(std::env::split_paths(&inherited));
        // Joining fails only for a folder with a path separator (`:`) in its name.
        std::env::join_paths(all).unwrap_or(inherited)
    }

    /// The folders of programs installed by cargo and by npm.
    pub(crate) fn tool_folders(&self) -> [PathBuf; 2] {
        [self.tools.join("bin"), self.tools.join("node_modules/.bin")]
    }

    /// The first of these programs that is found on the child processes' PATH.
    pub(crate) fn find_program(&self, names: &[&str]) -> Option<PathBuf> {
        let path = self.path();
        let folders: Vec<_> = std::env::split_paths(&path).collect();
        names
            .iter()
            .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
            .find(|candidate| candidate.is_file())
    }

    /// The folder of compiled programs.
    pub(crate) fn target(&self) -> PathBuf {
        self.root.join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
    }

    /// Cargo.lock.
    pub(crate) fn lock_file(&self) -> Result<LockFile> {
        LockFile::read(&self.root.join("Cargo.lock"))
    }
}

fn tools_folder(variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf> {
    let cache = || {
        variable("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| variable("HOME").map(|home| PathBuf::from(home).join(".cache")))
            .map(|cache| cache.join("zaidu/tools"))
    };
    variable("ZAIDU_TOOLS").map(PathBuf::from).or_else(cache).ok_or_else(|| {
        Error::failed("neither HOME nor ZAIDU_TOOLS is set; name a folder for tools in ZAIDU_TOOLS")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tools_folder_depends_on_the_environment() {
        let only = |name: &'static str, value: &'static str| {
            tools_folder(move |variable| (variable == name).then(|| value.into()))
        };
        assert_eq!(only("ZAIDU_TOOLS", "/t"), Ok("/t".into()));
        assert_eq!(only("XDG_CACHE_HOME", "/c"), Ok("/c/zaidu/tools".into()));
        assert_eq!(only("HOME", "/h"), Ok("/h/.cache/zaidu/tools".into()));
        assert!(tools_folder(|_| None).is_err());
    }
}
