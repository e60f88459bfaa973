//! `cargo xtask tidy`: repository linter, for the invariants of ARCHITECTURE.md that can be checked
//! mechanically. A rule maps source texts to findings and never reads files, so that its tests use
//! literals.

mod decisions;
mod file_length;
mod language;
mod layers;
mod lexer;
mod manifests;
mod markup;
mod module_order;
mod requirements;
mod resolve;
mod source;
mod styles;
mod uses;
mod whitespace;

use crate::{
    error::{Error, Result},
    workspace::Workspace,
};
use source::{Finding, Source};

type Rule = fn(&[Source]) -> Vec<Finding>;

const RULES: [Rule; 10] = [
    decisions::check,
    file_length::check,
    language::check,
    layers::check,
    manifests::check,
    markup::check,
    module_order::check,
    requirements::check,
    styles::check,
    whitespace::check,
];

/// `cargo xtask tidy`
pub(crate) fn command(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    match arguments.next()? {
        None => check(workspace),
        Some(other) => Err(other.unexpected().into()),
    }
}

/// Prints each finding as `file:line: message`, sorted by file.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let sources = source::read(&workspace.root)?;
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&sources)).collect();
    findings.sort();
    for finding in &findings {
        eprintln!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        1 => Err(Error::failed("tidy found one thing; it is above")),
        count => Err(Error::failed(format!("tidy found {count} things; they are above"))),
    }
}
