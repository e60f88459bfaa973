//! Live articles: `_newsroom.live` of an item.

#![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]

use serde_json::{Value, json};
use zaidu_import::{Import, import_feed};
use zaidu_model::block::body_text;
use zaidu_model::{Article, Live, LiveState, Timestamp};

fn import_item(item: &Value) -> Import {
    let feed = json!({ "version": "https://jsonfeed.org/version/1.1", "items": [item] });
    let now = Timestamp::parse("2026-11-20T12:00:00+08:00").unwrap();
    import_feed(feed.to_string().as_bytes(), now).unwrap()
}

fn import(live: &Value) -> (Article, Vec<String>) {
    let import = import_item(&json!({
        "id": "a", "title": "潮", "content_html": "<p>正文</p>",
        "date_published": "2026-11-20T07:00:00+08:00", "_newsroom": { "live": live },
    }));
    assert_eq!(import.refused, []);
    let notes = import.notes.iter().map(ToString::to_string).collect();
    (import.newsroom.articles()[0].clone(), notes)
}

fn live(live: &Value) -> (Live, Vec<String>) {
    let (article, notes) = import(live);
    (*article.live.unwrap(), notes)
}

fn ids(live: &Live) -> Vec<&str> {
    live.entries.iter().map(|entry| entry.id.as_str()).collect()
}

#[test]
fn entries_come_in_any_order_with_dates_in_any_form() {
    let (article, notes) = import(&json!({
        "state": "running", "start": "2026年11月20日 8:00", "key_points": ["水位,已降", " ", "渡口复航"],
        "entries": [
            { "id": "b", "time": "2026-11-20 09:00", "content_text": "第二条" },
            { "id": 3, "time": "Fri, 20 Nov 2026 10:00:00 +0800", "headline": "第三条,题",
              "content_html": "<p>甲</p><figure><img src=\"/a.jpg\"></figure><blockquote>引</blockquote>",
              "important": true, "correction": "时间,有误" },
            { "id": "a", "time": 1_795_132_800_i64, "content_html": "<p>第一条</p>" },
        ],
    }));
    assert_eq!(notes, [""; 0]);
    let live = article.live.unwrap();
    assert_eq!(ids(&live), ["3", "b", "a"]);
    assert_eq!((live.state, live.end), (LiveState::Running, None));
    assert_eq!(live.start.unwrap().display(), "2026-11-20 08:00");
    assert_eq!(live.key_points, ["水位，已降", "渡口复航"]);
    let newest = &live.entries[0];
    assert_eq!((newest.important, newest.body.len()), (true, 3));
    assert_eq!(newest.headline.as_deref(), Some("第三条，题"));
    assert_eq!(newest.correction.as_deref(), Some("时间，有误"));
    // The last entry is the last change of the article; what it lacks comes from the entries.
    assert_eq!(article.updated, Some(newest.time));
    assert_eq!(article.picture.unwrap().url.as_str(), "/a.jpg");
}

#[test]
fn each_invalid_entry_is_refused_by_its_name() {
    let (live, notes) = live(&json!({
        "state": "paused", "start": "soon",
        "entries": [
            { "id": "a", "time": "2026-11-20 09:00", "content_html": "<p>第一条</p>" },
            { "id": "b", "content_html": "<p>没有时间</p>" },
            { "id": "c", "time": "昨天", "content_html": "<p>时间不明</p>" },
            { "id": "d", "time": "2026-11-20 09:00", "content_html": " " },
            { "id": "a", "time": "2026-11-20 10:00", "content_html": "<p>重复</p>" },
            "e",
            { "id": "f", "time": "2026-11-20 11:00", "content_html": 5 },
            { "id": "g", "time": "2026-11-20 08:00", "withdrawn": true, "content_html": "<p>撤回</p>" },
        ],
    }));
    assert_eq!(ids(&live), ["a", "g"]);
    assert!(live.entries[1].withdrawn && live.entries[1].body.is_empty(), "its text is gone");
    let of = |n: usize, rest: &str| format!("items[0]._newsroom.live.entries[{n}]{rest}");
    let begin = [
        r#"items[0]._newsroom.live.start: "soon" is no date"#.to_owned(),
        r#"items[0]._newsroom.live.state: "paused" is none of"#.to_owned(),
        of(1, ".time: missing"),
        of(2, ".time: \"昨天\" is no date"),
        of(3, ": has no text"),
        of(4, ".id: \"a\" is the id of entries[0] too"),
        of(5, ": invalid type: string"),
        of(6, ".content_html: invalid type: integer"),
    ];
    assert_eq!(notes.len(), begin.len(), "{notes:#?}");
    for (note, begin) in notes.iter().zip(begin) {
        assert!(note.starts_with(&begin), "{note}");
    }
}

#[test]
fn an_entry_without_an_id_keeps_the_one_of_its_time() {
    let of = |texts: &[&str]| {
        let entries: Vec<_> = texts
            .iter()
            .map(|text| json!({ "time": "2026-11-20T09:00:00+08:00", "content_text": text }))
            .collect();
        live(&json!({ "entries": entries })).0
    };
    assert_eq!(ids(&of(&["甲", "乙"])), ["t1795136400-2", "t1795136400"]);
    assert_eq!(ids(&of(&["甲，改过", "乙"])), ["t1795136400-2", "t1795136400"]);
}

#[test]
fn a_state_that_is_not_told_follows_from_the_times() {
    for (start, end, state) in [
        (None, None, LiveState::Running),
        (Some("2026-11-20 13:00"), None, LiveState::Upcoming),
        (Some("2026-11-20 08:00"), Some("2026-11-20 13:00"), LiveState::Running),
        (Some("2026-11-20 08:00"), Some("2026-11-20 11:00"), LiveState::Ended),
    ] {
        assert_eq!(live(&json!({ "start": start, "end": end })).0.state, state);
    }
}

#[test]
fn a_live_article_may_have_entries_only() {
    let entry = json!({ "time": "2026-11-20 09:00", "content_text": "首条进展。" });
    let item = |live: Value| json!({ "id": "a", "title": "潮", "_newsroom": { "live": live } });
    let import = import_item(&item(json!({ "entries": [entry] })));
    let article = &import.newsroom.articles()[0];
    assert_eq!((body_text(&article.body).as_str(), &*article.excerpt), ("", "首条进展。"));
    assert!(article.text().contains("首条进展"), "it is searched");
    let refused = import_item(&item(json!({ "entries": { "a": 1 } }))).refused;
    assert!(refused[0].to_string().starts_with("items[0]._newsroom.live.entries: invalid type"));
    let many: Vec<_> =
        (0..5_001).map(|n| json!({ "id": n, "time": 1_795_132_800, "headline": "进展" })).collect();
    let import = import_item(&item(json!({ "entries": many })));
    assert_eq!(import.newsroom.articles()[0].live.as_ref().unwrap().entries.len(), 5_000);
    assert_eq!(import.notes[0].path, "items[0]._newsroom.live.entries[5000]");
}

#[test]
fn the_sample_is_taken_as_a_whole() {
    let now = Timestamp::parse("2026-11-20T12:00:00+08:00").unwrap();
    let import = import_feed(include_bytes!("../../sample/live.json"), now).unwrap();
    assert_eq!((import.refused, import.notes), (vec![], vec![]));
    let live = import.newsroom.articles()[0].live.as_ref().unwrap();
    assert_eq!(live.entries.len(), 7);
}
