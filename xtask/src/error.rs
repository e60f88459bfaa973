//! What ends a command early, as one line that says what to do.

use std::{fmt, io, path::Path};

/// Why a command did not finish. Its text is the whole of what a person sees,
/// so it names the thing, what is wrong with it and the way out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Error {
    /// The command line was not understood: exit code 2.
    Usage(String),
    /// The work failed: exit code 1.
    Failed(String),
}

/// The result of everything here that can fail.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A failure of the work itself.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self::Failed(message.into())
    }

    /// A command line that asks for something unknown.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    /// A file operation that failed; `doing` is a verb: "read", "write".
    pub(crate) fn file(doing: &str, path: &Path, cause: &io::Error) -> Self {
        Self::Failed(format!("cannot {doing} {}: {cause}", path.display()))
    }

    /// The exit code that scripts see.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Failed(_) => 1,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) | Self::Failed(message) => f.write_str(message),
        }
    }
}

impl From<lexopt::Error> for Error {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error.to_string())
    }
}
