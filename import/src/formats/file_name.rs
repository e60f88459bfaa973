//! What the name of a file tells: its format, its date, its section, its folder.

/// The name of a file, with the folders above it.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "feeds have all of it inside"))]
pub(super) struct FileName<'a> {
    path: &'a str,
}

/// Folders that generators of sites have for themselves: they name no section.
const OWN_FOLDERS: [&str; 10] = [
    "content", "contents", "source", "src", "posts", "post", "articles", "article", "blog",
    "archives",
];

/// Documents about a folder.
const ABOUT_FOLDERS: [&str; 6] =
    ["README", "LICENSE", "CHANGELOG", "CONTRIBUTING", "SECURITY", "CODE_OF_CONDUCT"];

#[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "feeds have all of it inside"))]
impl<'a> FileName<'a> {
    pub(super) fn new(path: Option<&'a str>) -> Self {
        Self { path: path.unwrap_or_default() }
    }

    pub(super) fn file(&self) -> &'a str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The name of the file without its ending.
    pub(super) fn stem(&self) -> &'a str {
        self.file().rsplit_once('.').map_or(self.file(), |(stem, _)| stem)
    }

    fn ending(&self) -> String {
        self.file().rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default()
    }

    pub(super) fn is_markdown(&self) -> bool {
        matches!(&*self.ending(), "md" | "markdown" | "mdown" | "mkd" | "mdx")
    }

    pub(super) fn is_html(&self) -> bool {
        matches!(&*self.ending(), "html" | "htm")
    }

    /// Whether the document is about the folder in which it is.
    pub(super) fn is_about_folder(&self) -> bool {
        ABOUT_FOLDERS.contains(&self.stem())
    }

    /// Whether a file with this name may be a page of a generator of sites.
    pub(super) fn is_page(&self) -> bool {
        self.is_markdown() || self.is_html() || self.ending() == "txt"
    }

    fn folders(&self) -> impl DoubleEndedIterator<Item = &'a str> {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        folder.split('/').filter(|name| !name.is_empty())
    }

    /// The folder of the file, with a slash at its end.
    pub(super) fn folder(&self) -> String {
        self.folders().fold(String::new(), |path, name| format!("{path}{name}/"))
    }

    pub(super) fn is_draft(&self) -> bool {
        self.folders().any(|name| name == "_drafts" || name == "drafts")
    }

    /// Whether the file is the page of a section in Hugo.
    pub(super) fn is_section_page(&self) -> bool {
        self.stem() == "_index"
    }

    /// Whether Hexo or Jekyll has the file.
    pub(super) fn has_posts_folder(&self) -> bool {
        self.folders().any(|name| name == "_posts")
    }

    /// Whether Jekyll has the file.
    pub(super) fn is_of_jekyll(&self) -> bool {
        self.has_posts_folder() && self.folders().all(|name| name != "source")
    }

    /// Whether the folder is that of one article, with its pictures.
    fn is_bundle(&self) -> bool {
        self.stem() == "index"
    }

    /// The path without the ending: what tells the file from all others.
    pub(super) fn id(&self) -> Option<String> {
        let mut parts: Vec<_> = self.folders().filter(|name| !is_own(name)).collect();
        if !self.is_bundle() {
            parts.push(self.stem());
        }
        let id = parts.join("/");
        (!id.is_empty()).then_some(id)
    }

    /// The date at the beginning of the name, as Jekyll demands it: `2026-11-19-fog.md`; in a
    /// folder of one article that of the folder.
    pub(super) fn date(&self) -> Option<String> {
        let name = if self.is_bundle() { self.folders().next_back()? } else { self.stem() };
        let date = name.get(..10)?;
        let is_date = date.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        is_date.then(|| date.to_owned())
    }

    /// The channel and the column that the folders name.
    pub(super) fn section(&self) -> Vec<String> {
        let mut folders: Vec<_> = self.folders().collect();
        if self.is_bundle() {
            folders.pop();
        }
        let names = folders.into_iter().filter(|name| !is_own(name));
        names.take(2).map(ToOwned::to_owned).collect()
    }
}

/// Whether a folder names no section: those of generators, years and months.
fn is_own(folder: &str) -> bool {
    folder.starts_with(['_', '.'])
        || OWN_FOLDERS.contains(&&*folder.to_ascii_lowercase())
        || folder.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_date_section_and_id() {
        for (path, id, date, section) in [
            ("2026-11-19-fog.md", "2026-11-19-fog", "2026-11-19", ""),
            ("source/_posts/fog.md", "fog", "", ""),
            ("content/posts/城市/2026/fog/index.md", "城市/fog", "", "城市"),
            ("城市/交通/桥/a.md", "城市/交通/桥/a", "", "城市/交通"),
            ("posts/2026-11-19-fog/index.md", "2026-11-19-fog", "2026-11-19", ""),
            ("二〇二六年十一月.md", "二〇二六年十一月", "", ""),
            ("a", "a", "", ""),
        ] {
            let name = FileName::new(Some(path));
            assert_eq!(name.id().as_deref(), Some(id));
            assert_eq!(name.date().unwrap_or_default(), date, "{path}");
            assert_eq!(name.section().join("/"), section, "{path}");
        }
        assert_eq!(FileName::new(None).id(), None);
    }
}
