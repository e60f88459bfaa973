//! Why a picture has no widths, each as one line that says what would mend it.

use std::fmt;

use super::limits::{MAX_BYTES, MAX_PIXELS, MAX_TIME};
use crate::follow::FetchError;

/// Why a picture cannot be made in several widths. The article shows it as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PictureError {
    /// There is no such file in the folder of media.
    Missing,
    /// The file cannot be read, for this reason.
    Read(String),
    /// The file is larger than is read.
    TooLarge,
    /// The picture has more pixels than are decoded, by its header.
    TooManyPixels { width: u32, height: u32 },
    /// The file is none of the pictures that are decoded.
    Format,
    /// The server says that it is something else than a picture.
    MediaType(String),
    /// The file ends before the picture does.
    Truncated,
    /// The picture is damaged.
    Decode(String),
    /// The picture cannot be written in a smaller width.
    Encode(String),
    /// It takes too long.
    Slow,
    /// It cannot be fetched.
    Fetch(FetchError),
    /// The folder of pictures cannot be written.
    Store(String),
}

impl PictureError {
    /// Whether another try may succeed although the file is the same.
    pub(super) fn is_temporary(&self) -> bool {
        matches!(self, Self::Store(_) | Self::Read(_) | Self::Slow)
    }
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is not among the files of --media"),
            Self::Read(reason) => write!(f, "cannot be read: {reason}"),
            Self::TooLarge => write!(f, "is larger than {MAX_BYTES} bytes"),
            Self::TooManyPixels { width, height } => {
                write!(f, "has {width} by {height} pixels, of which {MAX_PIXELS} are decoded")
            }
            Self::Format => f.write_str("is no picture in JPEG, PNG, WebP or GIF"),
            Self::MediaType(told) => write!(f, "is no picture, but {told:?}"),
            Self::Truncated => f.write_str("ends in the middle of the picture"),
            Self::Decode(reason) => write!(f, "is damaged: {reason}"),
            Self::Encode(reason) => write!(f, "cannot be made smaller: {reason}"),
            Self::Slow => write!(f, "takes longer than {MAX_TIME:?}"),
            Self::Fetch(FetchError::NotPublic { host }) => write!(
                f,
                "is at {host}, which is not on the public Internet; if it is yours, see \
                 --allow-private-picture"
            ),
            Self::Fetch(FetchError::Html { .. }) => f.write_str("is an HTML page and no picture"),
            Self::Fetch(error) => error.fmt(f),
            Self::Store(reason) => write!(f, "cannot be stored: {reason}; see --picture-store"),
        }
    }
}
