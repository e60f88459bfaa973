//! URLs of a feed: resolved against the base URL and checked against the allow-list.

use percent_encoding::percent_decode_str;
use zaidu_model::{Link, MediaUrl};

/// Where the server has the newsroom's files.
const MEDIA: &str = "/media/";

/// Base URL of relative URLs: the feed's `home_page_url`, or the page of an item.
#[derive(Debug, Clone, Default)]
pub(crate) struct Base {
    /// Scheme of protocol-relative URLs (`//host/…`); `https:` without a home page.
    scheme: String,
    /// Directory of the home page, such as `https://example.org/news/`, if it is http or https.
    directory: Option<String>,
    /// Origin of paths from the root, such as `https://example.org`. Without it they are paths of
    /// this site.
    origin: Option<String>,
    /// The origin of this site, whose addresses become paths.
    own: Option<String>,
    /// Folder of pictures and other files on this site, such as `/media/posts/`, if what they
    /// belong to is a file.
    media: Option<String>,
    /// Addresses of the item whose content is read: at its source, and here.
    pages: Vec<Link>,
}

impl Base {
    pub(crate) fn new(home: Option<&str>) -> Self {
        let valid = home.map(str::trim).filter(|home| MediaUrl::new(*home).is_ok());
        let Some((scheme, rest)) = valid.and_then(|home| home.split_once("://")) else {
            return Self { scheme: "https:".into(), ..Self::default() };
        };
        let rest = rest.split(['?', '#']).next().unwrap_or(rest);
        let directory = match rest.rfind('/') {
            Some(end) => format!("{scheme}://{}", &rest[..=end]),
            None => format!("{scheme}://{rest}/"),
        };
        Self { scheme: format!("{scheme}:"), directory: Some(directory), ..Self::default() }
    }

    /// The base of a file in `folder`, which ends with a slash or is empty: pictures are beside it,
    /// in what the server has below `/media/`.
    #[cfg(feature = "formats")]
    pub(crate) fn of_folder(folder: &str) -> Self {
        Self { media: Some(format!("{MEDIA}{folder}")), ..Self::new(None) }
    }

    /// The base of what was written for the site of `page`: paths from the root are of that site.
    pub(crate) fn of_page(page: &str) -> Self {
        let base = Self::new(Some(page));
        let origin = base.directory.as_deref().and_then(|directory| {
            let host = directory.split_once("://")?.1.split('/').next()?;
            Some(format!("{}//{host}", base.scheme))
        });
        Self { origin, ..base }
    }

    /// The same base, where addresses below `origin` (`https://host[:port]`) are those of this site.
    pub(crate) fn with_origin(self, origin: Option<&str>) -> Self {
        let origin = origin.map(|origin| origin.trim().trim_end_matches('/'));
        let own = origin.filter(|origin| MediaUrl::new(*origin).is_ok()).map(str::to_owned);
        Self { own, ..self }
    }

    /// The base of the content of an item, with its address at the source, if known, and its path
    /// here.
    pub(crate) fn of_item(&self, url: Option<&str>, path: &str) -> Self {
        let own = url.and_then(|url| self.link(url)).filter(|url| !url.is_local());
        let pages = own.into_iter().chain(Link::new(path)).collect();
        Self { pages, ..self.clone() }
    }

    /// The target of an anchor with this `href`, if it is allowed.
    pub(crate) fn link(&self, href: &str) -> Option<Link> {
        Link::new(self.resolve(href)?).ok()
    }

    /// The URL of a picture, video or audio file with this `src`, if it is allowed.
    pub(crate) fn media(&self, src: &str) -> Option<MediaUrl> {
        MediaUrl::new(self.beside_file(src).or_else(|| self.resolve(src))?).ok()
    }

