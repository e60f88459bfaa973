//! Addresses that content may carry.
//!
//! They are checked when they enter (import, JSON) and keep the check in their
//! type, so a view can put them into the page without looking again.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Route;

/// Where an anchor may lead: `http:`, `https:`, `mailto:`, or a path of this
/// site that begins with one `/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Link(String);

/// Where a picture, video or sound may come from: `http:`, `https:`, or a path
/// of this site that begins with one `/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MediaUrl(String);

/// Why a text is not an address that content may carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkError {
    text: String,
    allowed: &'static str,
}

/// The longest address, in bytes: what every browser still takes.
const MAX: usize = 2048;

/// Characters that browsers drop or that turn text around: an address with one
/// of them is not what it looks like.
fn hidden(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_path(text: &str) -> bool {
    // `//host` and `/\host` lead to another host.
    text.starts_with('/') && !text[1..].starts_with(['/', '\\'])
}

fn has_scheme(text: &str, schemes: &[&str]) -> bool {
    schemes.iter().any(|scheme| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && text.len() > scheme.len()
    })
}

fn check(text: String, schemes: &[&str], allowed: &'static str) -> Result<String, LinkError> {
    if text.len() <= MAX && !text.contains(hidden) && (is_path(&text) || has_scheme(&text, schemes))
    {
        Ok(text)
    } else {
        Err(LinkError { text, allowed })
    }
}

macro_rules! address {
    ($name:ident, $schemes:expr, $allowed:literal) => {
        impl $name {
            /// Checks `text` against the rule of the type.
            ///
            /// # Errors
            /// [`LinkError`] with the text when it breaks the rule, is longer than
            /// 2,048 bytes, or holds control, invisible or bidirectional characters.
            pub fn new(text: impl Into<String>) -> Result<Self, LinkError> {
                check(text.into(), $schemes, $allowed).map(Self)
            }

            /// The address as it was given.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether the address is a path of this site.
            #[must_use]
            pub fn is_local(&self) -> bool {
                self.0.starts_with('/')
            }
        }

        impl TryFrom<String> for $name {
            type Error = LinkError;

            fn try_from(text: String) -> Result<Self, LinkError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(address: $name) -> Self {
                address.0
            }
        }
    };
}

address!(Link, &["http://", "https://", "mailto:"], "http, https, mailto or a /path");
address!(MediaUrl, &["http://", "https://"], "http, https or a /path");

impl Link {
    /// What an anchor says of where it leads (`rel`): nothing for a page of this
    /// site, which the app opens itself. Everything else, also a file of this
    /// site, is the browser's to open, without a hand on this window.
    #[must_use]
    pub fn rel(&self) -> Option<&'static str> {
        self.route().is_none().then_some("external noopener")
    }

    /// The page of this site to which it leads, if it does.
    #[must_use]
    pub fn route(&self) -> Option<Route> {
        Route::parse(self.0.split(['?', '#']).next().unwrap_or_default())
    }
}

impl MediaUrl {
    /// The whole address, for a page below `origin` (`https://host[:port]`).
    #[must_use]
    pub fn absolute(&self, origin: &str) -> String {
        let origin = if self.is_local() { origin } else { "" };
        [origin, &self.0].concat()
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: String = self.text.chars().take(80).collect();
        write!(f, "{shown:?} is not an address that content may carry ({})", self.allowed)
    }
}

impl std::error::Error for LinkError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_the_allowed_schemes_and_own_paths() {
        for good in
            ["https://example.org/", "HTTP://example.org", "mailto:a@example.org", "/a", "/"]
        {
            assert!(Link::new(good).is_ok(), "{good}");
        }
        let local = MediaUrl::new("/media/river.jpg").unwrap();
        assert_eq!(local.absolute("https://example.org"), "https://example.org/media/river.jpg");
        let remote = MediaUrl::new("https://cdn.example/a.jpg").unwrap();
        assert_eq!(remote.absolute("https://example.org"), "https://cdn.example/a.jpg");
    }

    #[test]
    fn only_pages_of_this_site_are_the_apps_to_open() {
        let rel = |link| Link::new(link).unwrap().rel();
        assert_eq!(rel("/articles/a?from=x#top"), None);
        for other in ["/media/report.pdf", "https://example.org/", "mailto:a@example.org"] {
            assert_eq!(rel(other), Some("external noopener"), "{other}");
        }
    }

    #[test]
    fn refuses_what_runs_code_hides_or_leaves_the_site_unseen() {
        for bad in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "//example.org",
            "/\\example.org",
            "https://",
            "relative",
            "https://example.org/\u{202e}gpj",
            "\u{1}javascript:alert(1)",
        ] {
            assert!(Link::new(bad).is_err(), "{bad:?}");
        }
        assert!(MediaUrl::new("mailto:a@example.org").is_err());
        assert!(Link::new(format!("https://example.org/{}", "a".repeat(2048))).is_err());
    }
}
