//! URLs of a feed: resolved against the base URL and checked against the allow-list.

use zaidu_model::{Link, MediaUrl};

/// Base URL of relative URLs: the feed's `home_page_url`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Base {
    /// Scheme of protocol-relative URLs (`//host/…`); `https:` without a home page.
    scheme: String,
    /// Directory of the home page, such as `https://example.org/news/`, if it is http or https.
    directory: Option<String>,
}

impl Base {
    pub(crate) fn new(home: Option<&str>) -> Self {
        let valid = home.map(str::trim).filter(|home| MediaUrl::new(*home).is_ok());
        let Some((scheme, rest)) = valid.and_then(|home| home.split_once("://")) else {
            return Self { scheme: "https:".into(), directory: None };
        };
        let rest = rest.split(['?', '#']).next().unwrap_or(rest);
        let directory = match rest.rfind('/') {
            Some(end) => format!("{scheme}://{}", &rest[..=end]),
            None => format!("{scheme}://{rest}/"),
        };
        Self { scheme: format!("{scheme}:"), directory: Some(directory) }
    }

    /// The target of an anchor with this `href`, if it is allowed.
    pub(crate) fn link(&self, href: &str) -> Option<Link> {
        Link::new(self.resolve(href)?).ok()
    }

    /// The URL of a picture, video or audio file with this `src`, if it is allowed.
    pub(crate) fn media(&self, src: &str) -> Option<MediaUrl> {
        MediaUrl::new(self.resolve(src)?).ok()
    }

    /// `url` as an absolute URL, or as a path from the root. The types of the model check whether
    /// it is allowed.
    fn resolve(&self, url: &str) -> Option<String> {
        // As in browsers, URLs are trimmed, line ends and tabs removed, and spaces encoded. Other
        // invalid characters are not corrected: such a URL is refused.
        let url = url.trim_matches(|c: char| c.is_whitespace());
        let url: String = url
            .chars()
            .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
            .flat_map(|c| match c {
                ' ' => vec!['%', '2', '0'],
                '\u{3000}' => "%E3%80%80".chars().collect(),
                '\u{a0}' => "%C2%A0".chars().collect(),
                c => vec![c],
            })
            .collect();
        if url.is_empty() || url.starts_with('#') {
            None
        } else if url.starts_with("//") {
            Some(format!("{}{url}", self.scheme))
        } else if url.starts_with(['/', '\\']) || has_scheme(&url) {
            Some(url)
        } else {
            // `./` and `../` are left in place: browsers resolve them.
            let is_query = url.starts_with('?');
            self.directory.as_ref().filter(|_| !is_query).map(|base| format!("{base}{url}"))
        }
    }
}

/// Whether `url` begins with a scheme: anything before the first colon, unless a path, query or
/// fragment begins before it. The definition is wide, so that text in which browsers may see a
/// scheme despite hidden characters is never appended to the base.
fn has_scheme(url: &str) -> bool {
    url.find([':', '/', '?', '#']).is_some_and(|at| url[at..].starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(home: Option<&str>, href: &str) -> Option<String> {
        Base::new(home).link(href).map(Into::into)
    }

    #[test]
    fn relative_urls_are_resolved() {
        let home = Some("https://example.org/news/index.html?x#y");
        for (href, resolved) in [
            ("tide.html", "https://example.org/news/tide.html"),
            (" ../a b.html\n", "https://example.org/news/../a%20b.html"),
            ("/root.html", "/root.html"),
            ("//cdn.example.org/x", "https://cdn.example.org/x"),
            ("http://example.com/", "http://example.com/"),
            ("mailto:a@example.org", "mailto:a@example.org"),
            ("a/b:c", "https://example.org/news/a/b:c"),
        ] {
            assert_eq!(link(home, href).as_deref(), Some(resolved));
        }
        assert_eq!(link(Some("http://example.org"), "a").as_deref(), Some("http://example.org/a"));
        assert_eq!(link(None, "//example.org/").as_deref(), Some("https://example.org/"));
    }

    #[test]
    fn fragments_queries_and_unsafe_urls_are_refused() {
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
