//! Errors of fetching a feed, each as one line that says what would mend it.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use super::resolver::NotPublic;

/// Why a feed could not be fetched. None of them holds the address, which may have a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchError {
    /// The address is none of HTTP.
    Address(String),
    /// This host is not on the public Internet, and not allowed by name.
    NotPublic {
        /// The host.
        host: String,
    },
    /// A redirect leads from HTTPS to HTTP.
    Downgrade,
    /// More redirects than are followed, or one that leads nowhere.
    Redirects,
    /// The server has no feed there any more (410).
    Gone,
    /// The server answers with another status.
    Status {
        /// The status.
        status: u16,
        /// How long it asks to be left alone.
        retry_after: Option<Duration>,
    },
    /// It answers too slowly, or without end.
    Timeout(Duration),
    /// Its answer is larger than this, as it is or unpacked.
    TooLarge(usize),
    /// Its answer is in an encoding that was not asked for, or damaged.
    Encoding(String),
    /// It answers with a page instead of a feed.
    Html {
        /// The address of the feed that the page names.
        feed: Option<String>,
    },
    /// It cannot be reached, or breaks off.
    Transport(String),
}

impl FetchError {
    /// The name of the kind of failure; of a status, that.
    pub(super) fn kind(&self) -> String {
        let name = match self {
            Self::Status { status, .. } => return status.to_string(),
            Self::Address(_) => "address",
            Self::NotPublic { .. } => "not_public",
            Self::Downgrade => "downgrade",
            Self::Redirects => "redirects",
            Self::Gone => "410",
            Self::Timeout(_) => "timeout",
            Self::TooLarge(_) => "too_large",
            Self::Encoding(_) => "encoding",
            Self::Html { .. } => "html",
            Self::Transport(_) => "transport",
        };
        name.to_owned()
    }

    /// The error of a failed request.
    pub(super) fn of_request(error: reqwest::Error) -> Self {
        let error = error.without_url();
        let mut reason = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            if let Some(NotPublic { host }) = error.downcast_ref::<NotPublic>() {
                return Self::NotPublic { host: host.clone() };
            }
            reason.push_str(": ");
            reason.push_str(&error.to_string());
            cause = error.source();
        }
        Self::Transport(reason)
    }

    /// How long the server asks to be left alone.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(reason) => write!(f, "is no address of a feed: {reason}"),
            Self::NotPublic { host } => write!(
                f,
                "{host} is not on the public Internet; if it is yours, see --allow-private-feed"
            ),
            Self::Downgrade => f.write_str("is redirected from https to http, which is not secure"),
            Self::Redirects => f.write_str("is redirected too often, or to nowhere"),
            Self::Gone => f.write_str("is gone for good (410)"),
            Self::Status { status, retry_after: None } => write!(f, "answers with status {status}"),
            Self::Status { status, retry_after: Some(pause) } => {
                write!(f, "answers with status {status}, and to come back in {pause:?}")
            }
            Self::Timeout(limit) => write!(f, "has not answered in full within {limit:?}"),
            Self::TooLarge(limit) => write!(f, "is larger than {limit} bytes"),
            Self::Encoding(reason) => write!(f, "cannot be unpacked: {reason}"),
            Self::Html { feed: None } => {
                f.write_str("is an HTML page and not a feed, and names no feed")
            }
            Self::Html { feed: Some(feed) } => {
                write!(f, "is an HTML page and not a feed; the page names this feed: {feed}")
            }
            Self::Transport(reason) => write!(f, "cannot be fetched: {reason}"),
        }
    }
}

impl Error for FetchError {}
