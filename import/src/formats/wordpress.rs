//! Export files of WordPress (WXR): its posts that are published, with their authors, categories,
//! pictures and short codes. An item has the id of that in the site's own feed.

use std::collections::{BTreeSet, HashMap};

use super::feed_xml::{Files, date_of, field, people, plain, read_items, settings};
use super::xml::Element;
use super::{Document, Format};
use crate::ImportError;
use crate::address::Base;
use crate::date;
use crate::limits::{MAX_ENTRIES, MAX_ITEMS};
use crate::wire::{Channel, Entry, Feed, Id, Item, ItemExtension, Lenient, List, NamedLink};

mod library;
mod paragraphs;
mod reusable;
mod short_codes;

use library::{File, Library};
use reusable::Reusable;

pub(super) struct WordPress;

impl Format for WordPress {
    fn matches(&self, document: &Document<'_>) -> bool {
        let root = document.root();
        root.is_some_and(|(name, tag)| name == "rss" && tag.contains("wordpress.org/export"))
    }

    fn read(&self, document: &Document<'_>) -> Result<Feed, ImportError> {
        Ok(feed(document.text))
    }
}

/// The category of posts that have none.
const NO_CATEGORY: [&str; 3] = ["uncategorized", "未分类", "未分類"];

/// A post until the whole file is read: authors and pictures may come after it.
struct Post {
    item: Item,
    id: Option<String>,
    thumbnail: Option<String>,
    /// The names of its categories.
    categories: Vec<String>,
    is_sticky: bool,
}

fn feed(text: &str) -> Feed {
    let (mut library, mut reusable) = (Library::default(), Reusable::default());
    let mut posts = Vec::new();
    let (mut entries, root) = read_items(text, &["item"], |element| {
        if let Some(file) = File::of(element)
            && library.len() < MAX_ITEMS
        {
            library.add(element.text_of("wp:post_id").unwrap_or_default(), file);
        }
        reusable.add(element);
        match left_out(element) {
            Some(kind) => {
                posts.push(None);
                Entry::LeftOut(kind)
            }
            None => {
                posts.push(Some(post(element)));
                // Its place, for the post as it is when all is read.
                Entry::Item(Box::default())
            }
        }
    });
    let root = root.element;
    let channel = root.child("channel").unwrap_or(&root);
    let names: HashMap<&str, &str> = channel
        .all("wp:author")
        .filter_map(|author| {
            Some((author.text_of("wp:author_login")?, author.text_of("wp:author_display_name")?))
        })
        .collect();
    let categories = Categories::of(channel);
    let (mut pins, mut used) = (Vec::new(), BTreeSet::new());
    for (entry, post) in entries.iter_mut().zip(posts) {
        let (Entry::Item(place), Some(post)) = (&mut *entry, post) else { continue };
        if post.is_sticky && pins.len() < MAX_ENTRIES {
            pins.extend(post.item.id.0.clone());
        }
        let section = post.categories.iter().find(|name| !is_none(name));
        let section = section.map(|name| categories.path(name)).unwrap_or_default();
        used.extend(section.iter().cloned());
        **place = finish(post, &names, section, &library, &reusable);
    }
    let mut newsroom = settings(
        channel.child("image").and_then(|image| image.text_of("url")),
        channel.text_of("copyright"),
    );
    if let Some(settings) = &mut newsroom.0 {
        settings.channels = List(categories.channels(&used));
        settings.pins = List(pins);
    }
    let home = channel.text_of("wp:base_blog_url").or_else(|| channel.text_of("link"));
    Feed {
        title: field(channel.text_of("title").and_then(plain)),
        description: field(channel.text_of("description").and_then(plain)),
        home_page_url: field(home),
        base: home.map(Base::of_page),
        items: Some(entries),
        newsroom,
        ..Feed::default()
    }
}

/// Why an item is not imported, in the words of WordPress, unless it is a published post.
fn left_out(element: &Element<'_>) -> Option<String> {
    let kind = element.text_of("wp:post_type").unwrap_or("post");
    if kind != "post" {
        return Some(kind.to_owned());
    }
    let status = element.text_of("wp:status").unwrap_or("publish");
    // One with a date to come is held until then, as any.
    let has_date =
        || date_of([element.text_of("wp:post_date_gmt"), element.text_of("wp:post_date")]);
    match status {
        "publish" => {}
        "future" if has_date().is_some_and(|date| date::parse(date).is_some()) => {}
        _ => return Some(status.to_owned()),
    }
    let password = element.text_of("wp:post_password");
    password.map(|_| "with a password".to_owned())
}

