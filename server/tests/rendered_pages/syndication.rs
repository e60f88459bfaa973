//! Integration tests of syndication: `sitemap.xml`, `robots.txt`, RSS and JSON Feed.

use zaidu_model::Newsroom;

use crate::common::{Fixture, newsroom};
use crate::start;

#[tokio::test]
async fn sitemap_robots_and_feeds_are_served() {
    let (_fixture, server) = start().await;
    for (path, content_type, part) in [
        ("/sitemap.xml", "application/xml; charset=utf-8", "/articles/a-1</loc>"),
        ("/robots.txt", "text/plain; charset=utf-8", "Disallow: /api/"),
        ("/feeds/latest.xml", "application/rss+xml; charset=utf-8", "<rss version=\"2.0\""),
        ("/feeds/channels/city.xml", "application/rss+xml; charset=utf-8", "城事</title>"),
        ("/feeds/channels/city/bus.json", "application/feed+json", "jsonfeed.org/version/1.1"),
    ] {
        let response = server.get(path).await;
        assert_eq!(
            (response.status, response.header("content-type")),
            (200, content_type),
            "{path}"
        );
        assert!(response.text().contains(part), "{path}: {}", response.text());
        let known = [("if-none-match", response.header("etag"))];
        assert_eq!(server.get_with(path, &known).await.status, 304, "{path}");
        assert_eq!(server.send("HEAD", path, &[], "").await.text(), "", "{path}");
    }
    assert_eq!(server.get("/feeds/channels/nowhere.xml").await.status, 404);
    assert_eq!(server.get("/feeds/latest.html").await.status, 404);
}

/// One character of one article must not take the feed from all readers.
#[tokio::test]
async fn documents_are_well_formed_whatever_a_newsroom_writes() {
    let odd = "潮\u{fffe}水\u{ffff}\u{1}\u{202e}\u{fdd0}<&]]>\"";
    let name = |name: &str| format!("{name}{odd}");
    let mut site = newsroom::site();
    (site.name, site.description) = (name("江畔日报"), name("一句话"));
    site.channels[0].name = name("城事");
    let mut article =
        newsroom::article("odd", &name("标题"), "2026-11-18T06:30:00+08:00", Some(("city", None)));
    article.excerpt = name("摘要");
    let fixture = Fixture::new().await;
    let server = fixture.serve(&Newsroom::new(site, vec![article])).await;
    for path in ["/sitemap.xml", "/feeds/latest.xml", "/feeds/channels/city.xml"] {
        let response = server.get(path).await;
        let document = roxmltree::Document::parse(response.text());
        let document = document.unwrap_or_else(|error| panic!("{path}: {error}"));
        let texts: String = document.descendants().filter_map(|node| node.text()).collect();
        assert!(texts.contains("标题潮水"), "{path}: {texts}");
    }
    let json = server.get("/feeds/latest.json").await;
    assert!(serde_json::from_slice::<serde_json::Value>(&json.body).is_ok());
}
