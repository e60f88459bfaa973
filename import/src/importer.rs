//! Import of one feed or of many files: the steps that they share, and what is left of each.

use zaidu_model::{Newsroom, Site, Timestamp};

use crate::formats::{self, Document};
use crate::item::Articles;
use crate::place::Place;
use crate::sections::Sections;
use crate::wire::Feed;
use crate::{Hints, Import, ImportError, encoding, site};

/// Maximum number of names of skipped files that are kept.
const MAX_SKIPPED: usize = 1_000;

/// An import of a newsroom whose content is in several files.
///
/// Their settings are those of the first JSON Feed with a `_newsroom` extension, or else of the
/// first feed with a title; their channels are those of all.
pub struct Importer {
    now: Timestamp,
    site: Site,
    /// What `site` is of: the higher, the more it tells.
    rank: u8,
    sections: Sections,
    /// The number of feeds.
    feeds: usize,
    items: Articles,
    source: Option<String>,
    ttl: Option<u32>,
    skipped: Vec<String>,
    /// The section of items that name none, neither by themselves nor by their folders.
    section: Vec<String>,
    /// The address of the site for which files were written that do not tell it.
    home: Option<String>,
    /// Whether the first category of an item is its section.
    categories_are_sections: bool,
}

impl Importer {
    /// An import at this time, with a report of the clean-up if `reports`.
    #[must_use]
    pub fn new(now: Timestamp, reports: bool) -> Self {
        let mut items = Articles::default();
        items.report = reports.then(Vec::new);
        let (site, sections) = (Site::default(), Sections::new(Vec::new()));
        let (skipped, section) = (Vec::new(), Vec::new());
        Self {
            now,
            site,
            rank: 0,
            sections,
            feeds: 0,
            items,
            source: None,
            ttl: None,
            skipped,
            section,
            home: None,
            categories_are_sections: false,
        }
    }

    /// The same import of files that were written for the site at `home`, if they do not tell that
    /// themselves.
    #[must_use]
    pub fn for_site(mut self, home: Option<&str>) -> Self {
        self.home = home.map(ToOwned::to_owned);
        self
    }

    /// The same import; whether the first category of an item is the section of one that names none.
    #[must_use]
    pub fn with_categories_as_sections(mut self, are_sections: bool) -> Self {
        self.categories_are_sections = are_sections;
        self
    }

    /// The same import, with the channel, or the channel and column, of items that name none.
    #[must_use]
    pub fn in_section(mut self, section: &[String]) -> Self {
        self.section = section.to_vec();
        self
    }

    /// Imports a file, by its name below the folder of all, with `/` between folders: it is
    /// [skipped](Import::skipped) if its format is not known, and [refused](Import::refused) if it
    /// cannot be read. Items that name no section are in that which the folders name.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        let read = encoding::decode_bounded(bytes, None).and_then(|text| {
            formats::read(&Document { name: Some(name), is_among_others: true, text: &text })
        });
        match read {
            Ok(Some(mut feed)) => {
                Hints { home: self.home.as_deref(), ..Hints::default() }.complete(&mut feed);
                let section = formats::section(name);
                let section = if section.is_empty() { self.section.clone() } else { section };
                let place = Place {
                    file: Some(name),
                    section: &section,
                    is_document: false,
                    categories_are_sections: self.categories_are_sections,
                };
                self.add_feed(feed, &place);
            }
            Ok(None) => self.skip(name),
            Err(error) => self.refuse(name, &error.to_string()),
        }
    }

    /// Refuses a file for a reason outside the import.
    pub fn refuse(&mut self, name: &str, reason: &str) {
        self.items.refused.push(ImportError::new(name, reason));
    }

    /// Skips a file that is no content.
    pub fn skip(&mut self, name: &str) {
        if self.skipped.len() < MAX_SKIPPED {
            self.skipped.push(name.to_owned());
        }
    }

    pub(crate) fn add_feed(&mut self, feed: Feed, place: &Place<'_>) {
        let base = feed.base_of_items();
        let site = site::site(&feed, &base);
        self.feeds += 1;
        self.sections.declare(site.channels.clone());
        let rank = match () {
            () if feed.is_document => 0,
            () if feed.version.0.is_some() && feed.newsroom.0.is_some() => 3,
            () if !site.name.is_empty() => 2,
            () => 1,
        };
        if rank > self.rank {
            (self.rank, self.site) = (rank, site);
            self.source = feed.source();
        }
        self.ttl = self.ttl.or(feed.ttl);
        self.items.add(feed, place, &base, &mut self.sections, self.now);
    }

    /// The newsroom of all files.
    #[must_use]
    pub fn finish(self) -> Import {
        let Self { site, sections, feeds, items, source, ttl, skipped, .. } = self;
        let all = Site { channels: sections.into_channels(), ..site.clone() };
        let newsroom = Newsroom::new(all, items.articles)
            .with_undated(items.undated)
            .with_held(&items.held)
            .with_withdrawn(items.withdrawn);
        // Files before the one with the settings may have named its channels.
        let newsroom = if feeds > 1 { newsroom.with_settings_of(site) } else { newsroom };
        let cleaned = items.report.unwrap_or_default();
        let (refused, notes, left_out) = (items.refused, items.notes, items.left_out);
        Import { newsroom, refused, notes, left_out, skipped, source, ttl, cleaned }
    }
}
