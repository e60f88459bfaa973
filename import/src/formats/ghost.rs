//! Ghost's own export: a JSON file with the tables of its database. An item has the id of that in
//! the site's own feed.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::feed_xml::{field, plain};
use super::{Document, Format};
use crate::ImportError;
use crate::address::Base;
use crate::date;
use crate::limits::{MAX_ENTRIES, MAX_ITEMS};
use crate::wire::{
    Entry, Feed, FeedExtension, Id, Image, Item, ItemExtension, Lenient, LenientString, List,
    NamedLink,
};

mod lexical;
mod mobiledoc;

pub(super) struct Ghost;

/// What stands in texts for the address of the site.
const SITE: &str = "__GHOST_URL__";

impl Format for Ghost {
    fn matches(&self, document: &Document<'_>) -> bool {
        let Some(rest) = document.head().strip_prefix('{') else { return false };
        let key = rest.trim_start();
        let has = |part: &str| document.text.contains(part);
        let is_table = key.starts_with("\"db\"") && has("\"posts\"");
        // Without the outer list, as some tools write it.
        let is_inner = (key.starts_with("\"meta\"") || key.starts_with("\"data\""))
            && has("\"posts\"")
            && (has("\"mobiledoc\"") || has("\"lexical\"") || has("\"posts_tags\""));
        is_table || is_inner
    }

    fn read(&self, document: &Document<'_>) -> Result<Feed, ImportError> {
        let file: File = serde_json::from_str(document.text).map_err(|error| {
            ImportError::new("feed", format!("is no whole export of Ghost: {error}"))
        })?;
        let data = file.db.into_iter().next().and_then(|one| one.data).or(file.data);
        data.map(feed).ok_or_else(|| ImportError::new("db[0].data", "missing"))
    }
}

/// The file: one export in a list, or itself.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    db: Vec<Database>,
    #[serde(default)]
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Database {
    #[serde(default)]
    data: Option<Data>,
}

/// The tables that are read.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Data {
    posts: Vec<Box<RawValue>>,
    posts_meta: Vec<Meta>,
    posts_tags: Vec<Row>,
    posts_authors: Vec<Row>,
    tags: Vec<Named>,
    users: Vec<Named>,
    settings: Vec<Setting>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Post {
    id: LenientString,
    uuid: LenientString,
    title: LenientString,
    slug: LenientString,
    html: LenientString,
    mobiledoc: LenientString,
    lexical: LenientString,
    plaintext: LenientString,
    feature_image: LenientString,
    featured: Value,
    #[serde(rename = "type")]
    kind: LenientString,
    page: Value,
    status: LenientString,
    visibility: LenientString,
    created_at: LenientString,
    published_at: LenientString,
    updated_at: LenientString,
    custom_excerpt: LenientString,
    author_id: LenientString,
}

/// What belongs to a post and is in a table of its own.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Meta {
    post_id: LenientString,
    feature_image_alt: LenientString,
    feature_image_caption: LenientString,
}

/// A tag or an author of a post.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Row {
    post_id: LenientString,
    tag_id: LenientString,
    author_id: LenientString,
    sort_order: LenientString,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Named {
    id: LenientString,
    name: LenientString,
    visibility: LenientString,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Setting {
    key: LenientString,
    value: LenientString,
}

fn text(value: &LenientString) -> Option<&str> {
    value.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// Whether a column that is true or false, or 1 or 0, is true.
fn is_true(value: &Value) -> bool {
    value.as_bool().unwrap_or_else(|| value.as_u64() == Some(1))
}

/// `text` with the address of the site as paths from the root.
fn local(text: &str) -> String {
    text.replace(SITE, "")
}

fn feed(data: Data) -> Feed {
    let tables = Tables::new(&data);
    let mut pins = Vec::new();
    let posts = data.posts.iter().take(MAX_ITEMS + 1);
    let items = posts.map(|raw| match serde_json::from_str::<Post>(raw.get()) {
        Err(error) => Entry::Unreadable(format!("is no post: {error}")),
        Ok(post) => match left_out(&post) {
            Some(kind) => Entry::LeftOut(kind),
            None => {
                let item = tables.item(&post);
                if is_true(&post.featured) && pins.len() < MAX_ENTRIES {
                    pins.extend(item.id.0.clone());
                }
                Entry::Item(Box::new(item))
            }
        },
    });
    let items = items.collect();
    let setting = |key: &str| {
        let found = data.settings.iter().find(|setting| text(&setting.key) == Some(key));
        found.and_then(|setting| text(&setting.value)).map(local)
    };
    Feed {
        title: field(setting("title").as_deref().and_then(plain)),
        description: field(setting("description").as_deref().and_then(plain)),
        language: field(setting("locale").or_else(|| setting("lang"))),
        items: Some(items),
        newsroom: Lenient(Some(FeedExtension {
            logo: Lenient(setting("logo").map(|url| Image::at(&url))),
            pins: List(pins),
            ..FeedExtension::default()
        })),
        // Its folder `content`, with the pictures, is copied to where the server has its own.
        default_base: Some(Base::of_folder("")),
        ..Feed::default()
    }
}

/// Why a post is not imported, in the words of Ghost.
fn left_out(post: &Post) -> Option<String> {
    if text(&post.kind) == Some("page") || is_true(&post.page) {
        return Some("page".to_owned());
    }
    let status = text(&post.status).unwrap_or("published");
    let has_date = text(&post.published_at).is_some_and(|time| date::parse(time).is_some());
    match (status, text(&post.visibility)) {
        // One with a date to come is held until then, as any.
        ("published" | "scheduled", None | Some("public")) if status == "published" || has_date => {
            None
        }
        ("published" | "scheduled", Some(visibility)) if visibility != "public" => {
            Some(format!("for {visibility}"))
        }
        _ => Some(status.to_owned()),
    }
}

/// The tables beside that of the posts, by their ids.
struct Tables<'d> {
    names: HashMap<&'d str, &'d str>,
    tags: HashMap<&'d str, Vec<(u32, &'d str)>>,
    authors: HashMap<&'d str, Vec<(u32, &'d str)>>,
    meta: HashMap<&'d str, &'d Meta>,
}

