//! How the types of the contract are read from JSON; what they are in JSON is said at the types.

use super::{Errors, Fields, FromJson, Node, WithoutText};
use crate::block::{Level, Mark, Numbering, Numerals};
use crate::event::Placed;
use crate::live::{LiveOrder, RemovedEntry};
use crate::site::{Card, Channel, Footer, ShareDefaults};
use crate::{
    Adjacent, Article, Block, Correction, Counts, Credit, Cursor, DominantColor, Event, EventBatch,
    FeedPage, Inline, Key, Link, Live, LiveEntry, LiveState, MediaUrl, Mood, NamedKey, Picture,
    Preview, Problem, ProblemCode, Ranking, RankingEntry, Reaction, Section, Site, Size, Timestamp,
    Titled, Variant,
};

/// Reads structs: first the fields that an object must have, unless they are options, then those
/// that have a default.
macro_rules! read_structs {
    ($($type:ident { $($field:ident),*; $($default:ident),* })*) => {$(
        impl FromJson for $type {
            fn from_node(node: Node, errors: &mut Errors) -> Self {
                let mut fields = node.fields(errors);
                Self {
                    $($field: fields.get(stringify!($field)),)*
                    $($default: fields.get_or_default(stringify!($default)),)*
                }
            }
        }
    )*};
}

read_structs! {
    Preview { id, title, published, picture, channel, source, language, live; excerpt }
    Live {
        state, start, end, next;
        key_points, entries, total, order, continued, revision, removed, has_gap
    }
    LiveEntry { id, time, headline, correction; body, important, withdrawn, revision }
    RemovedEntry { id; revision }
    Adjacent { previous, next; }
    Titled { id, title; }
    Correction { date, text; }
    Credit { name, url; }
    Section { channel, column; }
    NamedKey { key, name; }
    Site {
        name, logo, provider;
        description, channels, focus, special, pins, footer, share, wechat
    }
    Channel { key, name; columns }
    Card { title, url, picture; }
    Footer { copyright, icp, licence, hotline; }
    ShareDefaults { image; text, targets, from }
    Picture { url, size, color; alt, variants }
    FeedPage { items, next; facets }
    Ranking { items; }
    RankingEntry { preview, count; }
    Reaction { counts, mine; }
    Counts { ; happy, sad, like, pass }
    EventBatch { id, events; }
    Placed { article, channel, column; }
    Problem { status, detail; code, title }
}

impl FromJson for Article {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        let mut fields = node.fields(errors);
        let (body, tags) = (fields.get("body"), fields.get_or_default("tags"));
        let adjacent = fields.get_or_default("adjacent");
        let corrections = fields.get_or_default("corrections");
        let live = fields.get("live");
        Self { body, tags, live, corrections, adjacent, ..article(fields) }
    }
}

impl FromJson for WithoutText {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        Self(article(node.fields(errors)))
    }
}

/// An article without what is in its page.
fn article(mut fields: Fields) -> Article {
    Article {
        id: fields.get("id"),
        title: fields.get("title"),
        source: fields.get("source"),
        editor: fields.get("editor"),
        published: fields.get("published"),
        updated: fields.get("updated"),
        section: fields.get("section"),
        picture: fields.get("picture"),
        language: fields.get("language"),
        body: Vec::new(),
        tags: Vec::new(),
        live: None,
        corrections: Vec::new(),
        adjacent: Adjacent::default(),
        excerpt: fields.get_or_default("excerpt"),
        standfirst: fields.get_or_default("standfirst"),
        authors: fields.get_or_default("authors"),
        length: fields.get_or_default("length"),
        counts: fields.get_or_default("counts"),
    }
}

/// Reads types that are checked texts: how a text becomes one, what it is, and any valid value.
macro_rules! read_texts {
    ($($type:ty, $parse:expr, $expected:literal, $any:expr;)*) => {$(
        impl FromJson for $type {
            fn from_node(node: Node, errors: &mut Errors) -> Self {
                let text = node.text(errors, $expected);
                $parse(text).unwrap_or_else(|_| {
                    errors.expected($expected);
                    $any
                })
            }
        }
    )*};
}

