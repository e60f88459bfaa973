//! `cargo xtask tidy`: the invariants of ARCHITECTURE.md that a program can
//! check. A rule takes the sources and gives findings; it never reads a file,
//! so that its tests are literal.

mod decisions;
mod language;
mod layers;
mod lexer;
mod manifests;
mod markup;
mod size;
mod source;
mod styles;
mod text;
mod uses;

use crate::{
    error::{Error, Result},
    workspace::Workspace,
};
use source::{Finding, Source};

type Rule = fn(&[Source]) -> Vec<Finding>;

const RULES: [Rule; 8] = [
    decisions::check,
    language::check,
    layers::check,
    manifests::check,
    markup::check,
    size::check,
    styles::check,
    text::check,
];

/// `cargo xtask tidy`
pub(crate) fn command(workspace: &Workspace, mut arguments: lexopt::Parser) -> Result<()> {
    match arguments.next()? {
        None => check(workspace),
        Some(other) => Err(other.unexpected().into()),
    }
}

/// Prints each finding as `file:line: why`, in the files' order.
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