impl<'d> Tables<'d> {
    fn new(data: &'d Data) -> Self {
        let named = |all: &'d [Named]| {
            let shown = all.iter().filter(|one| text(&one.visibility) != Some("internal"));
            shown.filter_map(|one| Some((text(&one.id)?, text(&one.name)?)))
        };
        let names: HashMap<_, _> = named(&data.tags).chain(named(&data.users)).collect();
        let rows = |rows: &'d [Row], of: fn(&Row) -> &LenientString| {
            let mut found: HashMap<&str, Vec<(u32, &str)>> = HashMap::new();
            for row in rows {
                let place = text(&row.sort_order).and_then(|place| place.parse().ok());
                if let (Some(post), Some(id)) = (text(&row.post_id), text(of(row))) {
                    found.entry(post).or_default().push((place.unwrap_or_default(), id));
                }
            }
            found.values_mut().for_each(|all| all.sort_by_key(|(place, _)| *place));
            found
        };
        Self {
            names,
            tags: rows(&data.posts_tags, |row| &row.tag_id),
            authors: rows(&data.posts_authors, |row| &row.author_id),
            meta: data.posts_meta.iter().filter_map(|it| Some((text(&it.post_id)?, it))).collect(),
        }
    }

    /// The names of what these rows name for a post, in their order.
    fn names(&self, rows: &HashMap<&str, Vec<(u32, &'d str)>>, post: &Post) -> Vec<String> {
        let ids = text(&post.id).and_then(|id| rows.get(id)).into_iter().flatten();
        let names = ids.filter_map(|(_, id)| self.names.get(id));
        names.filter(|name| !name.starts_with('#')).filter_map(|name| plain(name)).collect()
    }

    fn item(&self, post: &Post) -> Item {
        let meta = text(&post.id).and_then(|id| self.meta.get(id));
        let of_meta = |of: fn(&Meta) -> &LenientString| meta.and_then(|meta| text(of(meta)));
        let mut removed = Vec::new();
        let html = text(&post.html).map(local).or_else(|| {
            let document = text(&post.lexical).map(|it| lexical::html(&local(it), &mut removed));
            document.flatten().or_else(|| {
                let document = text(&post.mobiledoc)?;
                mobiledoc::html(&local(document), &mut removed)
            })
        });
        // A caption may have links.
        let picture = text(&post.feature_image).map(|url| {
            let alt = of_meta(|meta| &meta.feature_image_alt)
                .or_else(|| of_meta(|meta| &meta.feature_image_caption));
            Image { alt: field(alt.and_then(plain)), ..Image::at(&local(url)) }
        });
        let mut authors = self.names(&self.authors, post);
        if authors.is_empty() {
            let author = text(&post.author_id).and_then(|id| self.names.get(id));
            authors.extend(author.map(|name| (*name).to_owned()));
        }
        let tags = self.names(&self.tags, post);
        let slug = text(&post.slug).map(|slug| format!("/{slug}/"));
        Item {
            id: Id(text(&post.id).or_else(|| text(&post.uuid)).map(ToOwned::to_owned)),
            url: field(slug),
            title: field(text(&post.title)),
            content_html: html,
            content_text: text(&post.plaintext).map(local),
            summary: field(text(&post.custom_excerpt)),
            image: Lenient(picture),
            date_published: field(text(&post.published_at).or_else(|| text(&post.created_at))),
            date_modified: field(text(&post.updated_at)),
            authors: List(authors.into_iter().map(|name| NamedLink::new(name, None)).collect()),
            newsroom: Lenient(Some(ItemExtension {
                // The first tag is what Ghost files a post under.
                section: List(tags.first().cloned().into_iter().collect()),
                ..ItemExtension::default()
            })),
            tags: List(tags.into_iter().skip(1).collect()),
            removed,
            ..Item::default()
        }
    }
}