    /// The path of a picture that is beside a file. `..` does not leave `/media/`.
    fn beside_file(&self, src: &str) -> Option<String> {
        let folder = self.media.as_ref()?;
        let src = src.trim();
        if src.starts_with(MEDIA) || src.starts_with("//") || src.contains('\\') || has_scheme(src)
        {
            return None;
        }
        let path = match src.strip_prefix('/') {
            Some(path) => format!("{MEDIA}{path}"),
            None => format!("{folder}{src}"),
        };
        let mut parts: Vec<&str> = Vec::new();
        for part in path[MEDIA.len()..].split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop();
                }
                part => parts.push(part),
            }
        }
        (!parts.is_empty()).then(|| format!("{MEDIA}{}", parts.join("/").replace(' ', "%20")))
    }

    /// The fragment of `href` if it leads to a place on the item's own page, decoded.
    pub(crate) fn own_fragment(&self, href: &str) -> Option<String> {
        let (address, fragment) = href.trim().split_once('#')?;
        let page = |address: &str| {
            let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
            rest.trim_end_matches('/').to_owned()
        };
        let is_own = address.is_empty() || {
            let address = self.resolve(address).map(|address| page(&address));
            address
                .is_some_and(|address| self.pages.iter().any(|own| page(own.as_str()) == address))
        };
        let decoded = percent_decode_str(fragment).decode_utf8_lossy();
        (is_own && !decoded.is_empty()).then(|| decoded.into_owned())
    }

    /// `url` as an absolute URL, or as a path from the root. The types of the model check whether
    /// it is allowed.
    fn resolve(&self, url: &str) -> Option<String> {
        let url = mend(url);
        if url.is_empty() || url.starts_with('#') {
            None
        } else if url.starts_with("//") {
            Some(format!("{}{url}", self.scheme))
        } else if let Some(origin) = self.origin.as_ref().filter(|_| url.starts_with('/')) {
            Some(format!("{origin}{url}"))
        } else if let Some(path) = self.own.as_ref().and_then(|own| url.strip_prefix(&**own))
            && path.starts_with('/')
        {
            Some(path.to_owned())
        } else if url.starts_with('/') || has_scheme(&url) {
            Some(url)
        } else if url.starts_with('?') {
            let page = self.pages.first()?.as_str();
            let page = page.split(['?', '#']).next().unwrap_or(page);
            Some(format!("{page}{url}"))
        } else if url.starts_with("www.") {
            // Nobody has a file of this name.
            Some(format!("{}//{url}", self.scheme))
        } else {
            // `./` and `../` are left in place: browsers resolve them.
            self.directory.as_ref().map(|base| format!("{base}{url}"))
        }
    }
}

/// `url` as browsers mend it: trimmed, without line ends, tabs and characters of no width, with
/// spaces encoded and backslashes turned; and `https:host` with the slashes that it lacks. Other
/// invalid characters are not corrected: such a URL is refused.
fn mend(url: &str) -> String {
    let ignored = |c: char| {
        matches!(
            c,
            '\t' | '\n' | '\r' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
        )
    };
    let is_blank = |c: char| c.is_whitespace() || ignored(c);
    let mut mended = String::new();
    let mut is_path = true;
    for c in url.trim_matches(is_blank).chars().filter(|c| !ignored(*c)) {
        is_path &= !matches!(c, '?' | '#');
        match c {
            ' ' => mended.push_str("%20"),
            '\u{3000}' => mended.push_str("%E3%80%80"),
            '\u{a0}' => mended.push_str("%C2%A0"),
            '\\' if is_path => mended.push('/'),
            c => mended.push(c),
        }
    }
    for scheme in ["https:", "http:"] {
        let rest = mended.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme));
        let rest = rest.map(|_| mended[scheme.len()..].trim_start_matches('/'));
        if let Some(rest) = rest
            && rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        {
            return format!("{scheme}//{rest}");
        }
    }
    mended
}

