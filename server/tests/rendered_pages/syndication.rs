//! Integration tests of syndication: `sitemap.xml`, `robots.txt`, RSS and JSON Feed.

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
