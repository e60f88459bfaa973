//! Import of corrections, and of names that are compared: tags and authors.

#![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]

use serde_json::{Value, json};
use zaidu_import::{Import, import_feed};
use zaidu_model::Timestamp;

/// Imports a feed of one item.
fn import(item: &Value) -> Import {
    let feed = json!({ "version": "https://jsonfeed.org/version/1.1", "items": [item] });
    let now = Timestamp::parse("2026-11-26T12:00:00+08:00").unwrap();
    import_feed(feed.to_string().as_bytes(), now).unwrap()
}

#[test]
fn corrections_have_a_date_and_a_text_wherever_they_stand() {
    let item = json!({
        "id": "a", "date_published": "2026-11-19T08:00:00+08:00",
        "date_modified": "2026-11-20T09:00:00+08:00",
        "content_html": "<p>一段。</p>\
            <aside class='note correction'><time datetime='2026-11-22T08:00:00+08:00'>昨天</time>\
            <p>桥名<b>有误</b>。</p></aside>\
            <aside class='correction'>没有日期。</aside><aside><time datetime='2026-11-22'></time>旁注。</aside>",
        "_newsroom": { "corrections": [
            { "date": "2026-11-21", "text": " 第1路误为第2路,已改。 " },
            { "date": "2026-11-22T08:00:00+08:00", "text": "桥名有误。" },
            { "date": "昨天", "text": "日期不明。" }, { "date": "2026-11-21" }, "无日期", 7,
        ]},
    });
    let import = import(&item);
    let article = &import.newsroom.articles()[0];
    let corrections: Vec<_> =
        article.corrections.iter().map(|it| (it.date.display(), it.text.as_str())).collect();
    // Newest first, each once, with full-width marks.
    assert_eq!(
        corrections,
        [
            ("2026-11-22 08:00".to_owned(), "桥名有误。"),
            ("2026-11-21 00:00".to_owned(), "第1路误为第2路，已改。"),
        ]
    );
    assert_eq!(article.updated.unwrap().display(), "2026-11-22 08:00", "a correction is a change");
    let text = zaidu_model::block::body_text(&article.body);
    assert!(text.contains("没有日期。") && text.contains("旁注。"), "{text}");
    assert!(!text.contains("桥名"), "it is no part of the text: {text}");
    let notes: Vec<String> = import.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        ["items[0]._newsroom.corrections: 4 have no date or no text and are left out"]
    );
}

#[test]
fn names_are_composed() {
    let item = json!({
        "id": "a", "content_text": "一段。", "tags": ["cafe\u{301}", "caf\u{e9}", " 慢\u{200b}出行 "],
        "authors": [{ "name": "Zoe\u{308}" }],
    });
    let import = import(&item);
    let article = &import.newsroom.articles()[0];
    assert_eq!(article.tags, ["caf\u{e9}", "慢出行"]);
    assert_eq!(article.authors, ["Zo\u{eb}"]);
}
