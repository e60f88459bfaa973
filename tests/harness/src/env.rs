//! What `cargo xtask test` builds and finds for the tests.

use std::path::PathBuf;

/// The file or folder that the variable `name` says.
///
/// # Panics
/// Without it: these tests cannot build the page themselves.
pub(super) fn path(name: &str) -> PathBuf {
    let value = std::env::var_os(name);
    value.map(PathBuf::from).unwrap_or_else(|| {
        panic!("{name} is not set: the browser tests are run by `cargo xtask test`")
    })
}
