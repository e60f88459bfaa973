//! Import item by item: a good item beside an odd one, which is mended or named.

#![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]

use serde_json::{Value, json};
use zaidu_import::{Import, import_feed};
use zaidu_model::{Article, Block, Timestamp};

const NOW: &str = "2026-11-26T12:00:00+08:00";

fn import(bytes: &[u8]) -> Import {
    import_feed(bytes, Timestamp::parse(NOW).unwrap()).unwrap()
}

/// A feed of a good item and `odd`, as JSON text.
fn feed(odd: &str) -> String {
    format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "items": [
            {{"id": "good", "content_text": "渡轮照常。", "date_published": "2026-11-20T08:00:00+08:00"}},
            {odd}]}}"#
    )
}

/// Imports a good item beside one with `fields`; the good one is always taken.
fn beside_a_good_one(fields: &Value) -> Result<Article, String> {
    let import = import(feed(&fields.to_string()).as_bytes());
    let articles = import.newsroom.articles();
    assert!(articles.iter().any(|article| article.id.as_str() == "good"), "{fields}");
    let odd = articles.iter().find(|article| article.id.as_str() != "good");
    match (odd, &import.refused[..]) {
        (Some(odd), []) => Ok(odd.clone()),
        (None, [refused]) => Err(refused.to_string()),
        other => panic!("{fields}: {other:?}"),
    }
}

#[test]
fn a_bad_item_is_named_and_the_others_are_taken() {
    let date = "2026-11-19T08:00:00+08:00";
    for (fields, reason) in [
        (json!(null), "items[1]: invalid type: null, expected struct Item"),
        (
            json!({"content_text": "无号。"}),
            "items[1].id: missing: give each item an id of its own",
        ),
        (
            json!({"id": "good", "content_text": "重号。", "date_published": date}),
            "items[1].id: \"good\" is the id of items[0] too",
        ),
        (
            json!({"id": "odd", "title": "只有题目", "content_html": " "}),
            "items[1]: has no text: content_html, content_text and summary are all missing",
        ),
        (
            json!({"id": "odd", "content_html": 5}),
            "items[1].content_html: invalid type: integer `5`, expected a string",
        ),
        (
            json!({"id": "odd", "content_html": {"p": "x"}}),
            "items[1].content_html: invalid type: map, expected a string",
        ),
    ] {
        assert_eq!(beside_a_good_one(&fields), Err(reason.to_owned()));
    }
}

#[test]
fn dates_are_read_in_the_forms_of_practice() {
    for date in [
        json!("2026-11-19 08:00:00"),
        json!("2026-11-19T08:00:00"),
        json!("Thu, 19 Nov 2026 00:00:00 GMT"),
        json!(1_795_046_400),
        json!(1_795_046_400_000_i64),
    ] {
        let fields = json!({"id": "odd", "content_text": "江。", "date_published": date});
        let published = beside_a_good_one(&fields).unwrap().published;
        assert_eq!(published.to_string(), "2026-11-19T08:00:00+08:00", "{date}");
    }
}

#[test]
fn an_item_without_a_date_has_that_of_its_change_or_of_the_import() {
    for date in [Value::Null, json!(""), json!("soon"), json!("-0001-11-30T00:00:00+00:00")] {
        let mut fields = json!({"id": "odd", "content_text": "江。", "date_published": date});
        assert_eq!(beside_a_good_one(&fields).unwrap().published.to_string(), NOW, "{date}");
        fields["date_modified"] = json!("2026-11-19T08:00:00+08:00");
        let odd = beside_a_good_one(&fields).unwrap();
        assert_eq!(odd.published.to_string(), "2026-11-19T08:00:00+08:00", "{date}");
        assert_eq!(odd.updated, None);
    }
}

#[test]
fn items_without_dates_stay_in_the_order_of_the_feed() {
    let item = |id: &str| json!({"id": id, "content_text": "江。"}).to_string();
    let import = import(feed(&format!("{},{}", item("newer"), item("older"))).as_bytes());
    let articles = import.newsroom.articles();
    let ids: Vec<_> = articles.iter().map(|article| article.id.as_str()).collect();
    assert_eq!(ids, ["newer", "older", "good"]);
    assert!(import.newsroom.is_undated(&articles[0].id));
    assert!(!import.newsroom.is_undated(&articles[2].id));
}

#[test]
fn near_misses_of_json_are_mended() {
    for odd in [
        r#"{"id": "odd", "content_text": "江。", "summary": "到此\ud83d"}"#,
        "{\"id\": \"odd\", \"content_text\": \"江\n潮\"},",
        r#"{"id": "odd", "content_text": "江。", "tags": ["一",],}"#,
    ] {
        let import = import(feed(odd).as_bytes());
        assert_eq!((import.newsroom.articles().len(), import.refused.len()), (2, 0), "{odd}");
    }
}

