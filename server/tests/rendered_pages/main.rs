//! Integration tests of server-rendered pages: HTML, security headers, HTTP caching, the in-memory
//! page cache, search, syndication, and the reaction form that works without JavaScript.

#![allow(clippy::unwrap_used)] // a panic fails the test

mod around_a_text;
mod comfort;
#[path = "../common/mod.rs"]
mod common;
mod facets;
mod hidden;
mod live;
mod offline;
mod reaction_form;
mod reading_list;
mod search;
mod syndication;

use std::time::Duration;

use common::client::ApiResponse;
use common::{Fixture, Server, newsroom};
use reaction_form::react;

const ARTICLE: &str = "/articles/a-1";

async fn start() -> (Fixture, Server) {
    let fixture = Fixture::new().await;
    let server = fixture.serve(&newsroom::newsroom()).await;
    (fixture, server)
}

/// The Content-Security-Policy of a response.
fn policy(response: &ApiResponse) -> &str {
    response.header("content-security-policy")
}

#[tokio::test]
async fn requirement_01_an_article_page_is_complete_and_has_a_strict_csp() {
    let (_fixture, server) = start().await;
    let page = server.get(ARTICLE).await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    let article =
        newsroom::newsroom().articles().iter().find(|it| it.id.as_str() == "a-1").cloned();
    let headline = article.unwrap().headline().into_owned();
    assert!(page.text().contains(&format!("{headline}<!----></h1>")), "{}", page.text());
    assert_eq!(page.text().matches("</h1>").count(), 1);
    assert!(page.text().contains("application/ld+json"));
    assert!(page.text().contains("id=\"zaidu-came\""));
    let policy = policy(&page);
    for part in [
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-",
        "; connect-src 'self';",
        "; form-action 'self';",
        "; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
        "; require-trusted-types-for 'script'",
    ] {
        assert!(policy.contains(part), "{part} in {policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !page.text().contains(" style="));
}

#[tokio::test]
async fn requirement_04_every_response_has_security_headers() {
    let (_fixture, server) = start().await;
    let nothing = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox";
    for path in [ARTICLE, "/nothing", "/api/site", "/api/nothing", "/healthz", "/robots.txt"] {
        let response = server.get_with(path, &[("accept", "text/html")]).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("strict-transport-security", ""),
        ] {
            assert_eq!(response.header(name), value, "{path} {name}");
        }
        assert!(response.header("permissions-policy").contains("camera=()"), "{path}");
        let is_page = response.header("content-type").starts_with("text/html");
        assert_eq!(policy(&response) == nothing, !is_page, "{path}: {}", policy(&response));
    }
}

#[tokio::test]
async fn requirement_04_secure_cookies_enable_hsts() {
    let fixture = Fixture::new().await;
    let server = Server::start(fixture.app().await.with_secure_cookies()).await;
    let hsts = server.get("/").await.header("strict-transport-security").to_owned();
    assert_eq!(hsts, "max-age=63072000");
}

#[tokio::test]
async fn shared_pages_are_cacheable_and_revalidate() {
    let (_fixture, server) = start().await;
    let page = server.get(ARTICLE).await;
    let cache = "max-age=0, s-maxage=60";
    assert_eq!(page.header("cache-control"), cache);
    assert!(page.header("vary").split(", ").any(|vary| vary == "cookie"));
    let known = [("if-none-match", page.header("etag"))];
    let again = server.get_with(ARTICLE, &known).await;
    assert_eq!((again.status, again.text(), again.header("cache-control")), (304, "", cache));
    // A policy on a 304 would replace the one that was stored with the page.
    assert_eq!(policy(&again), "");
}

/// Starts a server whose page cache has the given TTL.
async fn start_with_page_ttl(ttl: Duration) -> (Fixture, Server) {
    let fixture = Fixture::new().await;
    let app = fixture.app().await.with_page_ttl(ttl);
    app.store().import(&newsroom::newsroom()).await.unwrap();
    let server = Server::start(app).await;
    (fixture, server)
}

#[tokio::test]
async fn a_vote_changes_the_page_and_its_etag_after_the_ttl() {
    let (_fixture, server) = start_with_page_ttl(Duration::ZERO).await;
    let page = server.get(ARTICLE).await;
    let known = [("if-none-match", page.header("etag"))];
    assert_eq!(server.get_with(ARTICLE, &known).await.status, 304);
    react(&server, None, "mood=like").await;
    let after = server.get_with(ARTICLE, &known).await;
    assert_eq!(after.status, 200);
    assert!(after.text().contains("\"userInteractionCount\":1"));
}

#[tokio::test]
async fn a_cached_page_is_served_without_the_store_until_its_ttl_ends() {
    let (_fixture, server) = start_with_page_ttl(Duration::from_secs(3600)).await;
    let page = server.get(ARTICLE).await;
    let (_, cookie) = react(&server, None, "mood=like").await;
    server.store.close().await;
    // The page comes from the cache: the store is closed.
    assert_eq!(server.get(ARTICLE).await.text(), page.text());
    assert_eq!(server.get("/").await.status, 503);
    // Another host is another page, rendered from the same cached API responses.
    assert_eq!(server.get_with(ARTICLE, &[("host", "other.example")]).await.status, 200);
    // A personalised page is never cached, and a shared page is never served to a known reader.
    let mine = server.get_with(ARTICLE, &[("cookie", &cookie.unwrap())]).await;
    assert_eq!((mine.status, mine.header("cache-control")), (503, "no-store"));
}

#[tokio::test]
async fn pages_are_compressed_by_the_best_accepted_encoding() {
    let (_fixture, server) = start().await;
    let plain = server.get(ARTICLE).await;
    assert_eq!(
        (plain.header("content-encoding"), plain.header("vary")),
        ("", "accept-encoding, cookie, save-data")
    );
    for (accepts, encoding) in
        [("gzip, deflate, br, zstd", "br"), ("gzip, zstd", "zstd"), ("gzip", "gzip")]
    {
        let compressed = server.get_with(ARTICLE, &[("accept-encoding", accepts)]).await;
        assert_eq!(compressed.header("content-encoding"), encoding, "{accepts}");
        assert_eq!(compressed.header("etag"), plain.header("etag"), "weak: it says the same");
        assert_eq!(compressed.header("content-security-policy"), policy(&plain));
        assert!(
            compressed.body.len() < plain.body.len() / 2,
            "{accepts}: {}",
            compressed.body.len()
        );
    }
}

#[tokio::test]
async fn a_forged_cursor_in_the_url_is_a_400_page() {
    let (_fixture, server) = start().await;
    let forged = server.get("/?cursor=x").await;
    assert_eq!((forged.status, forged.header("cache-control")), (400, "no-store"));
    assert!(forged.text().contains("role=\"alert\""));
}

#[tokio::test]
async fn the_host_header_is_validated_and_overridden_by_the_configured_origin() {
    let (_fixture, server) = start().await;
    let evil = server.get_with(ARTICLE, &[("host", "evil\"><script>")]).await;
    assert!(!evil.text().contains("evil"), "{}", evil.text());
    let plain = server.get_with(ARTICLE, &[("host", "news.example:8720")]).await;
    let canonical = "<link rel=\"canonical\" href=\"http://news.example:8720/articles/a-1\">";
    assert!(plain.text().contains(canonical));

    let fixture = Fixture::new().await;
    let app = fixture.app().await.with_origin("https://www.example.org");
    app.store().import(&newsroom::newsroom()).await.unwrap();
    let server = Server::start(app).await;
    let named = server.get(ARTICLE).await;
    assert!(named.text().contains("href=\"https://www.example.org/articles/a-1\""));
}

#[tokio::test]
async fn tracking_parameters_do_not_change_the_page() {
    let fixture = Fixture::new().await;
    let app = fixture.app().await.with_origin("https://www.example.org");
    app.store().import(&newsroom::newsroom()).await.unwrap();
    let server = Server::start(app).await;
    let clean = server.get(ARTICLE).await;
    for query in ["?from=weibo", "?from=singlemessage&isappinstalled=0", "?reader=7"] {
        let page = server.get(&format!("{ARTICLE}{query}")).await;
        assert_eq!((page.status, page.text()), (200, clean.text()), "{query}");
    }
    let text = clean.text();
    assert!(
        text.contains("<link rel=\"canonical\" href=\"https://www.example.org/articles/a-1\">")
    );
    assert!(
        text.contains("url=https%3A%2F%2Fwww.example.org%2Farticles%2Fa-1&amp;title="),
        "{text}"
    );
    assert!(text.contains("<path d=\"M0 0h7m"), "its code is on the page: {text}");
}

#[tokio::test]
async fn an_unavailable_store_is_a_503_page_with_a_retry() {
    let (_fixture, server) = start().await;
    server.store.close().await;
    for path in ["/", ARTICLE, "/channels/city", "/ranking", "/search?q=ab"] {
        let response = server.get(path).await;
        assert_eq!(
            (response.status, response.header("cache-control")),
            (503, "no-store"),
            "{path}"
        );
        assert!(response.text().contains("role=\"alert\""), "{path}");
        assert!(
            response.text().contains("noindex") && !response.text().contains("canonical"),
            "{path}"
        );
        assert!(!response.text().contains("SQL"), "{path}");
    }
}
