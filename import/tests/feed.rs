//! Import of whole feeds: the fields of valid ones, the errors of invalid ones.

#![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]

use serde_json::{Value, json};
use zaidu_import::{MAX_BLOCKS, MAX_ITEMS, import_feed};
use zaidu_model::recommend::MAX_PINS;
use zaidu_model::{Article, Block, Inline, Newsroom, Size, Timestamp};

/// After all dates of these feeds, so that no embargo holds an item.
fn now() -> Timestamp {
    Timestamp::parse("9000-01-01T00:00:00Z").unwrap()
}

fn import(feed: &Value) -> Newsroom {
    let import = import_feed(feed.to_string().as_bytes(), now()).unwrap();
    assert_eq!(import.refused, []);
    import.newsroom
}

fn error(feed: &str) -> String {
    import_feed(feed.as_bytes(), now()).unwrap_err().to_string()
}

fn feed(items: Value) -> Value {
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "River",
        "home_page_url": "https://example.org/",
        "items": items,
    })
}

fn item(id: &str) -> Value {
    json!({"id": id, "content_text": "潮水来了。", "date_published": "2026-11-20T08:00:00+08:00"})
}

/// The article of a feed with one item, whose fields are overridden by `fields`.
fn article(fields: Value) -> Article {
    let mut item = item("a");
    item.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    import(&feed(json!([item]))).articles()[0].clone()
}

fn text(article: &Article) -> Vec<String> {
    let words = |block: &Block| match block {
        Block::Paragraph(inlines) => zaidu_model::block::plain_text(inlines),
        other => format!("{other:?}"),
    };
    article.body.iter().map(words).collect()
}

#[test]
fn marks_are_full_width_unless_the_newsroom_keeps_them() {
    let of = |extension: Value| {
        let item = json!({
            "id": "a", "title": "潮,水", "summary": "江”,来了", "content_text": "潮水,来了(又来)",
            "date_published": "2026-11-20T08:00:00+08:00",
        });
        let mut feed = feed(json!([item]));
        feed["_newsroom"] = extension;
        let newsroom = import(&feed);
        let article = newsroom.articles()[0].clone();
        let card = newsroom.site().special[0].title.clone();
        [vec![article.title.clone().unwrap(), article.excerpt.clone(), card], text(&article)]
            .concat()
    };
    let special = json!(["策划:春江"]);
    assert_eq!(
        of(json!({"special": special})),
        ["潮，水", "“江”，来了", "策划：春江", "潮水，来了（又来）"]
    );
    assert_eq!(
        of(json!({"special": special, "punctuation": "keep"})),
        ["潮,水", "“江”,来了", "策划:春江", "潮水,来了(又来)"]
    );
}

#[test]
fn a_summary_that_does_not_repeat_the_text_is_a_standfirst() {
    let of = |fields: Value| article(fields);
    let text = "潮水来了。潮水退了。";
    for (summary, is_standfirst) in [
        (json!("江边的一天。"), true),
        (json!("潮水来了。"), false),
        (json!("潮水 来了……"), false),
        (json!(null), false),
    ] {
        let titled = of(json!({"title": "潮", "summary": summary, "content_text": text}));
        assert_eq!(titled.standfirst, is_standfirst, "{summary}");
        assert_eq!(titled.length, 8);
        let untitled = of(json!({"summary": summary, "content_text": text}));
        assert!(!untitled.standfirst, "its summary is its headline");
    }
}

