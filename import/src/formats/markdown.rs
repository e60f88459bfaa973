//! Markdown with front matter, as Hugo, Hexo, Jekyll, Ghost and Halo have it: one article a file.

use super::feed_xml::{field, people, plain};
use super::file_name::FileName;
use super::{Document, Format};
use crate::ImportError;
use crate::address::Base;
use crate::limits::MAX_CONTENT_BYTES;
use crate::normalize;
use crate::wire::{
    Entry, Feed, Id, Image, Item, ItemExtension, Lenient, LenientString, List, NamedLink,
};

mod emphasis;
pub(super) mod fields;
pub(super) mod front_matter;
mod html;
mod notes;
mod templates;
pub(super) mod yaml;

use fields::Fields;

pub(super) struct Markdown;

impl Format for Markdown {
    fn matches(&self, document: &Document<'_>) -> bool {
        let name = FileName::new(document.name);
        let split = || front_matter::split(document.text);
        if name.is_markdown() {
            let may_be_other = document.is_among_others && name.is_about_folder();
            return !may_be_other || split().is_some();
        }
        if name.is_html() {
            // The pages of a generator's theme have front matter too, but no date.
            let fields = split().and_then(|(fields, _)| fields.ok());
            return fields.is_some_and(|it| date(&it, &DATES).or_else(|| name.date()).is_some());
        }
        // So do its style sheets and feeds.
        let may_be = name.is_page() || document.name.is_none_or(|name| !name.contains('.'));
        may_be && split().is_some()
    }

    fn read(&self, document: &Document<'_>) -> Result<Feed, ImportError> {
        let name = FileName::new(document.name);
        let entry = entry(document.text, &name);
        Ok(Feed { items: Some(vec![entry]), is_document: true, ..Feed::default() })
    }
}

/// The HTML of a text of Markdown that is part of something else.
pub(super) fn to_html(text: &str) -> String {
    html::convert(normalize::prefix(text, MAX_CONTENT_BYTES)).html
}

fn entry(text: &str, name: &FileName<'_>) -> Entry {
    let (fields, body) = match front_matter::split(text)
        .or_else(|| name.is_markdown().then(|| front_matter::split_without_start(text)).flatten())
    {
        Some((Ok(fields), body)) => (fields, body),
        Some((Err(reason), _)) => return Entry::Unreadable(format!("front matter: {reason}")),
        None => (Fields::default(), text),
    };
    match left_out(&fields, name) {
        Some(kind) => Entry::LeftOut(kind.to_owned()),
        None => Entry::Item(Box::new(item(&fields, body, name))),
    }
}

/// Layouts and types of pages that are no articles.
const PAGES: [&str; 8] =
    ["page", "about", "links", "tags", "categories", "archives", "search", "friends"];

/// Why a file is not an article that is published.
fn left_out(fields: &Fields, name: &FileName<'_>) -> Option<&'static str> {
    let is = |key: &str, values: &[&str]| {
        fields.text(&[key]).is_some_and(|text| values.contains(&&*text.to_lowercase()))
    };
    if is("draft", &["true", "yes"])
        || is("published", &["false", "no"])
        || is("publish", &["false", "no"])
        || is("status", &["draft"])
        || name.is_draft()
    {
        Some("draft")
    } else if is("visibility", &["private"]) || is("status", &["private"]) {
        Some("private")
    } else if fields.text(&["password"]).is_some() {
        Some("with a password")
    } else if name.is_section_page() {
        Some("page of a section")
    } else if is("layout", &PAGES) || is("type", &PAGES) {
        Some("page")
    } else {
        None
    }
}

fn item(fields: &Fields, body: &str, name: &FileName<'_>) -> Item {
    let body = normalize::prefix(body, MAX_CONTENT_BYTES);
    let mut removed = Vec::new();
    let body = templates::expand(body, name, &mut removed);
    let converted = if name.is_html() {
        html::Converted { html: body.into_owned(), heading: None }
    } else {
        html::convert(&body)
    };
    let title = fields.text(&["title"]).or(converted.heading);
    let address = fields.text(&["permalink", "url", "link"]);
    let id = fields
        .text(&["id", "uuid", "abbrlink", "slug"])
        .or_else(|| address.clone())
        .or_else(|| name.id())
        .or_else(|| title.clone());
    let mut html = converted.html;
    let language = fields.text(&["lang", "language"]).filter(|language| {
        let is_tag = language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        is_tag && !language.to_ascii_lowercase().starts_with("zh")
    });
    if let Some(language) = language {
        html = format!("<div lang=\"{language}\">{html}</div>");
    }
    let (section, mut more_tags) = section(fields, name);
    let mut tags = words_of_jekyll(fields.list(&["tags", "tag"]), name);
    tags.append(&mut more_tags);
    let names = fields.list(&["authors", "author"]);
    let source = fields.text(&["source"]).and_then(|name| plain(&name));
    let source = source.map(|name| NamedLink::new(name, fields.text(&["source_url"])));
    Item {
        id: Id(id),
        external_url: field(address.filter(|address| address.contains("://"))),
        title: field(title),
        content_html: Some(html),
        summary: field(fields.text(&[
            "description",
            "summary",
            "excerpt",
            "custom_excerpt",
            "abstract",
        ])),
        date_published: date(fields, &DATES).or_else(|| name.date()).into_field(),
        date_modified: date(fields, &CHANGES).into_field(),
        image: Lenient(image(fields)),
        authors: people(names.iter().map(String::as_str)),
        tags: List(tags),
        newsroom: Lenient(Some(ItemExtension {
            source: Lenient(source),
            editor: field(fields.text(&["editor"])),
            section: List(section),
            corrections: List(fields.corrections()),
            ..ItemExtension::default()
        })),
        base: Some(Base::of_folder(&name.folder())),
        removed,
        ..Item::default()
    }
}

/// Names of the time of publication, and of the last change.
const DATES: [&str; 8] = [
    "date",
    "published_at",
    "publishdate",
    "pubdate",
    "created_at",
    "created",
    "createtime",
    "pubdatetime",
];
const CHANGES: [&str; 7] = [
    "lastmod",
    "updated",
    "modified",
    "last_modified_at",
    "updated_at",
    "update_time",
    "moddatetime",
];

fn date(fields: &Fields, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| fields.text(&[name]))
}

