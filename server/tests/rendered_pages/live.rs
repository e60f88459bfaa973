//! Integration tests of live articles: pages of entries without scripts, the endpoint for what has
//! changed, structured data, feeds, and imports that follow each other.

use std::time::Duration;

use serde_json::{Value, json};
use zaidu_import::import_feed;
use zaidu_model::{Live, Newsroom, ProblemCode, Timestamp};

use crate::common::{Fixture, Server};

/// A newsroom of one live article with these entries.
fn newsroom(state: &str, entries: &[Value]) -> Newsroom {
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "江畔日报", "home_page_url": "https://a.example/",
        "items": [{
            "id": "tide", "title": "大潮直播", "content_html": "<p>潮水将至。</p>",
            "date_published": "2026-11-20T08:00:00+08:00",
            "_newsroom": {
                "section": ["城事"],
                "live": {
                    "state": state, "start": "2026-11-20T09:00:00+08:00",
                    "key_points": ["水位已过警戒线"], "entries": entries,
                },
            },
        }],
    });
    let now = Timestamp::parse("2026-11-26T12:00:00+08:00").unwrap();
    let import = import_feed(feed.to_string().as_bytes(), now).unwrap();
    assert_eq!((import.refused, import.notes), (vec![], vec![]));
    import.newsroom
}

/// Entry `n`, `n` minutes after nine, with this text.
fn entry(n: u32, text: &str) -> Value {
    let time = Timestamp::from_unix(1_795_136_400 + i64::from(n) * 60).unwrap();
    json!({ "id": format!("e{n:04}"), "time": time.to_string(), "content_html": format!("<p>{text}</p>") })
}

fn entries(count: u32) -> Vec<Value> {
    (0..count).map(|n| entry(n, &format!("进展{n}号"))).collect()
}

async fn serve(newsroom: &Newsroom) -> (Fixture, Server) {
    let fixture = Fixture::new().await;
    let store = fixture.store().await;
    store.import(newsroom).await.unwrap();
    let app = fixture.app().await.with_page_ttl(Duration::ZERO);
    (fixture, Server::start(app).await)
}

/// The entries of a page, by their texts.
fn shown(page: &str) -> Vec<u32> {
    let list = page.split_once("class=\"live-entries\"").unwrap().1.split_once("</ol>").unwrap().0;
    list.split("进展")
        .skip(1)
        .map(|text| text.split_once('号').unwrap().0.parse().unwrap())
        .collect()
}

/// Where the link to the next page of entries leads.
fn next(page: &str) -> Option<String> {
    let link = page.split_once("class=\"live-more\"")?.1;
    let href = link.split_once("href=\"")?.1.split_once('"')?.0;
    Some(href.replace("&amp;", "&"))
}

#[tokio::test]
async fn every_entry_is_reached_without_scripts_in_both_orders() {
    let (_fixture, server) = serve(&newsroom("running", &entries(2_000))).await;
    for (first, order) in [("/articles/tide", 0), ("/articles/tide?order=oldest", 1)] {
        let (mut address, mut seen) = (Some(first.to_owned()), Vec::new());
        while let Some(path) = address {
            let page = server.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(page.text().contains("直播中，共2000条进展"));
            assert!(page.text().contains("href=\"/live.css\""));
            let page_entries = shown(page.text());
            assert!(page_entries.len() <= 30, "{path}");
            seen.extend(page_entries);
            address = next(page.text());
        }
        let want: Vec<u32> =
            if order == 0 { (0..2_000).rev().collect() } else { (0..2_000).collect() };
        assert_eq!(seen, want, "{first}");
    }
    // The text, the key points and the entries are not sent twice.
    let page = server.get("/articles/tide").await;
    let data = page.text().split_once("id=\"zaidu-came\"").unwrap().1;
    assert!(!data.contains("进展") && !data.contains("警戒线"), "{data}");
    let forged = server.get("/articles/tide?entries=x").await;
    assert_eq!(forged.status, 400);
    let forged = server.get("/api/articles/tide/live?entries=x").await;
    assert_eq!(forged.code(), ProblemCode::CursorForged);
    let odd = server.get("/api/articles/tide?order=random").await;
    assert_eq!(odd.code(), ProblemCode::QueryMalformed);
}

