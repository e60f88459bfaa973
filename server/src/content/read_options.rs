//! How content is read, beside what it says itself: options of every command that imports.

use clap::{Args, ValueEnum};
use zaidu_import::Import;
use zaidu_model::{Newsroom, Timestamp};

/// How content is read, beside what it says itself.
#[derive(Debug, Clone, Default, Args)]
pub struct ReadOptions {
    /// Whether items with a date to come are held until then or shown at once. By default as the
    /// feed says (`"embargo": "show"` in `_newsroom`), which otherwise holds them.
    #[arg(long, env = "ZAIDU_EMBARGO", value_enum)]
    pub embargo: Option<Embargo>,
    /// Whether the first category of an item of RSS or Atom is its channel, or a tag as the others.
    /// By default it is a tag, unless a channel or a column of the site has its name.
    #[arg(long, env = "ZAIDU_CATEGORIES", value_enum)]
    pub categories: Option<Categories>,
    /// The address of the site of an export that does not tell it, as that of Ghost, for the
    /// pictures and links in it. By default they are paths below /media/.
    #[arg(long, env = "ZAIDU_EXPORT_URL", value_name = "URL")]
    pub export_url: Option<String>,
}

/// What becomes of items with a date to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Embargo {
    /// They appear by themselves when they are due.
    Hold,
    /// They are shown at once.
    Show,
}

/// What becomes of the first category of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Categories {
    /// It is the channel.
    Sections,
    /// It is a tag.
    Tags,
}

impl ReadOptions {
    /// Whether the first category of an item is its channel.
    #[must_use]
    pub fn has_sections(&self) -> bool {
        self.categories == Some(Categories::Sections)
    }

    /// `import` with the embargo of the options, if they have one.
    #[must_use]
    pub fn apply(&self, import: Import, now: Timestamp) -> Import {
        let change = |newsroom: Newsroom| match self.embargo {
            None => newsroom,
            Some(Embargo::Show) => newsroom.without_embargo(),
            Some(Embargo::Hold) => newsroom.with_embargo(now),
        };
        Import { newsroom: change(import.newsroom), ..import }
    }
}
