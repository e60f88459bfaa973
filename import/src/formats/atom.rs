//! Atom 1.0, and 0.3 where it differs.

use super::feed_xml::{
    Files, date_of, field, media_type, pause, people, plain, read_items, settings,
};
use super::xml::Element;
use super::{Document, Format};
use crate::ImportError;
use crate::address::Base;
use crate::wire::{Entry, Feed, Id, Item, ItemExtension, Lenient, List, NamedLink};

pub(super) struct Atom;

impl Format for Atom {
    fn matches(&self, document: &Document<'_>) -> bool {
        document.root().is_some_and(|(name, _)| name == "feed" || name == "entry")
    }

    fn read(&self, document: &Document<'_>) -> Result<Feed, ImportError> {
        Ok(feed(document.text))
    }
}

/// The element inside of this name. Feeds without a namespace are read too.
fn child<'s, 'a>(parent: &'s Element<'a>, name: &str) -> Option<&'s Element<'a>> {
    children(parent, name).next()
}

fn children<'s, 'a>(parent: &'s Element<'a>, name: &str) -> impl Iterator<Item = &'s Element<'a>> {
    let name = name.to_owned();
    parent
        .children
        .iter()
        .filter(move |child| child.name == name || child.name.strip_prefix("atom:") == Some(&name))
}

fn text<'s>(parent: &'s Element<'_>, name: &str) -> Option<&'s str> {
    children(parent, name).map(|child| child.text.trim()).find(|text| !text.is_empty())
}

/// A text construct as one line.
fn line(parent: &Element<'_>, name: &str) -> Option<String> {
    plain(&child(parent, name)?.html())
}

fn feed(text_of_file: &str) -> Feed {
    let mut bases = Vec::new();
    let (mut entries, root) = read_items(text_of_file, &["atom:entry", "entry"], |element| {
        let item = item(element);
        bases.push(own_base(element));
        Entry::Item(Box::new(item))
    });
    let root = root.element;
    let of_feed = own_base(&root);
    let home = alternate(&root).map(|link| absolute(of_feed.as_deref(), link));
    for (entry, own) in entries.iter_mut().zip(bases) {
        if let Entry::Item(item) = entry {
            let own = own.map(|own| absolute(of_feed.as_deref(), &own));
            let base = own.or_else(|| of_feed.clone());
            let link = item.url.as_deref().map(|link| absolute(base.as_deref(), link));
            item.base = base.as_deref().or(link.as_deref()).map(Base::of_page);
            item.url = field(link.clone());
            item.external_url = field(link);
        }
    }
    Feed {
        title: field(line(&root, "title")),
        description: field(line(&root, "subtitle").or_else(|| line(&root, "tagline"))),
        base: of_feed.as_deref().or(home.as_deref()).map(Base::of_page),
        home_page_url: field(home),
        authors: authors(&root),
        items: Some(entries),
        ttl: pause(&root),
        newsroom: settings(
            text(&root, "logo").or_else(|| text(&root, "icon")),
            line(&root, "rights").as_deref(),
        ),
        ..Feed::default()
    }
}

/// The base of an element and of its content, each relative to the one before.
fn own_base(element: &Element<'_>) -> Option<String> {
    let own = element.attribute("xml:base");
    let of_content = child(element, "content").and_then(|content| content.attribute("xml:base"));
    of_content.map(|inner| absolute(own, inner)).or_else(|| own.map(ToOwned::to_owned))
}

/// `url` relative to `base`.
fn absolute(base: Option<&str>, url: &str) -> String {
    let link = base.and_then(|base| Base::of_page(base).link(url));
    link.map_or_else(|| url.to_owned(), Into::into)
}

/// The address of the page that an element is about.
fn alternate<'s>(element: &'s Element<'_>) -> Option<&'s str> {
    let links = || {
        let links = children(element, "link");
        links.filter(|link| link.attribute("rel").is_none_or(|rel| rel == "alternate"))
    };
    let page =
        links().find(|link| link.attribute("type").is_some_and(|kind| kind.contains("html")));
    page.or_else(|| links().next()).and_then(|link| link.attribute("href"))
}

fn authors(element: &Element<'_>) -> List<NamedLink> {
    people(children(element, "author").filter_map(|author| text(author, "name")))
}

