//! What the HTTP client fetches, and what that may cost.

use std::time::Duration;

use zaidu_import::MAX_BYTES;

/// What an answer may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FetchLimits {
    /// Time of a complete fetch, with all redirects.
    pub total: Duration,
    /// Time to connect.
    pub connect: Duration,
    /// Time without a byte.
    pub idle: Duration,
    /// Size of the answer in bytes, as it is and unpacked.
    pub bytes: usize,
    /// Number of redirects.
    pub redirects: usize,
}

impl Default for FetchLimits {
    fn default() -> Self {
        Self {
            total: Duration::from_secs(60),
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(20),
            bytes: MAX_BYTES,
            redirects: 5,
        }
    }
}

/// What is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Feed,
    Picture,
}

impl Kind {
    /// The value of `Accept`.
    pub(super) fn accepted(self) -> &'static str {
        match self {
            Self::Feed => {
                "application/feed+json, application/rss+xml, application/atom+xml, \
                 application/rdf+xml, application/json;q=0.9, application/xml;q=0.9, \
                 text/xml;q=0.9, */*;q=0.1"
            }
            // What is decoded; a server that negotiates then sends nothing else.
            Self::Picture => "image/jpeg, image/png, image/webp, image/gif;q=0.9, image/*;q=0.1",
        }
    }
}