#[test]
fn articles_have_their_fields() {
    let article = article(json!({
        "title": " 潮\n水 ",
        "url": "https://example.org/tide",
        "content_html": "<p>\u{3000}作者:林一舟</p><p>潮水来了。</p><p>退了。(林一舟)</p><p>[ 责编:沈砚 ]</p>",
        "date_modified": "2026-11-20T01:00:00Z",
        "authors": [{"name": "林一舟", "avatar": 1}, {"name": "林一舟"}, {}],
        "tags": ["江", "江", "", 7],
        "_newsroom": {
            "source": {"name": "江报", "url": "news/1.html"},
            "section": ["城市", "渡口"],
            "picture": {
                "url": "/a.jpg", "width": 640, "height": "480", "alt": "江",
                "variants": [
                    {"url": "b.jpg", "width": "320px"}, {"url": "/c.jpg", "width": 160},
                    {"url": "data:,", "width": 9}, {"url": "/d.jpg"}, "/e.jpg", 3,
                ],
            },
        },
    }));
    assert_eq!(article.title.as_deref(), Some("潮水"));
    assert_eq!(text(&article), ["潮水来了。", "退了。"]);
    assert_eq!(article.excerpt, "潮水来了。");
    assert_eq!(
        (&article.authors[..], article.editor.as_deref()),
        (&["林一舟".into()][..], Some("沈砚"))
    );
    assert_eq!(article.updated.unwrap().display(), "2026-11-20 09:00");
    assert_eq!(article.tags, ["江", "7"]);
    let source = article.source.unwrap();
    assert_eq!(
        (&*source.name, source.url.unwrap().as_str()),
        ("江报", "https://example.org/news/1.html")
    );
    let section = article.section.unwrap();
    assert_eq!((&*section.channel.name, &*section.column.unwrap().name), ("城市", "渡口"));
    let picture = article.picture.unwrap();
    assert_eq!(
        (picture.url.as_str(), picture.size, &*picture.alt),
        ("/a.jpg", Size::new(640, 480), "江")
    );
    assert_eq!(
        picture.srcset().unwrap(),
        "/c.jpg 160w, https://example.org/b.jpg 320w, /a.jpg 640w"
    );
}

#[test]
fn missing_fields_have_fallbacks() {
    let plain = article(json!({"id": 17, "authors": null, "tags": {}, "title": "\u{202e} "}));
    assert_eq!((plain.id.as_str(), plain.title, plain.authors.len()), ("17", None, 0));
    let long = "潮".repeat(200);
    assert_eq!(article(json!({"content_text": long})).excerpt, format!("{}……", "潮".repeat(110)));
    assert_eq!(article(json!({"summary": "a  b"})).excerpt, "a b");
    assert_eq!(text(&article(json!({"content_text": null, "summary": "江"}))), ["江"]);
    let shown =
        article(json!({"content_html": "<ul><li>a<img src=b.jpg></ul>", "image": "javascript:x"}));
    assert_eq!(shown.picture.unwrap().url.as_str(), "https://example.org/b.jpg");
    let linked =
        article(json!({"external_url": "https://example.com/", "_newsroom": {"source": "江报"}}));
    assert_eq!(linked.source.unwrap().url.unwrap().as_str(), "https://example.com/");
    let old = article(json!({"author": {"name": "周渡"}, "date_modified": "soon"}));
    assert_eq!((old.authors, old.updated), (vec!["周渡".to_owned()], None));
}

#[test]
fn feed_authors_apply_to_items_without_authors() {
    let mut feed = feed(json!([item("a"), item("b")]));
    feed["authors"] = json!([{"name": "江报"}]);
    feed["items"][0]["content_text"] = json!("作者:林一舟\n潮水来了。");
    let newsroom = import(&feed);
    let authors: Vec<_> = newsroom.articles().iter().map(|a| &a.authors[0][..]).collect();
    assert_eq!(authors, ["江报", "林一舟"]);
}