read_texts! {
    Key, Self::new, "a key", Self::placeholder();
    Link, Self::new, "a link", Self::placeholder();
    MediaUrl, Self::new, "the address of a file", Self::placeholder();
    Timestamp, |text: String| Self::parse(&text), "a time", Self::EPOCH;
    DominantColor, |text: String| Self::parse(&text), "a colour", Self::PLACEHOLDER;
    Numerals, Self::try_from, "a, A, i or I", Self::LowerLetters;
    Mood, |text: String| text.parse(), "a mood", Self::Pass;
    LiveState, |text: String| Self::of_key(&text).ok_or(()), "a state", Self::Running;
    LiveOrder, |text: String| Ok::<_, ()>(Self::of_key(&text)), "an order", Self::Newest;
}

impl FromJson for Event {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        let (kind, node) = node.variant(errors);
        let mut fields = node.fields(errors);
        match kind.as_str() {
            "counts" => {
                Self::Counts { article: fields.get("article"), counts: fields.get("counts") }
            }
            "articles" => {
                Self::Articles { added: fields.get("added"), withdrawn: fields.get("withdrawn") }
            }
            "article" => {
                Self::Article { article: fields.get("article"), revision: fields.get("revision") }
            }
            "reset" => Self::Reset {},
            _ => {
                errors.expected("an event");
                Self::Reset {}
            }
        }
    }
}

impl FromJson for Cursor {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        Self::from_wire(String::from_node(node, errors))
    }
}

impl FromJson for ProblemCode {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        let text = String::from_node(node, errors);
        Self::ALL.iter().copied().find(|code| code.key() == text).unwrap_or_default()
    }
}

impl FromJson for u16 {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        u32::from_node(node, errors).try_into().unwrap_or_else(|_| {
            errors.expected("a smaller number");
            0
        })
    }
}

impl FromJson for Size {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        let (width, height) = FromJson::from_node(node, errors);
        Self::new(width, height).unwrap_or_else(|| {
            errors.expected("a size");
            Self::PLACEHOLDER
        })
    }
}

impl FromJson for Variant {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        let (url, width) = FromJson::from_node(node, errors);
        Self::new(url, width).unwrap_or_else(|| {
            errors.expected("a file of a picture");
            Self::placeholder()
        })
    }
}

impl FromJson for Level {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        match u64::from_node(node, errors) {
            2 => Self::Two,
            3 => Self::Three,
            4 => Self::Four,
            _ => {
                errors.expected("2, 3 or 4");
                Self::Two
            }
        }
    }
}

impl FromJson for Mark {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        let (name, node) = node.variant(errors);
        node.no_content(errors);
        Self::of_element(&name).unwrap_or_else(|| {
            errors.expected("a mark");
            Self::Small
        })
    }
}

impl FromJson for Block {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        let (kind, node) = node.variant(errors);
        match kind.as_str() {
            "paragraph" => return Self::Paragraph(FromJson::from_node(node, errors)),
            "divider" => {
                node.no_content(errors);
                return Self::Divider;
            }
            _ => {}
        }
        // Every other kind is a struct.
        let mut fields = node.fields(errors);
        match kind.as_str() {
            "heading" => Self::Heading { level: fields.get("level"), text: fields.get("text") },
            "image" => {
                Self::Image { picture: fields.get("picture"), caption: fields.get("caption") }
            }
            "quote" => Self::Quote { body: fields.get("body"), cite: fields.get("cite") },
            "foreign" => Self::Foreign {
                language: fields.get("language"),
                rtl: fields.get_or_default("rtl"),
                body: fields.get("body"),
            },
            "details" => Self::Details {
                summary: fields.get("summary"),
                open: fields.get_or_default("open"),
                body: fields.get("body"),
            },
            "list" => Self::List {
                ordered: fields.get_or_default("ordered"),
                numbering: Numbering {
                    start: fields.get("start"),
                    reversed: fields.get_or_default("reversed"),
                    numerals: fields.get("numerals"),
                },
                items: fields.get("items"),
            },
            "table" => Self::Table {
                caption: fields.get("caption"),
                head: fields.get_or_default("head"),
                rows: fields.get("rows"),
            },
            "code" => Self::Code { language: fields.get("language"), text: fields.get("text") },
            "video" => Self::Video {
                url: fields.get("url"),
                poster: fields.get("poster"),
                size: fields.get("size"),
                caption: fields.get("caption"),
            },
            "audio" => Self::Audio { url: fields.get("url"), caption: fields.get("caption") },
            _ => {
                errors.expected("a block");
                Self::Divider
            }
        }
    }
}

