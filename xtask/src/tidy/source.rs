//! The files that rules look at, and what they say about them.

use std::{fmt, fs, path::Path};

use super::lexer::{self, Views};
use crate::{
    error::{Error, Result},
    files,
};

/// Folders in the root that are made by programs. Hidden ones are looked into
/// only when named below: editors keep their own there.
const MADE: [&str; 6] = ["data", "dist", "dist.new", "dist.old", "node_modules", "target"];
const HIDDEN: [&str; 3] = [".cargo", ".ci", ".github"];
const TEXT: [&str; 13] = [
    "css",
    "html",
    "js",
    "json",
    "md",
    "rs",
    "sh",
    "sql",
    "svg",
    "toml",
    "txt",
    "webmanifest",
    "yml",
];

/// One text file.
#[derive(Debug)]
pub(super) struct Source {
    /// From the root, with `/`.
    pub(super) path: String,
    /// As it is on the disk.
    pub(super) text: String,
    /// The same with comments and strings blanked; empty unless it is Rust.
    pub(super) views: Views,
}

/// One broken rule. Ordered by place, for a stable list.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    path: String,
    /// From 1.
    pub(super) line: usize,
    why: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.why)
    }
}

impl Source {
    pub(super) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let views = if path.ends_with(".rs") { lexer::views(&text) } else { Views::default() };
        Self { path, text, views }
    }

    /// A finding at a line, counted from 1.
    pub(super) fn finding(&self, line: usize, why: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, why: why.into() }
    }

    /// Rust under `folder`, which ends in `/`.
    pub(super) fn is_rust_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder) && self.path.ends_with(".rs")
    }

    /// The file's name, without folders.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

/// Every text file of the repository.
pub(super) fn read(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    let entries = fs::read_dir(root).map_err(|cause| Error::file("list", root, &cause))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let unseen = name.starts_with('.') && entry.path().is_dir();
        if MADE.contains(&name.as_str()) || (unseen && !HIDDEN.contains(&name.as_str())) {
            continue;
        }
        for path in files::below(&entry.path())? {
            let within = path.strip_prefix(root).unwrap_or(&path).to_string_lossy();
            if is_text(&within) {
                sources.push(Source::new(within.replace('\\', "/"), files::text(&path)?));
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

/// By ending; a file without one, such as a licence or a script, is text too.
/// Fixtures are other people's bytes.
fn is_text(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let known = name
        .rsplit_once('.')
        .is_none_or(|(stem, ending)| stem.is_empty() || TEXT.contains(&ending));
    known && !path.contains("/fixtures/")
}

/// The lines of the findings, for tests.
#[cfg(test)]
pub(super) fn lines(findings: &[Finding]) -> Vec<usize> {
    findings.iter().map(|finding| finding.line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_known_by_its_name() {
        assert!(is_text(".gitignore") && is_text("LICENSE") && is_text("a/b.rs"));
        assert!(!is_text("a/b.jpg") && !is_text("Cargo.lock") && !is_text("a/fixtures/b.json"));
    }

    #[test]
    fn a_finding_reads_like_a_compilers() {
        let finding = Source::new("src/a.rs", "").finding(3, "why");
        assert_eq!(finding.to_string(), "src/a.rs:3: why");
    }
}
