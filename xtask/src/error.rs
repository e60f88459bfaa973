//! Command errors, reported as one line that says what to do.

use std::{fmt, io, path::Path};

/// Why a command failed. The text is all that the user sees, so it names the object, the problem
/// and the remedy.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Error {
    /// The command line is invalid: exit code 2.
    Usage(String),
    /// The command failed: exit code 1.
    Failed(String),
}

/// `Result` with this crate's [`Error`].
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A failure of the command itself.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self::Failed(message.into())
    }

    /// An invalid command line.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    /// A failed file operation; `verb` is for example "read" or "write".
    pub(crate) fn file(verb: &str, path: &Path, cause: &io::Error) -> Self {
        Self::Failed(format!("cannot {verb} {}: {cause}", path.display()))
    }

    /// The process exit code.
    pub(crate) fn exit_code(&self) -> u8 {
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