fn item(element: &Element<'_>) -> Item {
    let url = alternate(element);
    let mut files = Files::default();
    for link in children(element, "link").filter(|link| link.attribute("rel") == Some("enclosure"))
    {
        if let Some(href) = link.attribute("href") {
            files.add(href, link.attribute("type"), link.attribute("title"));
        }
    }
    files.add_media(element);
    // The film is at the page that the entry is about.
    if let Some(url) = url.filter(|_| element.child("yt:videoid").is_some()) {
        let title = line(element, "title").unwrap_or_default();
        files.add(url, Some("text/html"), Some(&format!("{title}（YouTube）")));
    }
    let content = child(element, "content");
    // Content that is elsewhere.
    if let Some((src, content)) = content.and_then(|it| Some((it.attribute("src")?, it))) {
        let kind = media_type(content.attribute("type"), src);
        files.add(src, kind.as_deref(), None);
    }
    let (mut html, mut plain_text) = content.map(body).unwrap_or_default();
    if html.is_none() && plain_text.is_none() {
        let description = element.child("media:group").unwrap_or(element);
        let text = description.text_of("media:description").map(ToOwned::to_owned);
        (html, plain_text) = if text.as_deref().is_some_and(|text| text.contains('<')) {
            (text, None)
        } else {
            (None, text)
        };
    }
    let summary = child(element, "summary");
    // Without any content the summary is what there is, with its markup.
    let mut summary_line = summary.and_then(|summary| plain(&summary.html()));
    if html.is_none() && plain_text.is_none() {
        html = summary.and_then(|summary| {
            let (html, text) = body(summary);
            summary_line = None;
            html.or(text)
        });
    }
    let language = [content, Some(element)]
        .into_iter()
        .find_map(|element| element?.attribute("xml:lang"))
        .filter(|language| !language.to_ascii_lowercase().starts_with("zh"));
    if let (Some(html), Some(language)) = (&mut html, language)
        && language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    {
        *html = format!("<div lang=\"{language}\">{html}</div>");
    }
    let origin = child(element, "source");
    let own = authors(element);
    let authors = match origin {
        Some(origin) if own.0.is_empty() => authors(origin),
        _ => own,
    };
    let source = origin.and_then(|origin| {
        Some(NamedLink::new(line(origin, "title")?, alternate(origin).map(ToOwned::to_owned)))
    });
    let categories: Vec<String> = children(element, "category")
        .filter_map(|one| one.attribute("label").or_else(|| one.attribute("term")))
        .filter_map(plain)
        .collect();
    let subjects = element.all("dc:subject").filter_map(|one| plain(&one.text));
    let tags = categories.iter().cloned().chain(subjects);
    let of = |name: &str| text(element, name);
    let mut item = Item {
        id: Id(of("id").or(url).map(ToOwned::to_owned)),
        url: field(url),
        title: field(line(element, "title")),
        content_html: html,
        content_text: plain_text,
        summary: field(summary_line),
        date_published: field(date_of([of("published"), of("issued"), of("created")])),
        date_modified: field(date_of([of("updated"), of("modified")])),
        authors,
        tags: List(tags.collect()),
        newsroom: Lenient(source.map(|source| ItemExtension {
            source: Lenient(Some(source)),
            ..ItemExtension::default()
        })),
        categories,
        ..Item::default()
    };
    files.give_to(&mut item);
    item
}

/// The HTML or the plain text of a content element.
fn body(content: &Element<'_>) -> (Option<String>, Option<String>) {
    let kind = content.attribute("type").unwrap_or_default().to_ascii_lowercase();
    // Atom 0.3 has base64 as a mode.
    if content.attribute("mode") == Some("base64") {
        return (None, None);
    }
    let html = content.html();
    let has_markup = ["</", "/>", "<p", "<br"].iter().any(|mark| html.contains(mark));
    let is_html = kind.contains("html")
        || kind.contains("xml")
        || content.attribute("mode") == Some("escaped")
        || (kind.is_empty() && has_markup);
    match () {
        () if html.trim().is_empty() => (None, None),
        () if is_html => (Some(html.into_owned()), None),
        () if matches!(&*kind, "" | "text" | "text/plain") => (None, Some(html.into_owned())),
        // Anything else is data.
        () => (None, None),
    }
}
