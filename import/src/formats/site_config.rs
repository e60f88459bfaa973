//! The configuration of a generator of sites, in a folder with its documents: the name of the site,
//! its description and its author.

use super::feed_xml::{field, people, plain};
use super::file_name::FileName;
use super::markdown::fields::Fields;
use super::markdown::{front_matter, yaml};
use super::{Document, Format};
use crate::ImportError;
use crate::wire::Feed;

pub(super) struct SiteConfig;

/// The names of these files in Hugo, and in Hexo and Jekyll.
const NAMES: [&str; 8] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "config.toml",
    "config.yaml",
    "config.yml",
    "_config.yml",
    "_config.yaml",
];

impl Format for SiteConfig {
    fn matches(&self, document: &Document<'_>) -> bool {
        let name = FileName::new(document.name);
        let is_config = document.is_among_others && NAMES.contains(&name.file());
        is_config && fields(document).is_some_and(|fields| fields.text(&["title"]).is_some())
    }

    fn read(&self, document: &Document<'_>) -> Result<Feed, ImportError> {
        let fields = fields(document).unwrap_or_default();
        let description = fields.text(&["description", "subtitle"]);
        let description = description.or_else(|| fields.inside("params", "description"));
        let author = fields.text(&["author"]).or_else(|| fields.inside("params", "author"));
        Ok(Feed {
            title: field(fields.text(&["title"]).and_then(|title| plain(&title))),
            description: field(description.and_then(|text| plain(&text))),
            authors: people(author.as_deref()),
            items: Some(Vec::new()),
            ..Feed::default()
        })
    }
}

fn fields(document: &Document<'_>) -> Option<Fields> {
    if document.name?.ends_with(".toml") {
        front_matter::toml(document.text).ok()
    } else {
        yaml::read(document.text)
    }
}