#[test]
fn site_settings_are_imported() {
    let mut feed = feed(json!([item("a"), item("b")]));
    feed["items"][0]["_newsroom"] = json!({"section": ["江河", "潮汐"]});
    feed["items"][1]["_newsroom"] = json!({"section": ["city", "公交"]});
    assert_eq!(import(&feed).site().name, "River");
    feed["_newsroom"] = json!({
        "name": "江报",
        "logo": "logo.svg",
        "channels": [{"key": "city", "name": "城市", "columns": [{"key": "bus", "name": "公交"}]}],
        "focus": ["一", {"title": "二", "url": "/articles/a", "picture": {"url": "/a.jpg"}}, {}, 3],
        "special": [{"title": "三", "url": "data:text/html,x", "picture": {"url": "data:,"}}],
        "pins": ["b", "gone", "b", "", "a/1", {}],
        "mood_board": {"label": "云投", "url": "https://example.org/vote"},
        "footer": {"icp": "A-1", "licence": {"text": "B-2", "url": "/b"}, "hotline": 12345},
        "share": {"image": "https://example.org/share.png", "text": "看江", "from": true, "targets": ["WeChat", "x", "wechat", "myspace", 7]},
    });
    let newsroom = import(&feed);
    let site = newsroom.site();
    assert_eq!(site.name, "江报");
    assert_eq!(site.logo.as_ref().unwrap().as_str(), "https://example.org/logo.svg");
    let keys: Vec<_> = site.channels.iter().map(|channel| channel.key.as_str()).collect();
    assert_eq!(keys, ["city", "江河"]);
    assert_eq!(site.channels[0].columns.len(), 1);
    assert_eq!(site.channels[1].columns[0].name, "潮汐");
    assert_eq!(
        site.focus.iter().map(|card| &card.title[..]).collect::<Vec<_>>(),
        ["一", "二", "3"]
    );
    assert!(site.focus[1].url.is_some() && site.focus[1].picture.is_some());
    assert!(site.special[0].url.is_none() && site.special[0].picture.is_none());
    // Pins are converted to keys like the ids of items.
    let derived = article(json!({"id": "a/1"})).id;
    let pins: Vec<_> = site.pins.iter().map(|pin| pin.as_str()).collect();
    assert_eq!(pins, ["b", "gone", derived.as_str()]);
    assert_eq!(site.provider.as_ref().unwrap().name, "云投");
    assert_eq!(site.footer.hotline.as_deref(), Some("12345"));
    assert_eq!(site.footer.licence.as_ref().unwrap().url.as_ref().unwrap().as_str(), "/b");
    assert!(site.footer.icp.as_ref().unwrap().url.is_some());
    assert_eq!((&*site.share.text, site.share.from), ("看江", true));
    assert_eq!(site.share.targets, ["wechat", "x"]);
}

#[test]
fn pins_are_limited() {
    let mut feed = feed(json!([item("a")]));
    feed["_newsroom"] = json!({"pins": (0..50).collect::<Vec<_>>()});
    let pins = import(&feed).site().pins.clone();
    assert_eq!((pins.len(), pins[11].as_str()), (MAX_PINS, "11"));
}

#[test]
fn a_feed_that_cannot_be_read_names_the_field() {
    let v = r#""version":"https://jsonfeed.org/version/1.1""#;
    for (feed, line) in [
        ("".into(), "feed: is empty"),
        ("\u{feff} <!DOCTYPE html><title>江".into(), "feed: is an HTML page and not a feed"),
        ("{\n \"version\" 1}".into(), "feed: expected `:` at line 2 column 12"),
        (
            r#"{"version":"2","items":[]}"#.into(),
            "version: \"2\" is not JSON Feed 1.1 (https://jsonfeed.org/version/1.1)",
        ),
        (format!("{{{v}}}"), "items: missing"),
    ] {
        assert_eq!(error(&feed), line, "{feed}");
    }
    assert!(error("7").starts_with("feed: is in no known format: JSON Feed"));
    assert!(error(&format!(r#"{{{v},"items":7}}"#)).starts_with("items: invalid type"));
    let deep = format!(r#"{{{v},"_newsroom":{{"channels":{}"#, r#"{"columns":["#.repeat(1_000));
    assert!(error(&deep).contains("recursion limit exceeded"), "{}", error(&deep));
}

#[test]
fn large_feeds_are_refused_and_large_bodies_truncated() {
    let line = error(&" ".repeat((64 << 20) + 1));
    assert_eq!(line, "feed: 67108865 bytes are more than 67108864");
    let empty = format!(r#"{{"items":[{}{{}}]}}"#, "{},".repeat(MAX_ITEMS));
    assert!(error(&empty).starts_with("items: more than 100000 items"), "{}", error(&empty));
    let long = article(json!({"content_text": "江\n".repeat(MAX_BLOCKS + 500)}));
    assert_eq!(long.body.len(), MAX_BLOCKS);
    let broad = article(json!({"content_html": format!("a{}", "<br>b".repeat(300_000))}));
    assert!(
        matches!(&broad.body[0], Block::Paragraph(inlines) if inlines.contains(&Inline::LineBreak))
    );
}

#[test]
fn a_byte_order_mark_and_unknown_fields_are_ignored() {
    let mut feed = feed(json!([item("a")]));
    feed["hubs"] = json!([{"type": "x"}]);
    feed["items"][0]["attachments"] = json!([{"url": []}]);
    let bytes = format!("\u{feff}{feed}");
    let import = import_feed(bytes.as_bytes(), now()).unwrap();
    assert_eq!((import.newsroom.articles().len(), import.refused.len()), (1, 0));
}