#[tokio::test]
async fn the_server_tells_what_has_changed_once() {
    let mut all = entries(40);
    let (_fixture, server) = serve(&newsroom("running", &all)).await;
    let page: Live = server.get("/api/articles/tide/live").await.json();
    assert_eq!((page.entries.len(), page.total, page.removed.len()), (30, 40, 0));
    let path = |revision: u64| format!("/api/articles/tide/live?after={revision}");
    let answer = server.get(&path(page.revision)).await;
    let none: Live = answer.json();
    assert_eq!((none.entries.len(), none.revision), (0, page.revision));
    let known = [("if-none-match", answer.header("etag"))];
    assert_eq!(server.get_with(&path(page.revision), &known).await.status, 304);
    // The same content again is no change.
    server.store.import(&newsroom("running", &all)).await.unwrap();
    assert_eq!(server.get_with(&path(page.revision), &known).await.status, 304);
    // A new one, one that is edited, one that is taken back, one that is gone; out of order.
    all[5] = entry(5, "改过");
    all[6] = json!({ "id": "e0006", "time": "2026-11-20T09:06:00+08:00", "withdrawn": true });
    all.remove(7);
    all.insert(0, entry(99, "最新"));
    server.store.import(&newsroom("running", &all)).await.unwrap();
    let answer = server.get_with(&path(page.revision), &known).await;
    assert_eq!(answer.status, 200);
    let changes: Live = answer.json();
    let ids: Vec<_> = changes.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["e0099", "e0006", "e0005"]);
    assert!(changes.entries[1].withdrawn && changes.revision > page.revision);
    assert_eq!(changes.removed[0].id.as_str(), "e0007");
    let after: Live = server.get(&path(changes.revision)).await.json();
    assert_eq!((after.entries.len(), after.removed.len()), (0, 0));
    // It ends.
    server.store.import(&newsroom("ended", &all)).await.unwrap();
    let ended: Live = server.get(&path(changes.revision)).await.json();
    assert_eq!((ended.state.key(), ended.entries.len()), ("ended", 0));
    assert!(server.get("/articles/tide").await.text().contains("直播已结束，共40条进展"));
    for (path, code) in [
        ("/api/articles/nowhere/live?after=1", ProblemCode::ArticleNotFound),
        ("/api/articles/tide/live?after=x", ProblemCode::QueryMalformed),
    ] {
        assert_eq!(server.get(path).await.code(), code, "{path}");
    }
}

#[tokio::test]
async fn an_article_without_entries_has_no_live_endpoint() {
    let (_fixture, server) = crate::start().await;
    assert_eq!(server.get("/api/articles/a-1/live").await.code(), ProblemCode::NotFound);
    let page = server.get("/articles/a-1").await;
    for part in ["live", "LiveBlogPosting", "直播"] {
        assert!(!page.text().contains(part), "{part}");
    }
}

#[tokio::test]
async fn search_engines_feeds_lists_and_search_know_the_entries() {
    let mut all = entries(3);
    all[1]["headline"] = json!("二号标题");
    all[2]["withdrawn"] = json!(true);
    let (_fixture, server) = serve(&newsroom("running", &all)).await;
    let page = server.get("/articles/tide").await;
    let graph = page.text().split_once("application/ld+json\">").unwrap().1;
    let graph: Value = serde_json::from_str(graph.split_once("</script>").unwrap().0).unwrap();
    let node = &graph["@graph"][0];
    assert_eq!(node["@type"], "LiveBlogPosting");
    assert_eq!(node["coverageStartTime"], "2026-11-20T09:00:00+08:00");
    assert_eq!(node["coverageEndTime"], Value::Null);
    let updates = node["liveBlogUpdate"].as_array().unwrap();
    assert_eq!(updates.len(), 2, "what is taken back is none: {updates:?}");
    assert_eq!(updates[0]["@type"], "BlogPosting");
    assert_eq!(updates[0]["headline"], "二号标题");
    assert_eq!(updates[0]["articleBody"], "进展1号");
    assert_eq!(updates[0]["datePublished"], "2026-11-20T09:01:00+08:00");
    assert!(updates[0]["url"].as_str().unwrap().ends_with("/articles/tide#live-e0001"));
    assert!(page.text().contains("这条进展已撤回") && !page.text().contains("进展2号"));
    let sitemap = server.get("/sitemap.xml").await;
    assert!(sitemap.text().contains("/articles/tide</loc><lastmod>2026-11-20T09:02:00"));
    let rss = server.get("/feeds/latest.xml").await;
    assert!(rss.text().contains("进展1号"), "{}", rss.text());
    assert!(server.get("/").await.text().contains("<strong>直播中</strong>"));
    let found = server.get("/search?q=%E8%BF%9B%E5%B1%95").await;
    assert!(found.text().contains("/articles/tide"), "{}", found.text());
    // The export is a newsroom for another server: the same database.
    let json = server.get("/feeds/latest.json").await;
    let now = Timestamp::parse("2026-11-26T12:00:00+08:00").unwrap();
    let again = import_feed(&json.body, now).unwrap();
    assert_eq!(again.refused, []);
    let summary = server.store.import(&again.newsroom).await.unwrap();
    assert_eq!((summary.added, summary.updated, summary.unchanged), (0, 0, 1));
    server.store.import(&newsroom("ended", &all)).await.unwrap();
    let page = server.get("/articles/tide").await;
    assert!(page.text().contains("\"coverageEndTime\":\"2026-11-20T09:02:00+08:00\""));
    assert!(server.get("/").await.text().contains("<strong>直播</strong>"));
}
