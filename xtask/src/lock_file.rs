//! Cargo.lock: versions of packages. Only the fields that are needed are read; a TOML parser would
//! cost more compile time on a fresh machine than it is worth.

use std::path::Path;

use crate::{error::Result, files};

/// The packages of a lock file.
pub(crate) struct LockFile {
    packages: Vec<Package>,
}

struct Package {
    name: String,
    version: String,
    /// SHA-256 of the published crate; none for those of this repository.
    checksum: Option<String>,
}

impl LockFile {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        files::read_text(path).map(|text| Self::parse(&text))
    }

    pub(crate) fn parse(text: &str) -> Self {
        let package = |text: &str| {
            let field = |name: &str| {
                let prefix = format!("{name} = \"");
                text.lines().find_map(|line| line.strip_prefix(&*prefix)?.strip_suffix('"'))
            };
            Some(Package {
                name: field("name")?.to_owned(),
                version: field("version")?.to_owned(),
                checksum: field("checksum").map(ToOwned::to_owned),
            })
        };
        Self { packages: text.split("[[package]]\n").filter_map(package).collect() }
    }

    /// The checksum of a package of one version.
    pub(crate) fn checksum(&self, package: &str, version: &str) -> Option<&str> {
        let is_it = |it: &&Package| it.name == package && it.version == version;
        self.packages.iter().find(is_it)?.checksum.as_deref()
    }

    /// The version of a package; of the first one, when there are several.
    pub(crate) fn version(&self, package: &str) -> Option<&str> {
        self.packages.iter().find(|it| it.name == package).map(|it| &*it.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n\
        [[package]]\nname = \"a\"\nversion = \"1.0.0\"\ndependencies = [\n \"ab 2.0.0\",\n]\n\n\
        [[package]]\nname = \"ab\"\nversion = \"2.0.0\"\nchecksum = \"0\"\ndependencies = [\n \"c\",\n]\n\n\
        [[package]]\nname = \"ab\"\nversion = \"3.0.0\"\n\n\
        [[package]]\nname = \"c\"\nversion = \"4.0.0\"\ndependencies = [\n \"a\",\n]\n\n\
        [[package]]\nname = \"d\"\nversion = \"5.0.0\"\n";

    #[test]
    fn the_version_is_that_of_the_named_package() {
        let lock = LockFile::parse(LOCK);
        assert_eq!(lock.version("ab"), Some("2.0.0"));
        assert_eq!(lock.version("d"), Some("5.0.0"));
        assert_eq!(lock.version("b"), None);
    }
}