fn post(element: &Element<'_>) -> Post {
    let text = |name: &str| element.text_of(name).map(ToOwned::to_owned);
    let id = text("wp:post_id");
    let meta = |key: &str| {
        let all = element.all("wp:postmeta");
        let mut of_key = all.filter(|meta| meta.text_of("wp:meta_key") == Some(key));
        of_key.find_map(|meta| meta.text_of("wp:meta_value"))
    };
    let of_domain = |domain: &'static str| {
        let all = element.all("category");
        let of = all.filter(move |one| one.attribute("domain").unwrap_or("category") == domain);
        of.filter_map(|one| plain(&one.text)).collect::<Vec<_>>()
    };
    let categories = of_domain("category");
    let mut tags = of_domain("post_tag");
    tags.extend(categories.iter().filter(|name| !is_none(name)).skip(1).cloned());
    // These columns are in UTC, but do not say so.
    let utc = |name: &str| element.text_of(name).map(|time| format!("{time}Z"));
    let (created, modified) = (utc("wp:post_date_gmt"), utc("wp:post_modified_gmt"));
    let published =
        [created.as_deref(), element.text_of("pubdate"), element.text_of("wp:post_date")];
    let modified = [modified.as_deref(), element.text_of("wp:post_modified")];
    let link = element.text_of("link");
    let item = Item {
        id: Id(text("guid").or_else(|| id.clone()).or_else(|| text("link"))),
        url: field(link),
        title: field(element.text_of("title").and_then(plain)),
        content_html: text("content:encoded"),
        summary: field(element.text_of("excerpt:encoded")),
        date_published: field(date_of(published)),
        date_modified: field(date_of(modified)),
        authors: people(element.all("dc:creator").map(|one| one.text.as_str())),
        tags: List(tags),
        base: link.map(Base::of_page),
        ..Item::default()
    };
    let is_sticky = element.text_of("wp:is_sticky") == Some("1");
    let thumbnail = meta("_thumbnail_id").map(ToOwned::to_owned);
    Post { item, id, thumbnail, categories, is_sticky }
}

/// The item of `post`, with what the rest of the file tells.
fn finish(
    post: Post,
    names: &HashMap<&str, &str>,
    section: Vec<String>,
    library: &Library,
    reusable: &Reusable,
) -> Item {
    let Post { mut item, id, thumbnail, .. } = post;
    let html = item.content_html.take().map(|content| {
        let content = reusable.expand(&content, &mut item.removed);
        let html = short_codes::expand(&content, library, id.as_deref(), &mut item.removed);
        paragraphs::add(&html)
    });
    item.content_html = html;
    for author in &mut item.authors.0 {
        if let Some(name) = author.name.as_deref().and_then(|login| names.get(login)) {
            *author = NamedLink::new((*name).to_owned(), None);
        }
    }
    item.newsroom =
        Lenient(Some(ItemExtension { section: List(section), ..ItemExtension::default() }));
    let mut files = Files::default();
    if let Some(file) = thumbnail.and_then(|id| library.file(&id)) {
        files.add(&file.url, Some("image/*"), None);
    }
    files.give_to(&mut item);
    item
}

fn is_none(category: &str) -> bool {
    NO_CATEGORY.contains(&&*category.to_lowercase())
}

/// The categories of the site, as a tree by their names.
struct Categories {
    /// Name, key and the key of the one above, in the order of the file.
    all: Vec<(String, String, String)>,
}

impl Categories {
    fn of(channel: &Element<'_>) -> Self {
        let text =
            |one: &Element<'_>, name: &str| one.text_of(name).and_then(plain).unwrap_or_default();
        let all = channel.all("wp:category").take(2 * MAX_ENTRIES).map(|one| {
            let key = text(one, "wp:category_nicename");
            (text(one, "wp:cat_name"), key, text(one, "wp:category_parent"))
        });
        Self { all: all.filter(|(name, ..)| !name.is_empty()).collect() }
    }

    /// The channel and the column of the category with this name: the highest above it, and itself.
    fn path(&self, name: &str) -> Vec<String> {
        let mut top = name;
        // A tree that is a circle ends too.
        for _ in 0..16 {
            let above =
                self.all.iter().find(|(known, ..)| known == top).and_then(|(_, _, above)| {
                    self.all.iter().find(|(name, key, _)| key == above || name == above)
                });
            match above {
                Some((name, ..)) => top = name,
                None => break,
            }
        }
        if top == name { vec![name.to_owned()] } else { vec![top.to_owned(), name.to_owned()] }
    }

    /// Those of the highest level that are `used`, with their columns.
    fn channels(&self, used: &BTreeSet<String>) -> Vec<Channel> {
        let channel = |(name, key, _): &(String, String, String), columns: Vec<Channel>| Channel {
            // Keys that are not Latin are percent-encoded.
            key: field(Some(key).filter(|key| !key.is_empty() && !key.contains('%'))),
            name: field(Some(name)),
            columns: List(columns),
        };
        let is_used = |one: &&(String, String, String)| used.contains(&one.0);
        let tops = self.all.iter().filter(is_used).filter(|(name, ..)| self.path(name).len() == 1);
        tops.take(MAX_ENTRIES)
            .map(|top| {
                let columns = self.all.iter().filter(is_used).filter(|(name, ..)| {
                    let path = self.path(name);
                    path.len() == 2 && path[0] == top.0
                });
                channel(top, columns.map(|column| channel(column, Vec::new())).collect())
            })
            .collect()
    }
}
