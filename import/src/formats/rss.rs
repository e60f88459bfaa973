//! RSS 0.91 to 2.0, with the modules that feeds use: content, Dublin Core, Media RSS, podcasts.

use super::feed_xml::{Files, date_of, field, pause, people, plain, read_items, settings, tags_in};
use super::xml::{Element, resolve};
use super::{Document, Format};
use crate::ImportError;
use crate::address::Base;
use crate::limits::MAX_LINE;
use crate::unescape::escaped_markup;
use crate::wire::{Entry, Feed, Id, Item, ItemExtension, Lenient, List, NamedLink};

pub(super) struct Rss;

impl Format for Rss {
    fn matches(&self, document: &Document<'_>) -> bool {
        document.root().is_some_and(|(name, _)| name == "rss" || name == "channel")
    }

    fn read(&self, document: &Document<'_>) -> Result<Feed, ImportError> {
        Ok(feed(document.text))
    }
}

/// The feed in `text`, of RSS or RDF.
pub(super) fn feed(text: &str) -> Feed {
    let (entries, root) =
        read_items(text, &["item"], |element| Entry::Item(Box::new(item(element))));
    let root = root.element;
    let channel = root.child("channel").unwrap_or(&root);
    // In RDF the picture is beside the channel.
    let image = channel.child("image").or_else(|| root.child("image"));
    let logo = image
        .and_then(|image| image.text_of("url"))
        .or_else(|| channel.child("itunes:image").and_then(|image| image.attribute("href")));
    let copyright = channel.text_of("copyright").or_else(|| channel.text_of("dc:rights"));
    let description = channel.text_of("description").or_else(|| channel.text_of("itunes:summary"));
    Feed {
        title: field(channel.text_of("title").and_then(plain)),
        description: field(description.and_then(plain)),
        home_page_url: field(channel.text_of("link")),
        authors: people(channel.text_of("itunes:author")),
        items: Some(entries),
        newsroom: settings(logo, copyright),
        ttl: pause(channel),
        base: channel.text_of("link").map(Base::of_page),
        ..Feed::default()
    }
}

