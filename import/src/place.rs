//! Where a feed is: its file, and the section of its items.

use crate::sections::Sections;

/// Where a feed is.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place<'a> {
    /// The name of its file, where there are several.
    pub(crate) file: Option<&'a str>,
    /// The section of items that name none.
    pub(crate) section: &'a [String],
    /// Whether it is a document of its own, and not one of several items.
    pub(crate) is_document: bool,
    /// Whether the first category of an item is its section.
    pub(crate) categories_are_sections: bool,
}

impl Place<'_> {
    /// The section of an item with these categories that names none: its first category, or the
    /// section of the feed, or else the first category that is a channel or a column.
    pub(crate) fn by_category(&self, categories: &[String], sections: &Sections) -> Vec<String> {
        match categories.first() {
            Some(first) if self.categories_are_sections => vec![first.clone()],
            _ if !self.section.is_empty() => self.section.to_vec(),
            _ => categories.iter().find_map(|name| sections.find(name)).unwrap_or_default(),
        }
    }

    /// The path of a `field` of item `n`, or of the item.
    pub(crate) fn of(&self, n: usize, field: &str) -> String {
        let item = if self.is_document { String::new() } else { format!("items[{n}]") };
        let dot = if item.is_empty() || field.is_empty() { "" } else { "." };
        match self.file {
            None if self.is_document && field.is_empty() => "document".to_owned(),
            None => format!("{item}{dot}{field}"),
            Some(file) if item.is_empty() && field.is_empty() => file.to_owned(),
            Some(file) => format!("{file}: {item}{dot}{field}"),
        }
    }
}
