//! The repository and the folder of tools beside it.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    error::{Error, Result},
    process,
};

/// Where things are. Made once and passed down, so that no command guesses.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    /// The repository's root.
    pub(crate) root: PathBuf,
    /// Programs that the build needs; outside the clone, so that they outlive
    /// it and serve the next one.
    pub(crate) tools: PathBuf,
}

impl Workspace {
    /// Finds the repository this program was compiled in, and the tools folder
    /// from `ZAIDU_TOOLS`, the XDG cache or the home folder, in this order.
    pub(crate) fn find() -> Result<Self> {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = own.parent().unwrap_or(own).to_owned();
        if !root.join("Cargo.lock").is_file() {
            return Err(Error::failed(format!(
                "{} is not the repository any more; start this through `cargo xtask`",
                root.display()
            )));
        }
        let tools = tools_folder(|name| std::env::var_os(name).filter(|value| !value.is_empty()))?;
        Ok(Self { root, tools })
    }

    /// A command in the repository's root with the tools first on its PATH.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = process::cleaned(Command::new(program));
        command.current_dir(&self.root).env("PATH", self.path());
        command
    }

    /// Cargo, as [`Self::command`] would start it.
    pub(crate) fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// The children's PATH: the tools, then what this process was given.
    pub(crate) fn path(&self) -> OsString {
        let given = std::env::var_os("PATH").unwrap_or_default();
        let all = self.tool_folders().into_iter().chain(std::env::split_paths(&given));
        // Only a folder with a separator in its name cannot be joined.
        std::env::join_paths(all).unwrap_or(given)
    }

    /// The two folders that hold programs: cargo's and npm's.
    pub(crate) fn tool_folders(&self) -> [PathBuf; 2] {
        [self.tools.join("bin"), self.tools.join("node_modules/.bin")]
    }

    /// The first of these programs that the children's PATH holds.
    pub(crate) fn program(&self, names: &[&str]) -> Option<PathBuf> {
        let path = self.path();
        let folders: Vec<_> = std::env::split_paths(&path).collect();
        names
            .iter()
            .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
            .find(|candidate| candidate.is_file())
    }

    /// The version of a package in Cargo.lock.
    pub(crate) fn locked(&self, package: &str) -> Result<String> {
        let path = self.root.join("Cargo.lock");
        let lock = fs::read_to_string(&path).map_err(|cause| Error::file("read", &path, &cause))?;
        version_in_lock(&lock, package).ok_or_else(|| {
            Error::failed(format!(
                "{package} is not in Cargo.lock, so its tool's version is unknown; \
                 let the SPA depend on it (`{package} = \"=x.y.z\"`)"
            ))
        })
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

/// Reads the one field needed; a parser for the whole format would cost a
/// fresh machine more time than it is worth.
fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_named_packages_own() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"ab\"\nversion = \"2.0.0\"\n";
        assert_eq!(version_in_lock(lock, "ab").as_deref(), Some("2.0.0"));
        assert_eq!(version_in_lock(lock, "b"), None);
    }

    #[test]
    fn tools_follow_the_environment() {
        let only = |name: &'static str, value: &'static str| {
            tools_folder(move |asked| (asked == name).then(|| value.into()))
        };
        assert_eq!(only("ZAIDU_TOOLS", "/t"), Ok("/t".into()));
        assert_eq!(only("XDG_CACHE_HOME", "/c"), Ok("/c/zaidu/tools".into()));
        assert_eq!(only("HOME", "/h"), Ok("/h/.cache/zaidu/tools".into()));
        assert!(tools_folder(|_| None).is_err());
    }
}
