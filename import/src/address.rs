//! Addresses of a feed, made whole and checked.

use zaidu_model::{Link, MediaUrl};

/// What relative addresses are relative to: the feed's `home_page_url`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Base {
    /// `https:`; also for `//host/…` in feeds without a home page.
    scheme: String,
    /// `https://example.org/news/`, when the home page is http or https.
    directory: Option<String>,
}

impl Base {
    pub(crate) fn new(home: Option<&str>) -> Self {
        let whole = home.map(str::trim).filter(|home| MediaUrl::new(*home).is_ok());
        let Some((scheme, rest)) = whole.and_then(|home| home.split_once("://")) else {
            return Self { scheme: "https:".into(), directory: None };
        };
        let rest = rest.split(['?', '#']).next().unwrap_or(rest);
        let directory = match rest.rfind('/') {
            Some(end) => format!("{scheme}://{}", &rest[..=end]),
            None => format!("{scheme}://{rest}/"),
        };
        Self { scheme: format!("{scheme}:"), directory: Some(directory) }
    }

    /// Where an anchor with this `href` leads, if content may lead there.
    pub(crate) fn link(&self, href: &str) -> Option<Link> {
        Link::new(self.resolve(href)?).ok()
    }

    /// The picture, video or sound at `src`, if content may show it.
    pub(crate) fn media(&self, src: &str) -> Option<MediaUrl> {
        MediaUrl::new(self.resolve(src)?).ok()
    }

    /// `address` as a whole address, or as a path from the root. Whether it is
    /// allowed is for the model's types to say.
    fn resolve(&self, address: &str) -> Option<String> {
        // Browsers trim addresses and encode a space; so do we. Whatever else is
        // odd inside is not mended but refused.
        let address = address.trim_matches(|c: char| c.is_ascii_whitespace()).replace(' ', "%20");
        if address.is_empty() || address.starts_with('#') {
            None
        } else if address.starts_with("//") {
            Some(format!("{}{address}", self.scheme))
        } else if address.starts_with(['/', '\\']) || has_scheme(&address) {
            Some(address)
        } else {
            // `./` and `../` are for the browser, which knows them.
            let query = address.starts_with('?');
            self.directory.as_ref().filter(|_| !query).map(|base| format!("{base}{address}"))
        }
    }
}

/// Whether `address` begins with a scheme. Anything before the first colon
/// counts, unless a path, query or fragment began before it: what browsers might
/// take for a scheme in spite of hidden characters is never glued to the base.
fn has_scheme(address: &str) -> bool {
    address.find([':', '/', '?', '#']).is_some_and(|at| address[at..].starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(home: Option<&str>, href: &str) -> Option<String> {
        Base::new(home).link(href).map(Into::into)
    }

    #[test]
    fn relative_addresses_are_made_whole() {
        let home = Some("https://example.org/news/index.html?x#y");
        for (href, whole) in [
            ("tide.html", "https://example.org/news/tide.html"),
            (" ../a b.html\n", "https://example.org/news/../a%20b.html"),
            ("/root.html", "/root.html"),
            ("//cdn.example.org/x", "https://cdn.example.org/x"),
            ("http://example.com/", "http://example.com/"),
            ("mailto:a@example.org", "mailto:a@example.org"),
            ("a/b:c", "https://example.org/news/a/b:c"),
        ] {
            assert_eq!(link(home, href).as_deref(), Some(whole));
        }
        assert_eq!(link(Some("http://example.org"), "a").as_deref(), Some("http://example.org/a"));
        assert_eq!(link(None, "//example.org/").as_deref(), Some("https://example.org/"));
    }

    #[test]
    fn what_leads_nowhere_good_is_refused() {
        for href in ["", "#top", "?page=2", "javascript:alert(1)", "\u{1}javascript:alert(1)"] {
            assert_eq!(link(Some("https://example.org/"), href), None, "{href:?}");
        }
        for href in ["java\nscript:alert(1)", "data:text/html,x", "\\\\example.org", "x\u{202e}y"] {
            assert_eq!(link(Some("https://example.org/"), href), None, "{href:?}");
        }
        assert_eq!(link(None, "tide.html"), None);
        assert_eq!(link(Some("javascript:alert(1)//"), "a"), None);
        assert!(Base::default().media("mailto:a@example.org").is_none());
    }
}
