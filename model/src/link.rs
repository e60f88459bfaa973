//! Allow-listed URLs in content: links and media sources.
//!
//! URLs are validated when they are parsed, at import or from JSON, and their types carry the
//! proof, so that a view may render them without another check.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Route;

/// Target of an anchor: an `http:`, `https:`, `mailto:`, `tel:` or `sms:` URL, a path of this site
/// that begins with a single `/`, or a `#fragment` of the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Link(String);

/// Source of a picture, video or audio file: an `http:` or `https:` URL, or a path of this site
/// that begins with a single `/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct MediaUrl(String);

/// Why a text is not a URL that content may contain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkError {
    text: String,
    allowed: &'static str,
}

/// Maximum length of a URL, in bytes, which every browser supports.
const MAX: usize = 8192;

/// Characters that browsers strip from URLs or that change the direction of text: a URL with
/// one of them is not what it looks like.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_path(text: &str) -> bool {
    // Browsers resolve `//host` and `/\host` to another host.
    text.starts_with('/') && !text[1..].starts_with(['/', '\\'])
}

fn has_scheme(text: &str, schemes: &[&str]) -> bool {
    schemes.iter().any(|scheme| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && text.len() > scheme.len()
    })
}

fn check(text: String, schemes: &[&str], allowed: &'static str) -> Result<String, LinkError> {
    if text.len() <= MAX
        && !text.contains(is_hidden)
        && (is_path(&text) || has_scheme(&text, schemes))
    {
        Ok(text)
    } else {
        Err(LinkError { text, allowed })
    }
}

macro_rules! checked_url {
    ($name:ident, $schemes:expr, $allowed:literal) => {
        impl $name {
            /// Checks `text` against the rule of the type.
            ///
            /// # Errors
            /// [`LinkError`] holds the text when it breaks the rule, is longer than 8,192 bytes,
            /// or contains white space, control, invisible or bidirectional characters.
            pub fn new(text: impl Into<String>) -> Result<Self, LinkError> {
                check(text.into(), $schemes, $allowed).map(Self)
            }

            /// Any URL, in place of one that cannot be read.
            pub(crate) fn placeholder() -> Self {
                Self("/".to_owned())
            }

            /// The URL as it was given.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether the URL is a path of this site.
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
            fn from(url: $name) -> Self {
                url.0
            }
        }
    };
}

checked_url!(
    Link,
    &["http://", "https://", "mailto:", "tel:", "sms:", "#"],
    "http, https, mailto, tel, sms, a /path or a #fragment"
);
checked_url!(MediaUrl, &["http://", "https://"], "http, https or a /path");

impl Link {
    /// The `rel` attribute of an anchor: `None` for a page of this site, which the client-side
    /// router opens. The browser opens everything else, including files of this site, and
    /// `noopener` denies it access to this window.
    #[must_use]
    pub fn rel(&self) -> Option<&'static str> {
        let is_here = self.0.starts_with('#') || self.route().is_some();
        (!is_here).then_some("external noopener")
    }

    /// The route, if the link is a page of this site. Query and fragment are ignored.
    #[must_use]
    pub fn route(&self) -> Option<Route> {
        Route::parse(self.0.split(['?', '#']).next().unwrap_or_default())
    }
}

impl MediaUrl {
    /// The absolute URL, resolved against `origin` (`https://host[:port]`).
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
        for good in [
            "https://example.org/",
            "HTTP://example.org",
            "mailto:a@example.org",
            "tel:+86-571-0000",
            "sms:10086",
            "#to-1",
            "/a",
            "/",
        ] {
            assert!(Link::new(good).is_ok(), "{good}");
        }
        let local = MediaUrl::new("/media/river.jpg").unwrap();
        assert_eq!(local.absolute("https://example.org"), "https://example.org/media/river.jpg");
        let remote = MediaUrl::new("https://cdn.example/a.jpg").unwrap();
        assert_eq!(remote.absolute("https://example.org"), "https://cdn.example/a.jpg");
    }

    #[test]
    fn only_pages_of_this_site_are_internal_links() {
        let rel = |link| Link::new(link).unwrap().rel();
        assert_eq!(rel("/articles/a?from=x#top"), None);
        assert_eq!(rel("#to-1"), None);
        for other in ["/media/report.pdf", "https://example.org/", "mailto:a@example.org"] {
            assert_eq!(rel(other), Some("external noopener"), "{other}");
        }
    }

    #[test]
    fn requirement_02_refuses_scripts_hidden_characters_and_protocol_relative_urls() {
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
        assert!(Link::new(format!("https://example.org/{}", "a".repeat(8192))).is_err());
    }
}
