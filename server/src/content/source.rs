//! A place of content as the command line names it: `[CHANNEL[/COLUMN]=]FILE|FOLDER|URL`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use reqwest::Url;

/// Folders that sites have for their content, whatever they are about.
const GENERATORS: [&str; 8] =
    ["content", "contents", "source", "src", "posts", "articles", "media", "feeds"];

/// Where content is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file or a folder.
    Path(PathBuf),
    /// A feed by its address.
    Url(Box<Url>),
}

/// A place of content, and the section of what names none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Channel, or channel and column, by name or key; empty if there is none.
    pub section: Vec<String>,
    /// Where it is.
    pub place: Place,
}

impl FromStr for Content {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (section, place) = match text.split_once('=') {
            Some((section, place)) if is_section(section) => {
                (section.split('/').map(|name| name.trim().to_owned()).collect(), place.trim())
            }
            _ => (Vec::new(), text),
        };
        if place.is_empty() {
            return Err("a file, a folder or an address is missing".to_owned());
        }
        let is_url = ["http://", "https://"].iter().any(|scheme| {
            place.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        let place = match is_url {
            true => Place::Url(Box::new(Url::parse(place).map_err(|error| error.to_string())?)),
            false => Place::Path(PathBuf::from(place)),
        };
        Ok(Self { section, place })
    }
}

/// Whether the text before `=` names a channel, or a channel and a column. That of a path or an
/// address has a colon, a dot, a question mark or a slash elsewhere.
fn is_section(text: &str) -> bool {
    let names: Vec<&str> = text.split('/').collect();
    names.len() <= 2
        && names.iter().all(|name| !name.trim().is_empty())
        && !text.contains([':', '.', '?', '\\', '~'])
}

impl Content {
    /// The file or the folder.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::Path(path) => Some(path),
            Place::Url(_) => None,
        }
    }

    /// The place for people and logs: of an address without what may be secret in it.
    #[must_use]
    pub fn shown(&self) -> String {
        match &self.place {
            Place::Path(path) => path.display().to_string(),
            Place::Url(url) => shown_url(url),
        }
    }

    /// A name for the public: the address, or the name of the file without its folders.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.place {
            Place::Path(path) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                name.to_string_lossy().into_owned()
            }
            Place::Url(url) => shown_url(url),
        }
    }

    /// A name for the site if nothing else tells one: of a folder its name, of a file that of its
    /// folder, of a feed its host.
    #[must_use]
    pub fn site_name(&self) -> String {
        let path = match &self.place {
            Place::Url(url) => {
                let host = url.host_str().unwrap_or_default();
                return host.strip_prefix("www.").unwrap_or(host).to_owned();
            }
            Place::Path(path) => path.canonicalize().unwrap_or_else(|_| path.clone()),
        };
        let folder = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
        // Those that every site has name none.
        let is_own = |name: &str| GENERATORS.contains(&name) || name.starts_with(['_', '.']);
        let mut names = folder.into_iter().flat_map(Path::ancestors).filter_map(Path::file_name);
        let name = names.find_map(|name| name.to_str().filter(|name| !is_own(name)));
        name.unwrap_or_default().to_owned()
    }

    /// What the articles of this content are recorded under, so that those that are gone from it can
    /// be told: the address, without a password, also if the feed calls itself otherwise or moves;
    /// of a file, what the feed `told`, or else its path.
    #[must_use]
    pub fn source_of(&self, told: Option<&str>) -> String {
        match &self.place {
            Place::Url(url) => without_user(url).into(),
            Place::Path(path) => told.map_or_else(
                || path.canonicalize().unwrap_or_else(|_| path.clone()).display().to_string(),
                ToOwned::to_owned,
            ),
        }
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

fn without_user(url: &Url) -> Url {
    let mut url = url.clone();
    // A URL without a host has neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    url
}

/// `url` for people: without a password, and without its query, which may be a key.
pub(crate) fn shown_url(url: &Url) -> String {
    let mut url = without_user(url);
    let has_query = url.query().is_some();
    url.set_query(None);
    format!("{url}{}", if has_query { "?…" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (String, String) {
        let content: Content = text.parse().unwrap();
        (content.section.join("|"), content.shown())
    }

    #[test]
    fn a_section_may_stand_before_a_place() {
        for (text, section, place) in [
            ("feed.json", "", "feed.json"),
            ("https://a.example/feed", "", "https://a.example/feed"),
            ("https://a.example/?feed=rss2", "", "https://a.example/?…"),
            ("HTTPS://a.example/feed", "", "https://a.example/feed"),
            ("city=https://a.example/?feed=rss2", "city", "https://a.example/?…"),
            ("城市/公交=https://a.example/feed", "城市|公交", "https://a.example/feed"),
            ("city = posts", "city", "posts"),
            ("city=a=b.json", "city", "a=b.json"),
            ("./a=b.json", "", "./a=b.json"),
            ("/srv/a=b", "", "/srv/a=b"),
            ("a/b/c=d", "", "a/b/c=d"),
        ] {
            assert_eq!(parsed(text), (section.into(), place.into()), "{text}");
        }
        for bad in ["", " ", "city=", "http://", "https://[1/"] {
            assert!(bad.parse::<Content>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_place_names_a_site() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("望澜日报");
        std::fs::create_dir_all(folder.join("source/_posts")).unwrap();
        std::fs::write(folder.join("a.md"), "x").unwrap();
        let name = |path: &str| {
            Content { section: vec![], place: Place::Path(folder.join(path)) }.site_name()
        };
        assert_eq!([name(""), name("source/_posts"), name("a.md")], ["望澜日报"; 3]);
        let content: Content = "https://www.a.example/feed".parse().unwrap();
        assert_eq!(content.site_name(), "a.example");
    }

    #[test]
    fn neither_passwords_nor_keys_are_shown() {
        let content: Content = "https://u:p@a.example/feed?key=k1#x".parse().unwrap();
        assert_eq!(content.shown(), "https://a.example/feed?…");
        assert_eq!(content.source_of(Some("x")), "https://a.example/feed?key=k1");
    }
}
