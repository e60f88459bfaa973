//! Levels of build dependencies.

/// The dependencies that a command needs; each level includes the previous one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Needs {
    /// To compile the page and the server.
    Build,
    /// To lint them as well.
    Lints,
    /// To pack the server for Debian and as an image.
    Package,
    /// To test the page in a browser, with Chinese fonts, and the server on both
    /// engines.
    Browser,
    /// To run the benchmarks.
    Bench,
}