/// `text` as a value of an attribute or as text of HTML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// An optional text as a field.
trait IntoField {
    fn into_field(self) -> LenientString;
}

impl IntoField for Option<String> {
    fn into_field(self) -> LenientString {
        Lenient(self)
    }
}

/// The picture, whose address is a value of its own, or one of a map.
fn image(fields: &Fields) -> Option<Image> {
    const NAMES: [&str; 13] = [
        "cover",
        "image",
        "featured_image",
        "feature_image",
        "featureimage",
        "featuredimage",
        "thumbnail",
        "banner",
        "top_img",
        "img",
        "hero",
        "header",
        "images",
    ];
    NAMES.iter().find_map(|name| {
        let inside = ["image", "src", "url", "path", "teaser", "overlay_image"];
        let url = fields.text(&[name]).or_else(|| fields.list(&[name]).into_iter().next());
        let url = url.or_else(|| inside.iter().find_map(|key| fields.inside(name, key)))?;
        let is_address = !matches!(&*url, "true" | "false") && url.contains(['/', '.']);
        is_address.then(|| Image {
            alt: field(fields.inside(name, "alt").or_else(|| fields.inside(name, "caption"))),
            ..Image::at(&url)
        })
    })
}

/// The entries of a list: in Jekyll a text is one of words, with blanks between them.
fn words_of_jekyll(list: Vec<String>, name: &FileName<'_>) -> Vec<String> {
    match &list[..] {
        [one] if name.is_of_jekyll() => {
            one.split_ascii_whitespace().map(ToOwned::to_owned).collect()
        }
        _ => list,
    }
}

/// The channel and the column, and the names of further categories. In Hexo and Jekyll the second
/// category is inside the first; elsewhere it is beside it.
fn section(fields: &Fields, name: &FileName<'_>) -> (Vec<String>, Vec<String>) {
    let own = fields.list(&["section", "channel"]);
    if !own.is_empty() {
        let column = fields.list(&["column"]);
        return (own.into_iter().chain(column).take(2).collect(), Vec::new());
    }
    let mut paths = fields.paths(&["categories", "category"]);
    if paths.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let is_hierarchy = name.has_posts_folder() && paths.iter().all(|path| path.len() == 1);
    if is_hierarchy {
        paths = vec![words_of_jekyll(paths.concat(), name)];
    }
    let first = paths.remove(0);
    let (section, deeper) = first.split_at(first.len().min(2));
    let more =
        deeper.iter().cloned().chain(paths.into_iter().filter_map(|path| path.into_iter().last()));
    (section.to_vec(), more.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Item {
        match entry(text, &FileName::new(Some(name))) {
            Entry::Item(item) => *item,
            Entry::Unreadable(reason) => panic!("{reason}"),
            Entry::Json(_) | Entry::LeftOut(_) => panic!("it is an item"),
        }
    }

    #[test]
    fn categories_are_sections_as_each_generator_means_them() {
        let section = |name: &str, matter: &str| {
            let item = read(name, &format!("---\n{matter}\n---\n江"));
            let section = item.newsroom.0.map(|it| it.section.0).unwrap_or_default();
            format!("{} {}", section.join("/"), item.tags.0.join(","))
        };
        for (name, matter, expected) in [
            ("a.md", "categories: [城市, 交通]\ntags: [桥]", "城市 桥,交通"),
            ("_posts/a.md", "categories: [城市, 交通]", "城市/交通 "),
            ("_posts/a.md", "categories:\n  - [城市, 交通]\n  - [天气]", "城市/交通 天气"),
            ("a.md", "category: 城市\ntags: 桥, 江", "城市 桥,江"),
            ("a.md", "section: 城市\ncolumn: 交通\ncategories: 水", "城市/交通 "),
            ("a.md", "tags:\n  - name: 桥", " 桥"),
            ("_posts/a.md", "categories: 城市 交通\ntags: 桥 江", "城市/交通 桥,江"),
            ("source/_posts/a.md", "categories: 城 市\ntags: 桥 江", "城 市 桥 江"),
            ("a.md", "title: a", " "),
        ] {
            assert_eq!(section(name, matter), expected, "{name} {matter}");
        }
    }

    #[test]
    fn pictures_are_found_under_the_names_of_generators() {
        let url = |matter: &str| {
            let image = read("a.md", &format!("---\n{matter}\n---\n江")).image.0;
            image.and_then(|image| image.url.0).unwrap_or_default()
        };
        for matter in [
            "cover: a.jpg",
            "cover:\n  image: a.jpg\n  alt: 江",
            "featured_image: a.jpg",
            "images: [a.jpg, b.jpg]",
            "header:\n  teaser: a.jpg",
            "cover: false\nthumbnail: a.jpg",
        ] {
            assert_eq!(url(matter), "a.jpg", "{matter}");
        }
        assert_eq!(url("cover: true"), "");
    }
}
