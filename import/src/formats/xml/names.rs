//! Namespaces of feeds: each known one has one prefix, whatever a feed calls it.

/// Namespaces by a part of their address that tells them, with their usual prefix. Feeds write
/// these addresses with and without `www`, `https`, versions and slashes at their end.
const KNOWN: [(&str, &str); 17] = [
    ("w3.org/2005/atom", "atom"),
    ("purl.org/atom/ns", "atom"),
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/dc/elements", "dc"),
    ("purl.org/dc/terms", "dcterms"),
    ("search.yahoo.com/mrss", "media"),
    ("rssboard.org/media-rss", "media"),
    ("itunes.com/dtds/podcast", "itunes"),
    ("wordpress.org/export/1.0/excerpt", "excerpt"),
    ("wordpress.org/export/1.1/excerpt", "excerpt"),
    ("wordpress.org/export/1.2/excerpt", "excerpt"),
    ("wordpress.org/export", "wp"),
    ("w3.org/1999/02/22-rdf-syntax-ns", "rdf"),
    ("w3.org/1999/xhtml", "xhtml"),
    ("purl.org/rss/1.0/modules/syndication", "sy"),
    ("purl.org/rss/1.0/modules/slash", "slash"),
    ("w3.org/xml/1998/namespace", "xml"),
];

/// The prefixes that are declared at an element.
#[derive(Default)]
pub(super) struct Namespaces(Vec<(usize, String, &'static str)>);

impl Namespaces {
    /// Takes the declarations of an element, which ends when the stack is as deep again.
    pub(super) fn declare(&mut self, depth: usize, attributes: &[(String, String)]) {
        for (name, address) in attributes {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(prefix) if prefix.starts_with(':') => &prefix[1..],
                _ => continue,
            };
            let address = address.to_ascii_lowercase();
            let known = KNOWN.iter().find(|(part, _)| address.contains(part));
            // Of an unknown one the prefix stays; the default one is that of RSS.
            let usual = known.map(|(_, usual)| *usual);
            if usual.is_some() || prefix.is_empty() {
                self.0.push((depth, prefix.to_owned(), usual.unwrap_or_default()));
            }
        }
    }

    /// Forgets the declarations of an element.
    pub(super) fn leave(&mut self, depth: usize) {
        while self.0.last().is_some_and(|(at, ..)| *at >= depth) {
            self.0.pop();
        }
    }

    /// The name of an element: `tag` in lower case, with the usual prefix.
    pub(super) fn name(&self, tag: &str) -> String {
        let tag = tag.to_ascii_lowercase();
        let (prefix, local) = tag.split_once(':').unwrap_or(("", &tag));
        let declared = self.0.iter().rev().find(|(_, known, _)| known == prefix);
        match declared.map_or(prefix, |(.., usual)| usual) {
            "" => local.to_owned(),
            prefix => format!("{prefix}:{local}"),
        }
    }
}
