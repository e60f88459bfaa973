//! What RSS, Atom and RDF have in common: text, people, files, and the end of the file.

use super::xml::{self, Element, Part, Root};
use crate::address::Base;
pub(super) use crate::attachments::media_type;
use crate::date;
use crate::item::plain_line;
use crate::limits::MAX_ITEMS;
use crate::wire::{
    Attachment, Entry, FeedExtension, Footer, Image, Item, Lenient, LenientString, List, NamedLink,
};
use zaidu_model::text;

/// A field with this text, if there is one.
pub(super) fn field(text: Option<impl Into<String>>) -> LenientString {
    Lenient(text.map(Into::into))
}

/// Text that may have markup or references of HTML, as text.
pub(super) fn plain(text: &str) -> Option<String> {
    plain_line(text, &Base::default())
}

/// The first of `texts` that tells a date, or else the first that says anything.
pub(super) fn date_of<'a>(texts: impl IntoIterator<Item = Option<&'a str>>) -> Option<&'a str> {
    let texts: Vec<&str> = texts.into_iter().flatten().collect();
    texts.iter().find(|text| date::parse(text).is_some()).or(texts.first()).copied()
}

/// People by their names. RSS has `address (name)` where Atom and Dublin Core have the name.
pub(super) fn people<'a>(names: impl IntoIterator<Item = &'a str>) -> List<NamedLink> {
    // Names in Chinese have no comma.
    let names = names.into_iter().flat_map(|names| {
        let marks: &[char] = match names.chars().any(text::is_han) {
            true => &[',', '，', '、', ';', '；'],
            false => &['、', '；'],
        };
        names.split(marks).collect::<Vec<_>>()
    });
    let people = names.filter_map(|name| {
        let name = name.trim();
        let name = match (name.split_once('('), name.contains('@')) {
            (Some((_, inside)), true) => inside.trim_end_matches(')').trim(),
            (None, true) => return None,
            _ => name,
        };
        Some(NamedLink::new(plain(name)?, None))
    });
    List(people.collect())
}

/// Tags in a text, with commas between them.
pub(super) fn tags_in(text: Option<&str>) -> impl Iterator<Item = String> + '_ {
    text.into_iter().flat_map(|text| text.split([',', '，', '、', ';', '；'])).filter_map(plain)
}

/// Files of an item.
#[derive(Default)]
pub(super) struct Files {
    /// Pictures with their width, in the order of preference.
    pictures: Vec<(Option<u32>, Image)>,
    /// Pictures that are only small ones.
    thumbnails: Vec<Image>,
    pub(super) attachments: Vec<Attachment>,
}

impl Files {
    /// Adds the file at `url` of this declared type.
    pub(super) fn add(&mut self, url: &str, kind: Option<&str>, title: Option<&str>) {
        self.add_sized(url, kind, title, None);
    }

    fn add_sized(
        &mut self,
        url: &str,
        kind: Option<&str>,
        title: Option<&str>,
        width: Option<u32>,
    ) {
        let kind = media_type(kind, url);
        if kind.as_deref().is_some_and(|kind| kind.starts_with("image/")) {
            self.pictures.push((width, Image::at(url)));
            return;
        }
        let is_known = self.attachments.iter().any(|known| known.url.as_deref() == Some(url));
        let is_player = kind.as_deref().is_some_and(|kind| kind.contains("shockwave"));
        if !is_known && !is_player {
            self.attachments.push(Attachment {
                url: field(Some(url)),
                mime_type: field(kind),
                title: field(title.and_then(plain)),
            });
        }
    }

    /// Adds a small picture.
    pub(super) fn add_thumbnail(&mut self, url: Option<&str>) {
        self.thumbnails.extend(url.map(Image::at));
    }

    /// Adds what the elements of Media RSS in `parent` name. Of the renditions in a group one is
    /// taken.
    pub(super) fn add_media(&mut self, parent: &Element<'_>) {
        for content in parent.all("media:content") {
            self.add_media_content(content, parent);
            self.add_media(content);
        }
        for group in parent.all("media:group") {
            let mut all: Vec<_> = group.all("media:content").collect();
            all.sort_by_key(|content| content.attribute("isdefault") != Some("true"));
            if let Some(content) = all.first() {
                self.add_media_content(content, group);
            }
            self.add_thumbnail(group.child("media:thumbnail").and_then(|it| it.attribute("url")));
        }
        self.add_thumbnail(parent.child("media:thumbnail").and_then(|it| it.attribute("url")));
    }