#[test]
fn feeds_in_other_encodings_are_read() {
    let text = feed(r#"{"id": "odd", "title": "渡口夜灯", "content_text": "灯亮到十点。"}"#);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gbk = encoding_rs::GBK.encode(&text).0;
    let mut damaged = text.clone().into_bytes();
    let at = text.find('灯').unwrap();
    damaged[at] = 0xff;
    for bytes in [&utf16[..], &gbk, &damaged] {
        let newsroom = import(bytes).newsroom;
        let title = newsroom.articles()[0].title.as_deref().unwrap();
        assert!(title.starts_with("渡口夜"), "{title}");
    }
    let error = import_feed(&[0xff; 64], Timestamp::EPOCH).unwrap_err().to_string();
    assert_eq!(error, "feed: is not text in UTF-8, UTF-16 or GB18030: save it as UTF-8");
}

#[test]
fn a_text_above_the_limit_says_that_it_goes_on() {
    let html = "<ul><li>行</ul>".repeat(1500);
    let url = "https://example.org/live";
    let item = json!({"id": "odd", "url": url, "content_html": html});
    let import = import(feed(&item.to_string()).as_bytes());
    let articles = import.newsroom.articles();
    let odd = articles.iter().find(|article| article.id.as_str() == "odd").unwrap();
    let Some(Block::Paragraph(note)) = odd.body.last() else { panic!() };
    assert_eq!(zaidu_model::block::plain_text(note), "全文很长，以上是前面的部分。到来源阅读全文");
    assert!(
        matches!(note.last(), Some(zaidu_model::Inline::Link { url: to, .. }) if to.as_str() == url)
    );
    let notes: Vec<_> = import.notes.iter().map(ToString::to_string).collect();
    let reason = "items[1]: has more than 2000 blocks: the others are left out, which a note at its end says";
    assert_eq!(notes, [reason]);
    let short = json!({"id": "odd", "content_html": "<p>短。"}).to_string();
    assert_eq!(self::import(feed(&short).as_bytes()).notes, []);
}

#[test]
fn a_feed_that_ends_early_gives_its_whole_items() {
    let text = feed(r#"{"id": "odd", "content_text": "灯亮到十点。"}"#);
    for (mark, count, reason) in [
        ("灯亮", 1, "items[1]: the file ends before the end of the feed"),
        ("]}", 2, "items[2]: the file ends before the end of the feed"),
    ] {
        let import = import(&text.as_bytes()[..text.rfind(mark).unwrap()]);
        assert_eq!(import.newsroom.articles().len(), count, "{mark}");
        assert_eq!(import.refused.iter().map(ToString::to_string).collect::<Vec<_>>(), [reason]);
    }
    let none = import_feed(&text.as_bytes()[..text.find("good").unwrap()], Timestamp::EPOCH);
    assert!(none.unwrap_err().to_string().contains("EOF"));
}

#[test]
fn versions_are_compared_as_readers_do() {
    for version in [
        "https://jsonfeed.org/version/1.1/",
        "http://jsonfeed.org/version/1",
        "https://www.jsonfeed.org/version/1.0",
        "HTTPS://JSONFEED.ORG/version/1.1",
    ] {
        let feed = json!({"version": version, "items": []});
        assert!(import_feed(feed.to_string().as_bytes(), Timestamp::EPOCH).is_ok(), "{version}");
    }
    assert!(import_feed(br#"{"items": []}"#, Timestamp::EPOCH).is_ok());
    let other = br#"{"version": "https://jsonfeed.org/version/2", "items": []}"#;
    assert!(import_feed(other, Timestamp::EPOCH).is_err());
}

#[test]
fn ids_are_whole_numbers_or_addresses() {
    let item = |id: &str| format!(r#"{{"id": {id}, "content_text": "江。"}}"#);
    let (one, two) = ("123456789012345678901", "123456789012345678902");
    let import = import(feed(&format!("{},{}", item(one), item(two))).as_bytes());
    assert_eq!(import.refused, []);
    let mut ids: Vec<_> =
        import.newsroom.articles().iter().map(|article| article.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, [one, two, "good"]);
    let fields = json!({"url": "https://example.org/tide", "content_text": "江。"});
    assert!(beside_a_good_one(&fields).unwrap().id.as_str().contains("example.org-tide"));
}

#[test]
fn empty_html_does_not_hide_the_text() {
    let fields = json!({"id": "odd", "content_html": "", "content_text": "潮水退了。"});
    assert_eq!(beside_a_good_one(&fields).unwrap().excerpt, "潮水退了。");
}

#[test]
fn attachments_are_players_pictures_and_links() {
    let file = |kind: &str, name: &str| json!({"url": format!("https://cdn.example.org/{name}"), "mime_type": kind});
    let body = |fields: Value| {
        let odd = beside_a_good_one(&fields).unwrap();
        let name = |block: &Block| match block {
            Block::Audio { url, .. } | Block::Video { url, .. } => url.as_str().to_owned(),
            Block::Image { picture, .. } => picture.url.as_str().to_owned(),
            Block::Paragraph(inlines) => zaidu_model::block::plain_text(inlines),
            other => format!("{other:?}"),
        };
        odd.body.iter().map(name).collect::<Vec<_>>()
    };
    let files = json!([
        file("audio/mpeg", "a.mp3"),
        file("application/pdf", "table.pdf?v=2"),
        file("video/mp4", "b.mp4"),
        {"url": "javascript:x", "mime_type": "audio/mpeg"},
        {"mime_type": "audio/mpeg"},
    ]);
    assert_eq!(
        body(json!({"id": "odd", "content_text": "听。", "attachments": files})),
        ["https://cdn.example.org/a.mp3", "https://cdn.example.org/b.mp4", "听。", "table.pdf",]
    );
    assert_eq!(
        body(json!({"id": "odd", "attachments": [file("audio/mpeg", "a.mp3")]})),
        ["https://cdn.example.org/a.mp3"]
    );
    let html = "<p>看。</p><img src='https://cdn.example.org/c.jpg'>";
    assert_eq!(
        body(
            json!({"id": "odd", "content_html": html, "attachments": [file("image/jpeg", "c.jpg")]})
        ),
        ["看。", "https://cdn.example.org/c.jpg"]
    );
}

#[test]
fn an_item_with_a_date_to_come_is_held_unless_the_feed_shows_it() {
    let feed = |newsroom: serde_json::Value| {
        json!({ "version": "https://jsonfeed.org/version/1.1", "_newsroom": newsroom, "items": [
            {"id": "now", "content_text": "今天。", "date_published": NOW},
            {"id": "later", "content_text": "后天。", "date_published": "2200-01-01T00:00:00Z"},
            {"id": "undated", "content_text": "不知何时。"},
        ] })
    };
    for (newsroom, held) in [
        (json!({}), 1),
        (json!({"embargo": "hold"}), 1),
        (json!({"embargo": "show"}), 0),
        (json!({"embargo": 7}), 1),
    ] {
        let imported = import(feed(newsroom.clone()).to_string().as_bytes()).newsroom;
        let ids: Vec<_> = imported.held().iter().map(|article| article.id.as_str()).collect();
        assert_eq!(ids, vec!["later"; held], "{newsroom}");
        assert_eq!(imported.articles().len(), 3 - held, "{newsroom}");
    }
}

#[test]
fn an_item_that_is_taken_back_needs_no_text() {
    let feed = json!({ "version": "https://jsonfeed.org/version/1.1", "items": [
        {"id": "gone", "_newsroom": {"withdrawn": true}},
        {"id": "too", "content_text": "撤。", "_newsroom": {"withdrawn": "true"}},
        {"id": "stays", "content_text": "留。", "_newsroom": {"withdrawn": false}},
        {"id": "gone", "content_text": "又来。"},
    ] });
    let imported = import(feed.to_string().as_bytes());
    let withdrawn = imported.newsroom.withdrawn().iter().map(|id| id.as_str());
    assert_eq!(withdrawn.collect::<Vec<_>>(), ["gone", "too"]);
    assert_eq!(imported.newsroom.articles().len(), 1);
    assert!(imported.refused[0].to_string().contains("is the id of items[0] too"));
}

#[test]
fn a_feed_is_told_by_its_address_or_its_home_page_and_title() {
    let source = |feed: serde_json::Value| {
        let mut feed = feed;
        feed["items"] = json!([]);
        import(feed.to_string().as_bytes()).source
    };
    let home = "https://a.example/";
    for (feed, expected) in [
        (
            json!({"feed_url": "https://a.example/f.json", "title": "报"}),
            Some("https://a.example/f.json"),
        ),
        (json!({"home_page_url": home, "title": "报"}), Some("https://a.example/ 报")),
        (json!({"title": "报"}), Some("报")),
        (json!({"feed_url": " "}), None),
    ] {
        assert_eq!(source(feed.clone()).as_deref(), expected, "{feed}");
    }
}