/// Whether `url` begins with a scheme: a colon before any `/`, `?` and `#`.
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
    fn paths_from_the_root_are_of_the_site_of_the_page() {
        let link = |href: &str| {
            Base::of_page("http://example.org/a/b?c").link(href).map(Into::<String>::into)
        };
        for (href, resolved) in [
            ("/d.jpg", Some("http://example.org/d.jpg")),
            ("e", Some("http://example.org/a/e")),
            ("//cdn.example.org/f", Some("http://cdn.example.org/f")),
            ("javascript:x", None),
        ] {
            assert_eq!(link(href).as_deref(), resolved);
        }
    }

    #[cfg(feature = "formats")]
    #[test]
    fn pictures_of_a_file_are_beside_it() {
        let base = Base::of_folder("posts/桥/");
        let media = |src: &str| base.media(src).map(Into::<String>::into);
        for (src, resolved) in [
            ("a b.jpg", Some("/media/posts/桥/a%20b.jpg")),
            ("./img/../a.jpg", Some("/media/posts/桥/a.jpg")),
            ("../../../../a.jpg", Some("/media/a.jpg")),
            ("/images/a.jpg", Some("/media/images/a.jpg")),
            ("/media/a.jpg", Some("/media/a.jpg")),
            ("https://a.example/a.jpg", Some("https://a.example/a.jpg")),
            ("//a.example/a.jpg", Some("https://a.example/a.jpg")),
            ("javascript:a", None),
            ("..", Some("/media/posts")),
        ] {
            assert_eq!(media(src).as_deref(), resolved, "{src}");
        }
        assert!(base.link("next.md").is_none());
    }

    #[test]
    fn addresses_of_this_site_become_paths() {
        let base = Base::new(None).with_origin(Some("https://a.example/"));
        for (url, path) in [
            ("https://a.example/media/a.jpg", "/media/a.jpg"),
            ("https://a.example.org/a.jpg", "https://a.example.org/a.jpg"),
            ("https://a.example", "https://a.example"),
            ("/media/a.jpg", "/media/a.jpg"),
        ] {
            assert_eq!(base.media(url).unwrap().as_str(), path);
        }
        // Browsers would take it for another host.
        assert_eq!(base.link("https://a.example//b.example"), None);
    }

    #[test]
    fn addresses_are_mended_as_browsers_do() {
        let home = Some("https://example.org/news/");
        for (href, mended) in [
            ("https:example.org/a", "https://example.org/a"),
            ("HTTP:/example.org/a", "http://example.org/a"),
            ("https:\\\\example.org\\a?b\\c", "https://example.org/a?b\\c"),
            ("\\\\example.org\\a", "https://example.org/a"),
            ("\\a\\b.jpg", "/a/b.jpg"),
            ("\u{200b}https://example.org/\u{feff}a\u{2060}", "https://example.org/a"),
            ("https://example.org/一\u{3000}二\n.jpg", "https://example.org/一%E3%80%80二.jpg"),
            ("www.example.org/a", "https://www.example.org/a"),
            ("tel:+86-571-0000", "tel:+86-571-0000"),
            ("sms:10086", "sms:10086"),
        ] {
            assert_eq!(link(home, href).as_deref(), Some(mended), "{href:?}");
        }
        let signed = format!("https://example.org/a.jpg?sign={}", "a".repeat(4000));
        assert!(Base::default().media(&signed).is_some());
    }

    #[test]
    fn queries_and_fragments_belong_to_the_page_of_the_item() {
        let base = Base::new(Some("https://example.org/"));
        let base = base.of_item(Some("https://example.org/p/1/?q#x"), "/articles/p-1");
        assert_eq!(base.link("?p=2").unwrap().as_str(), "https://example.org/p/1/?p=2");
        let base = base.of_item(Some("http://example.org/p/1"), "/articles/p-1");
        for href in [
            "#fn:1",
            " #fn%3A1",
            "https://example.org/p/1#fn:1",
            "https://example.org/p/1/#fn:1",
            "p/1#fn:1",
            "/articles/p-1#fn:1",
        ] {
            assert_eq!(base.own_fragment(href).as_deref(), Some("fn:1"), "{href}");
        }
        for href in ["#", "a", "https://example.org/p/2#fn:1", "https://example.org/p/1", "/#a"] {
            assert_eq!(base.own_fragment(href), None, "{href}");
        }
    }

    #[test]
    fn fragments_queries_and_unsafe_urls_are_refused() {
        for href in ["", "#top", "?page=2", "javascript:alert(1)", "\u{1}javascript:alert(1)"] {
            assert_eq!(link(Some("https://example.org/"), href), None, "{href:?}");
        }
        for href in ["java\nscript:alert(1)", "data:text/html,x", "x\u{202e}y"] {
            assert_eq!(link(Some("https://example.org/"), href), None, "{href:?}");
        }
        assert_eq!(link(None, "tide.html"), None);
        assert_eq!(link(Some("javascript:alert(1)//"), "a"), None);
        assert!(Base::default().media("mailto:a@example.org").is_none());
    }
}