    fn add_media_content(&mut self, content: &Element<'_>, parent: &Element<'_>) {
        let Some(url) = content.attribute("url") else { return };
        let medium = content.attribute("medium").map(|medium| format!("{medium}/*"));
        let kind = media_type(content.attribute("type"), url).or(medium);
        let title = content.text_of("media:title").or_else(|| parent.text_of("media:title"));
        let width = content.attribute("width").and_then(|width| width.parse().ok());
        self.add_sized(url, kind.as_deref(), title, width);
    }

    /// Gives the files to `item`: the widest picture is its own, and is shown above a text that
    /// shows none.
    pub(super) fn give_to(mut self, item: &mut Item) {
        self.pictures.sort_by_key(|(width, _)| std::cmp::Reverse(width.unwrap_or_default()));
        let html = item.content_html.as_deref().unwrap_or_default();
        let shows_none = !html.to_ascii_lowercase().contains("<img");
        let picture = self.pictures.into_iter().next().map(|(_, picture)| picture);
        if let Some(url) = picture.as_ref().and_then(|it| it.url.as_deref()).filter(|_| shows_none)
        {
            let (mime_type, title) = (field(Some("image/*")), field(None::<String>));
            self.attachments.insert(0, Attachment { url: field(Some(url)), mime_type, title });
        }
        item.image = Lenient(picture.or_else(|| self.thumbnails.into_iter().next()));
        item.attachments = List(self.attachments);
    }
}

/// The settings of the site that a feed of XML tells.
pub(super) fn settings(logo: Option<&str>, copyright: Option<&str>) -> Lenient<FeedExtension> {
    let footer = copyright
        .and_then(plain)
        .map(|line| Footer { copyright: field(Some(line)), ..Footer::default() });
    Lenient(Some(FeedExtension {
        logo: Lenient(logo.map(Image::at)),
        footer: Lenient(footer),
        ..FeedExtension::default()
    }))
}

/// How long a feed asks not to be fetched again, in minutes: `ttl`, or the period of the syndication
/// module divided by its frequency.
pub(super) fn pause(channel: &Element<'_>) -> Option<u32> {
    if let Some(ttl) = channel.text_of("ttl").and_then(|ttl| ttl.trim().parse().ok()) {
        return Some(ttl);
    }
    const HOUR: u32 = 60;
    let period = channel.text_of("sy:updateperiod");
    let frequency = channel.text_of("sy:updatefrequency");
    // Both have a default, but one of them must be there.
    let period = match period.or_else(|| frequency.map(|_| "daily"))?.to_ascii_lowercase().as_str()
    {
        "hourly" => HOUR,
        "daily" => 24 * HOUR,
        "weekly" => 7 * 24 * HOUR,
        "monthly" => 30 * 24 * HOUR,
        "yearly" => 365 * 24 * HOUR,
        _ => return None,
    };
    let frequency = frequency.map_or(Some(1), |text| text.parse().ok())?;
    period.checked_div(frequency)
}

/// Reads the items of `text`, each by `convert`. One in which the file ends is named, and so is the
/// end itself: what came after it is lost.
pub(super) fn read_items(
    text: &str,
    names: &[&str],
    mut convert: impl FnMut(&Element<'_>) -> Entry,
) -> (Vec<Entry>, Root) {
    let mut entries = Vec::new();
    let mut ends_inside = false;
    let root = xml::read(text, names, |part| {
        // One more than the limit, for the error.
        if entries.len() > MAX_ITEMS {
            return;
        }
        entries.push(match part {
            Part::Whole(element) => convert(&element),
            Part::Broken(element) => {
                ends_inside = true;
                let title = element.text_of("title").or_else(|| element.text_of("atom:title"));
                let title = title.and_then(plain).unwrap_or_default();
                Entry::Unreadable(format!("the file ends inside this item {title:?}"))
            }
        });
    });
    if !root.is_whole && !ends_inside {
        entries.push(Entry::Unreadable("the file ends before the end of the feed".to_owned()));
    }
    (entries, root)
}
