//! Source files, as input of the rules, and findings, their output.

use std::{fmt, fs, path::Path};

use super::lexer::{self, Views};
use crate::{
    error::{Error, Result},
    files,
};

/// Generated folders in the root, which are skipped. Hidden folders are read only when listed
/// below, because editors store their own files in others.
const GENERATED: [&str; 6] = ["data", "dist", "dist.new", "dist.old", "node_modules", "target"];
const HIDDEN: [&str; 3] = [".cargo", ".ci", ".github"];
const TEXT_EXTENSIONS: [&str; 13] = [
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
    /// Path relative to the root, with `/` as separator.
    pub(super) path: String,
    /// The file's contents.
    pub(super) text: String,
    /// Views with comments and strings blanked; empty unless it is a Rust file.
    pub(super) views: Views,
}

/// A violation of a rule. Ordered by path and line, for stable output.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    path: String,
    /// Line number, from 1.
    pub(super) line: usize,
    message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

impl Source {
    pub(super) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let views = if path.ends_with(".rs") { lexer::views(&text) } else { Views::default() };
        Self { path, text, views }
    }

    /// Creates a finding at a line, counted from 1.
    pub(super) fn finding(&self, line: usize, message: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, message: message.into() }
    }

    /// Whether this is a Rust file below `folder`, which ends in `/`.
    pub(super) fn is_rust_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder) && self.path.ends_with(".rs")
    }

    /// The file name, without folders.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

/// Reads every text file of the repository.
pub(super) fn read(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    let entries = fs::read_dir(root).map_err(|cause| Error::file("list", root, &cause))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_hidden = name.starts_with('.') && entry.path().is_dir();
        if GENERATED.contains(&name.as_str()) || (is_hidden && !HIDDEN.contains(&name.as_str())) {
            continue;
        }
        for path in files::list(&entry.path())? {
            let relative = path.strip_prefix(root).unwrap_or(&path).to_string_lossy();
            if is_text(&relative) {
                sources.push(Source::new(relative.replace('\\', "/"), files::read_text(&path)?));
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

/// Decides by extension; a file without one, such as a licence or a script, is text too. Fixtures
/// are third-party data and are skipped.
fn is_text(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let has_text_extension = name
        .rsplit_once('.')
        .is_none_or(|(stem, extension)| stem.is_empty() || TEXT_EXTENSIONS.contains(&extension));
    has_text_extension && !path.contains("/fixtures/")
}

/// The line numbers of findings, for tests.
#[cfg(test)]
pub(super) fn lines(findings: &[Finding]) -> Vec<usize> {
    findings.iter().map(|finding| finding.line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_files_are_recognised_by_name() {
        assert!(is_text(".gitignore") && is_text("LICENSE") && is_text("a/b.rs"));
        assert!(!is_text("a/b.jpg") && !is_text("Cargo.lock") && !is_text("a/fixtures/b.json"));
    }

    #[test]
    fn a_finding_is_formatted_like_a_compiler_error() {
        let finding = Source::new("src/a.rs", "").finding(3, "why");
        assert_eq!(finding.to_string(), "src/a.rs:3: why");
    }
}