impl FromJson for Inline {
    fn from_node(node: Node, errors: &mut Errors) -> Self {
        let (kind, node) = node.variant(errors);
        match kind.as_str() {
            "text" => Self::Text(FromJson::from_node(node, errors)),
            "strong" => Self::Strong(FromJson::from_node(node, errors)),
            "emphasis" => Self::Emphasis(FromJson::from_node(node, errors)),
            "marked" => {
                let mut fields = node.fields(errors);
                Self::Marked { mark: fields.get("mark"), text: fields.get("text") }
            }
            "code" => Self::Code(FromJson::from_node(node, errors)),
            "anchor" => Self::Anchor(FromJson::from_node(node, errors)),
            "line-break" => {
                node.no_content(errors);
                Self::LineBreak
            }
            "link" => {
                let mut fields = node.fields(errors);
                Self::Link { url: fields.get("url"), text: fields.get("text") }
            }
            _ => {
                errors.expected("inline text");
                Self::LineBreak
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::*;
    use crate::json::from_str;

    /// Compares both readers on `document` and on every document that differs from it in one
    /// place: a field that is missing or one more, or another value.
    fn compare<T: FromJson + DeserializeOwned + PartialEq + Debug>(document: &Value) {
        let read = |document: &Value| {
            let text = document.to_string();
            let derived = serde_json::from_str::<T>(&text).ok();
            assert_eq!(from_str::<T>(&text).ok(), derived, "{text}");
            derived
        };
        assert!(read(document).is_some(), "{document}");
        let mut pointers = Vec::new();
        collect_pointers(document, String::new(), &mut pointers);
        for pointer in pointers {
            let replace = |value: Value| {
                let mut changed = document.clone();
                *changed.pointer_mut(&pointer).unwrap() = value;
                read(&changed);
            };
            let node = document.pointer(&pointer).unwrap();
            for value in [json!(null), json!(true), json!(-1), json!(1.5), json!("x"), json!({})] {
                replace(value);
            }
            for value in [json!(0), json!(5), json!(70_000), json!(u64::MAX), json!("")] {
                replace(value);
            }
            // serde_json would also read a struct from a list.
            if let Value::Object(fields) = node {
                for name in fields.keys() {
                    let mut fewer = fields.clone();
                    fewer.remove(name);
                    replace(fewer.into());
                }
                let mut more = fields.clone();
                more.insert("other".into(), json!([1.5, {"a": null}]));
                replace(more.into());
            } else {
                replace(json!([]));
                replace(json!([node, node]));
            }
        }
    }

    fn collect_pointers(node: &Value, pointer: String, out: &mut Vec<String>) {
        match node {
            Value::Object(fields) => {
                for (name, node) in fields {
                    collect_pointers(node, format!("{pointer}/{name}"), out);
                }
            }
            Value::Array(nodes) => {
                for (index, node) in nodes.iter().enumerate() {
                    collect_pointers(node, format!("{pointer}/{index}"), out);
                }
            }
            _ => {}
        }
        out.push(pointer);
    }

    fn picture() -> Value {
        json!({"url": "/a.jpg", "size": [3, 2], "alt": "江", "variants": [["/b.jpg", 400]]})
    }

    fn preview() -> Value {
        json!({
            "id": "江-1", "title": "潮", "excerpt": "水", "published": "2026-11-20T08:00:00+08:00",
            "picture": picture(), "channel": {"key": "city", "name": "城"}, "source": "报",
            "language": "ug",
        })
    }

    #[test]
    fn articles_are_read_as_serde_reads_them() {
        let credit = json!({"name": "报", "url": "https://example.org/"});
        let section = json!({
            "channel": {"key": "city", "name": "城"}, "column": {"key": "river", "name": "河"},
        });
        compare::<Article>(&json!({
            "id": "a", "title": "潮", "excerpt": "水", "standfirst": true, "length": 7, "source": credit, "authors": ["甲"],
            "editor": "乙", "language": "ug", "published": "2026-11-20T08:00:00Z", "updated": "2026-11-21T08:00:00Z",
            "section": section, "picture": picture(), "tags": ["河"], "body": ["divider"],
            "counts": {"happy": 1, "sad": 2, "like": 3, "pass": 4},
            "corrections": [{"date": "2026-11-21T08:00:00Z", "text": "误"}],
            "adjacent": {"previous": {"id": "b", "title": "旧"}, "next": {"id": "c", "title": "新"}},
        }));
    }

    #[test]
    fn every_kind_of_block_is_read_as_serde_reads_it() {
        let text = json!([
            {"text": "水"}, {"anchor": "to-1"}, {"strong": [{"text": "水"}]}, {"emphasis": ["line-break"]},
            {"marked": {"mark": "sup", "text": [{"text": "8"}]}},
            {"link": {"url": "mailto:a@example.org", "text": [{"code": "x"}]}},
        ]);
        let blocks = json!([
            {"paragraph": text}, {"heading": {"level": 3, "text": text}},
            {"image": {"picture": picture(), "caption": "江"}},
            {"foreign": {"language": "ug", "rtl": true, "body": [{"paragraph": []}]}},
            {"quote": {"body": [{"paragraph": []}], "cite": "丙"}},
            {"details": {"summary": "问", "open": true, "body": [{"paragraph": []}]}},
            {"list": {"ordered": true, "items": [["divider"]],
                "start": 4, "reversed": true, "numerals": "I"}},
            {"table": {"caption": "表", "head": [text], "rows": [[text, []]]}},
            {"code": {"language": "rust", "text": "1\n2"}},
            {"video": {"url": "/a.mp4", "poster": "/a.jpg", "size": [16, 9], "caption": "江"}},
            {"audio": {"url": "https://example.org/a.mp3", "caption": "江"}},
            "divider", {"divider": null},
        ]);
        compare::<Vec<Block>>(&blocks);
        let all: Vec<Block> = from_str(&blocks.to_string()).unwrap();
        // A new kind must be added to the match, and then to the document above.
        let kinds = all.iter().map(|block| match block {
            Block::Paragraph(_) => 0,
            Block::Heading { .. } => 1,
            Block::Image { .. } => 2,
            Block::Foreign { .. } => 3,
            Block::Quote { .. } => 4,
            Block::Details { .. } => 5,
            Block::List { .. } => 6,
            Block::Table { .. } => 7,
            Block::Code { .. } => 8,
            Block::Video { .. } => 9,
            Block::Audio { .. } => 10,
            Block::Divider => 11,
        });
        assert!(kinds.eq((0..=11).chain([11])));
    }

    #[test]
    fn the_other_responses_are_read_as_serde_reads_them() {
        let card = json!({"title": "策", "url": "/articles/a", "picture": picture()});
        let credit = json!({"name": "云", "url": "https://example.org/"});
        compare::<Site>(&json!({
            "name": "澜", "description": "江", "logo": "/logo.svg",
            "channels": [{"key": "city", "name": "城", "columns": [{"key": "a", "name": "甲"}]}],
            "focus": [card], "special": [card], "pins": ["a"], "provider": credit,
            "footer": {"copyright": "版", "icp": credit, "licence": credit, "hotline": "电"},
            "share": {"image": "/s.png", "text": "享", "targets": ["wechat", "x"], "from": true}, "wechat": true,
        }));
        compare::<FeedPage>(&json!({
            "items": [preview()], "next": "0.1.2.a",
            "facets": [{"name": "河", "url": "/tags/a"}, {"name": "甲"}],
        }));
        compare::<Ranking>(&json!({"items": [{"preview": preview(), "count": 7}]}));
        compare::<Reaction>(&json!({"counts": {"happy": 1}, "mine": "sad"}));
        compare::<Problem>(&json!({
            "status": 404, "code": "article-not-found", "title": "gone", "detail": "a",
        }));
        for mood in Mood::ALL {
            compare::<Mood>(&json!(mood.key()));
        }
        for code in ProblemCode::ALL {
            compare::<ProblemCode>(&json!(code.key()));
        }
    }

    #[test]
    fn the_error_names_the_field() {
        let error = from_str::<FeedPage>(r#"{"items":[{"id":"a/b"}]}"#).unwrap_err();
        assert_eq!(error.0, "id: expected a key");
        assert_eq!(from_str::<FeedPage>("[").unwrap_err().0, "no JSON at byte 1");
    }
}
