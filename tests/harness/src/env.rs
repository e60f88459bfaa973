//! Environment variables that `cargo xtask test` sets for the browser tests.

use std::path::PathBuf;

/// The path in the environment variable `name`.
///
/// # Panics
/// When the variable is not set: these tests cannot build the page themselves.
pub(super) fn path(name: &str) -> PathBuf {
    let value = std::env::var_os(name);
    value.map(PathBuf::from).unwrap_or_else(|| {
        panic!("{name} is not set: the browser tests are run by `cargo xtask test`")
    })
}