fn item(element: &Element<'_>) -> Item {
    let html_of = |name: &str| {
        let texts = element.all(name).map(|child| child.html().into_owned());
        texts.into_iter().find(|html| !html.trim().is_empty())
    };
    let guid = element.child("guid").filter(|guid| !guid.text.trim().is_empty());
    let atom_link = element.child("atom:link").and_then(|link| link.attribute("href"));
    let link = element.text_of("link").or(atom_link).or_else(|| {
        guid.filter(|guid| guid.attribute("ispermalink") != Some("false"))
            .map(|guid| guid.text.trim())
            .filter(|guid| guid.starts_with("http"))
    });
    let title = element.text_of("title").and_then(plain);
    let content = html_of("content:encoded")
        .or_else(|| html_of("xhtml:body"))
        .or_else(|| html_of("xhtml:div"))
        .or_else(|| html_of("content"));
    let description = html_of("description");
    let summary = ["itunes:summary", "itunes:subtitle", "dcterms:abstract"];
    let summary = summary.into_iter().find_map(|name| element.text_of(name)).map(ToOwned::to_owned);
    let (content, summary) = match (content, description) {
        (Some(content), description) => (Some(content), description.or(summary)),
        (None, Some(description)) => (Some(description), summary),
        (None, None) => (html_of("media:description").or(summary), None),
    };
    let content = content.map(|html| without_footer(&html).to_owned());
    // A summary that repeats the whole text is none.
    let summary = summary.and_then(|summary| plain(without_footer(&summary)));
    // WordPress writes so that there is more.
    let summary = summary.map(|summary| match summary.strip_suffix("[…]") {
        Some(start) => format!("{}……", start.trim_end()),
        None => summary,
    });
    let summary = summary.filter(|summary| {
        summary.chars().count() < MAX_LINE
            && content.as_deref().and_then(plain).as_deref() != Some(summary)
    });
    // RSS demands neither: what stays the same is the title, or else the text.
    let id = guid
        .map(|guid| guid.text.trim())
        .or_else(|| element.attribute("rdf:about"))
        .or_else(|| element.text_of("atom:id"))
        .or(link)
        .map(ToOwned::to_owned)
        .or_else(|| title.clone())
        .or_else(|| content.as_deref().and_then(plain));
    let mut files = Files::default();
    for enclosure in element.all("enclosure") {
        if let Some(url) = enclosure.attribute("url") {
            files.add(url, enclosure.attribute("type"), None);
        }
    }
    files.add_media(element);
    files.add_thumbnail(element.child("itunes:image").and_then(|it| it.attribute("href")));
    let image = element.child("image").map(|image| image.text_of("url").unwrap_or(&image.text));
    files.add_thumbnail(image.map(str::trim).filter(|url| !url.is_empty()));
    let texts = |name: &'static str| element.all(name).map(|child| child.text.as_str());
    let mut authors = people(texts("dc:creator"));
    for other in ["author", "itunes:author", "atom:author"] {
        if authors.0.is_empty() {
            let names = element.all(other);
            authors = people(names.map(|one| one.text_of("atom:name").unwrap_or(&one.text)));
        }
    }
    let categories: Vec<String> = texts("category").filter_map(plain).collect();
    let tags = categories.iter().cloned().chain(
        ["dc:subject", "itunes:keywords", "media:keywords"]
            .into_iter()
            .flat_map(|name| tags_in(element.text_of(name))),
    );
    // Without markup its lines are its paragraphs.
    let (content_html, content_text) = match content {
        Some(text) if !text.contains('<') => match escaped_markup(&text) {
            Some(html) => (Some(html), None),
            None => (None, Some(resolve(&text).into_owned())),
        },
        content => (content, None),
    };
    let dates = ["pubdate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published"];
    let mut item = Item {
        id: Id(id),
        url: field(link),
        external_url: field(link),
        title: field(title),
        content_html,
        content_text,
        summary: field(summary),
        date_published: field(date_of(dates.map(|name| element.text_of(name)))),
        date_modified: field(date_of(
            ["dcterms:modified", "atom:updated"].map(|name| element.text_of(name)),
        )),
        authors,
        tags: List(tags.collect()),
        newsroom: Lenient(source(element).map(|source| ItemExtension {
            source: Lenient(Some(source)),
            ..ItemExtension::default()
        })),
        base: link.map(Base::of_page),
        categories,
        ..Item::default()
    };
    files.give_to(&mut item);
    item
}

/// `html` without the paragraph in which WordPress says from which site the feed is.
fn without_footer(html: &str) -> &str {
    const SAYS: [&str; 4] =
        ["appeared first on <a", "first appeared on <a", "最先出现在<a", "最早出現於<a"];
    const MAX_LENGTH: usize = 2_000;
    let (text, footer) = html.split_at(html.rfind("<p>").unwrap_or(html.len()));
    let is_footer = footer.len() < MAX_LENGTH && SAYS.iter().any(|says| footer.contains(says));
    if is_footer { text } else { html }
}

/// The publication from which the item is. The address in RSS is that of its feed, unless it is its
/// home page.
fn source(element: &Element<'_>) -> Option<NamedLink> {
    let from_feed = element.child("source").and_then(|source| {
        let url = source.attribute("url").filter(|url| {
            let lower = url.to_ascii_lowercase();
            !["rss", "feed", "atom", ".xml"].iter().any(|mark| lower.contains(mark))
        });
        Some(NamedLink::new(plain(&source.text)?, url.map(ToOwned::to_owned)))
    });
    from_feed.or_else(|| {
        let name = element.text_of("dc:source").filter(|name| !name.contains("://"))?;
        Some(NamedLink::new(plain(name)?, None))
    })
}
