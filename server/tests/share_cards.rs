//! Pictures of shared pages: in the head of a page, and at their addresses.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

mod common;

use common::newsroom::{article, newsroom, site};
use common::{Fixture, Server};
use zaidu_model::{Newsroom, ProblemCode};

/// The values of `og:image` in the head of a page.
async fn images(server: &Server, path: &str) -> Vec<String> {
    let page = server.get_with(path, &[("accept", "text/html")]).await;
    assert_eq!(page.status, 200, "{path}");
    let parts = page.text().split("og:image\" content=\"").skip(1);
    parts.map(|part| part.split('"').next().unwrap().to_owned()).collect()
}

/// The path of an absolute URL.
fn path(url: &str) -> &str {
    &url[url.match_indices('/').nth(2).unwrap().0..]
}

/// A newsroom without pictures whose article `a-1` has this title.
fn without_pictures(title: &str) -> Newsroom {
    Newsroom::new(site(), vec![article("a-1", title, "2026-11-18T06:30:00+08:00", None)])
}

#[tokio::test]
async fn a_page_without_a_picture_names_pictures_that_exist_and_do_not_change() {
    let fixture = Fixture::new().await;
    let server = fixture.serve(&without_pictures("潮")).await;
    for (page, shapes) in [("/articles/a-1", [1200, 600]), ("/", [1200, 600])] {
        let images = images(&server, page).await;
        if images.iter().all(|image| !image.contains("/share/")) {
            // This system has no Chinese font, so that there is nothing to draw with.
            assert_eq!(server.get("/share/wide/0/a-1.png").await.status, 307);
            return;
        }
        assert_eq!(images.len(), 2, "{images:?}");
        for (image, width) in images.iter().zip(shapes) {
            let response = server.get(path(image)).await;
            assert_eq!(response.status, 200, "{image}");
            assert_eq!(response.header("content-type"), "image/png");
            assert_eq!(response.header("cache-control"), "public, max-age=31536000, immutable");
            assert_eq!(response.header("x-content-type-options"), "nosniff");
            assert_eq!(response.header("set-cookie"), "");
            assert_eq!(response.header("cross-origin-resource-policy"), "cross-origin");
            assert!(response.body.starts_with(b"\x89PNG\r\n\x1a\n"));
            assert_eq!(response.body[16..20], u32::to_be_bytes(width));
            assert!(response.body.len() < 300_000);
            assert_eq!(server.get(path(image)).await.body, response.body);
        }
    }
}

#[tokio::test]
async fn an_old_address_leads_to_the_current_picture() {
    let fixture = Fixture::new().await;
    let server = fixture.serve(&without_pictures("潮")).await;
    let old = server.get("/share/wide/0123456789abcdef/a-1.png").await;
    assert_eq!(old.status, 307);
    let current = old.header("location").to_owned();
    assert!(current.starts_with("/share/wide/") && current.ends_with("/a-1.png"), "{current}");
    assert!(old.header("cache-control").contains("max-age=0"), "{old:?}");
    // The next import has another title.
    server.store.import(&without_pictures("潮水")).await.unwrap();
    let moved = server.get(&current).await;
    assert_eq!(moved.status, 307);
    assert_ne!(moved.header("location"), current);
    let home = server.get("/share/square/0.png").await;
    assert!(home.header("location").starts_with("/share/square/"), "{home:?}");
}

#[tokio::test]
async fn there_is_no_other_picture() {
    let fixture = Fixture::new().await;
    let server = fixture.serve(&newsroom()).await;
    for (path, code) in [
        ("/share/tall/0/a-1.png", ProblemCode::NotFound),
        ("/share/wide/0/a-1.jpg", ProblemCode::NotFound),
        ("/share/wide/0/nobody.png", ProblemCode::ArticleNotFound),
        ("/share/wide/0/%00.png", ProblemCode::NotFound),
        ("/share/tall/0.png", ProblemCode::NotFound),
        ("/share/wide/0", ProblemCode::NotFound),
    ] {
        assert_eq!(server.get(path).await.code(), code, "{path}");
    }
}
