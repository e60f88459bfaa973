//! Integration tests of static file serving: media types, caching, precompressed files, ranges,
//! path traversal and the 404 fallback.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

mod common;

use common::newsroom::newsroom;
use common::{Fixture, Server, write};

const SECRET: &str = "secret";

/// A server with files inside its served folders, and secrets outside of them.
async fn start() -> (Fixture, Server) {
    let fixture = Fixture::new().await;
    let (dist, root) = (fixture.dist(), fixture.folder.path());
    let script = "let a = 1;".repeat(100);
    write(&dist.join("app-0123456789abcdef.js"), &script);
    write(&dist.join("app-0123456789abcdef.js.br"), "brotli");
    write(&dist.join("app-0123456789abcdef.js.zst"), "zstd");
    write(&dist.join("app-0123456789abcdef.js.gz"), "gzip");
    write(&dist.join("app-0123456789abcdef_bg.wasm"), "wasm");
    write(&dist.join("style.css"), "p{}");
    write(&dist.join("site.webmanifest"), "{}");
    write(&dist.join("icons/a b.svg"), "<svg/>");
    write(&dist.join(".env"), SECRET);
    write(&root.join("media/a.jpg"), "jpg");
    write(&root.join("media/b.mp4"), "m".repeat(1000));
    write(&root.join("secret.txt"), SECRET);
    write(&root.join("distant/secret.txt"), SECRET);
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(root.join("secret.txt"), dist.join("link.txt")).unwrap();
        symlink(root.join("distant"), dist.join("folder")).unwrap();
        symlink(root.join("secret.txt"), root.join("media/link.txt")).unwrap();
        write(&dist.join("half.txt"), "half");
        symlink(root.join("secret.txt"), dist.join("half.txt.gz")).unwrap();
        symlink(dist.join("style.css"), dist.join("same.css")).unwrap();
    }
    let server = fixture.serve(&newsroom()).await;
    (fixture, server)
}

#[tokio::test]
async fn files_have_media_types_and_cache_lifetimes() {
    let (_fixture, server) = start().await;
    let forever = "public, max-age=31536000, immutable";
    for (path, media_type, cache) in [
        ("/app-0123456789abcdef.js", "text/javascript", forever),
        ("/app-0123456789abcdef_bg.wasm", "application/wasm", forever),
        ("/style.css", "text/css", "no-cache"),
        ("/same.css", "text/css", "no-cache"),
        ("/site.webmanifest", "application/manifest+json", "no-cache"),
        ("/icons/a%20b.svg", "image/svg+xml", "no-cache"),
        ("/media/a.jpg", "image/jpeg", "public, max-age=86400"),
    ] {
        let response = server.get(path).await;
        assert_eq!(response.status, 200, "{path}");
        assert_eq!(response.header("content-type"), media_type, "{path}");
        assert_eq!(response.header("cache-control"), cache, "{path}");
        assert_eq!(response.header("x-content-type-options"), "nosniff", "{path}");
        let modified = response.header("last-modified");
        let same = server.get_with(path, &[("if-modified-since", modified)]).await;
        assert_eq!((same.status, same.header("cache-control")), (304, cache), "{path}");
    }
}

/// Feed readers and sites on which readers share an article show the pictures of this one.
#[tokio::test]
async fn pages_of_others_may_show_pictures_but_not_load_files_of_the_app() {
    let (_fixture, server) = start().await;
    for (path, policy) in [
        ("/media/a.jpg", "cross-origin"),
        ("/media/b.mp4", "cross-origin"),
        ("/icons/a%20b.svg", "cross-origin"),
        ("/media/nothing.jpg", "same-origin"),
        ("/style.css", "same-origin"),
        ("/app-0123456789abcdef.js", "same-origin"),
    ] {
        let response = server.get(path).await;
        assert_eq!(response.header("cross-origin-resource-policy"), policy, "{path}");
        let modified = response.header("last-modified");
        let same = server.get_with(path, &[("if-modified-since", modified)]).await;
        assert_eq!(same.header("cross-origin-resource-policy"), policy, "{path} {}", same.status);
    }
    let part = server.get_with("/media/b.mp4", &[("range", "bytes=0-9")]).await;
    assert_eq!((part.status, part.header("cross-origin-resource-policy")), (206, "cross-origin"));
}

#[tokio::test]
async fn precompressed_files_are_served_by_accepted_encoding() {
    let (_fixture, server) = start().await;
    for (accept, encoding, body) in [
        ("br", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("zstd, br, gzip", "br", "brotli"),
        ("gzip, zstd", "zstd", "zstd"),
    ] {
        let headers = [("accept-encoding", accept)];
        let response = server.get_with("/app-0123456789abcdef.js", &headers).await;
        assert_eq!((response.header("content-encoding"), response.text()), (encoding, body));
        assert_eq!(response.header("content-type"), "text/javascript");
        assert_eq!(response.header("vary"), "accept-encoding");
    }
    let plain = server.get("/app-0123456789abcdef.js").await;
    assert_eq!((plain.header("content-encoding"), plain.body.len()), ("", 1000));
}

#[tokio::test]
async fn videos_support_range_requests_and_are_not_compressed() {
    let (_fixture, server) = start().await;
    let headers = [("range", "bytes=10-19"), ("accept-encoding", "gzip")];
    let response = server.get_with("/media/b.mp4", &headers).await;
    assert_eq!((response.status, response.body.len()), (206, 10));
    let whole = server.get_with("/media/b.mp4", &[("accept-encoding", "gzip")]).await;
    assert_eq!((whole.header("content-encoding"), whole.body.len()), ("", 1000));
}

#[tokio::test]
async fn files_in_memory_follow_the_disk() {
    let (fixture, server) = start().await;
    let path = fixture.dist().join("style.css");
    let modified = std::time::SystemTime::now() - std::time::Duration::from_secs(100);
    let first = server.get("/style.css").await;
    assert_eq!(first.text(), "p{}");
    let etag = first.header("etag");
    let same = server.get_with("/style.css", &[("if-none-match", etag)]).await;
    assert_eq!((same.status, same.body.len(), same.header("etag")), (304, 0, etag));
    // Of the same length: the time of the change tells.
    write(&path, "q{}");
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    let changed = server.get_with("/style.css", &[("if-none-match", etag)]).await;
    assert_eq!((changed.status, changed.text()), (200, "q{}"));
    std::fs::remove_file(&path).unwrap();
    assert_eq!(server.get("/style.css").await.status, 404);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(fixture.folder.path().join("secret.txt"), path).unwrap();
        assert_eq!(server.get("/style.css").await.status, 404);
    }
}

#[tokio::test]
async fn large_files_are_served_from_the_disk() {
    let (fixture, server) = start().await;
    write(&fixture.folder.path().join("media/film.mp4"), vec![7; 3 << 20]);
    let whole = server.get("/media/film.mp4").await;
    assert_eq!((whole.status, whole.body.len()), (200, 3 << 20));
    assert_eq!(whole.header("accept-ranges"), "bytes");
    let part = server.get_with("/media/film.mp4", &[("range", "bytes=-5")]).await;
    assert_eq!((part.status, part.body.len()), (206, 5));
    let head = server.send("HEAD", "/media/a.jpg", &[], "").await;
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, "3", 0));
}

#[tokio::test]
async fn requirement_10_nothing_outside_the_folders_is_served() {
    let (_fixture, server) = start().await;
    for path in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/icons/../../secret.txt",
        "/icons/..%2f..%2fsecret.txt",
        "/media/../secret.txt",
        "/media/..%2fsecret.txt",
        "/media/%2e%2e/secret.txt",
        "/media//../secret.txt",
        "/style.css%00",
        "/style.css%00.png",
        "/%2fetc/passwd",
        "//etc/passwd",
        "/link.txt",
        "/folder/secret.txt",
        "/media/link.txt",
        "/half.txt",
        "/.env",
        "/icons",
        "/icons/",
        "/media/",
        "/media",
        "/media/missing.jpg",
    ] {
        for accept in ["*/*", "text/html"] {
            let headers = [("accept", accept), ("accept-encoding", "gzip;q=0.5, identity")];
            let response = server.get_with(path, &headers).await;
            assert_eq!(response.status, 404, "{path}");
            assert!(!String::from_utf8_lossy(&response.body).contains(SECRET), "{path}");
        }
    }
}

#[tokio::test]
async fn pages_return_200_or_404() {
    let (_fixture, server) = start().await;
    for (path, status) in [
        ("/", 200),
        ("/?from=wechat", 200),
        ("/ranking?mood=like&period=week", 200),
        ("/articles/a-1", 200),
        ("/articles/%E6%BD%AE%E6%B1%9B", 200),
        ("/articles/missing", 404),
        ("/channels/city", 200),
        ("/channels/city/bus", 200),
        ("/channels/city/train", 404),
        ("/channels/nowhere", 404),
        ("/gallery", 404),
    ] {
        for method in ["GET", "HEAD"] {
            let response = server.send(method, path, &[], "").await;
            assert_eq!(response.status, status, "{method} {path}");
            assert_eq!(response.text().contains("</main>"), method == "GET", "{path}");
            assert_eq!(response.header("content-type"), "text/html; charset=utf-8");
            assert_eq!(response.header("cache-control") == "no-store", status != 200, "{path}");
            assert_eq!(response.header("x-content-type-options"), "nosniff");
            assert_eq!(response.header("referrer-policy"), "same-origin");
        }
    }
}

#[tokio::test]
async fn unknown_paths_return_html_only_to_clients_that_accept_it() {
    let (_fixture, server) = start().await;
    let browser = server.get_with("/nothing", &[("accept", "text/html,*/*;q=0.8")]).await;
    assert_eq!(browser.status, 404);
    assert!(browser.text().contains("</main>"));
    let other_client = server.get_with("/nothing.js", &[("accept", "*/*")]).await;
    assert_eq!((other_client.status, other_client.text()), (404, "not found\n"));
    let missing = server.get("/app-ffffffffffffffff.js").await;
    assert_eq!((missing.status, missing.header("cache-control")), (404, "no-store"));
}

#[tokio::test]
async fn icons_are_the_newsrooms_logo_or_the_apps_own() {
    let own = Fixture::new().await;
    write(&own.dist().join("favicon.ico"), "own");
    write(&own.dist().join("apple-touch-icon.png"), "own");
    for (logo, favicon, touch) in [
        (None, "own", "own"),
        (Some("/media/logo.png"), "png", "png"),
        // iOS shows no SVG, and an address elsewhere is not ours to answer with.
        (Some("/media/logo.svg"), "<svg/>", "own"),
        (Some("https://cdn.example/logo.png"), "own", "own"),
        (Some("/media/gone.png"), "own", "own"),
    ] {
        write(&own.folder.path().join("media/logo.png"), "png");
        write(&own.folder.path().join("media/logo.svg"), "<svg/>");
        let mut site = common::newsroom::site();
        site.logo = logo.map(|url| zaidu_model::MediaUrl::new(url).unwrap());
        let server = own.serve(&zaidu_model::Newsroom::new(site, vec![])).await;
        for (path, body) in [
            ("/favicon.ico", favicon),
            ("/apple-touch-icon.png", touch),
            ("/apple-touch-icon-precomposed.png", touch),
        ] {
            let response = server.get(path).await;
            assert_eq!(response.status, 200, "{path} with {logo:?}");
            // Where there is a Chinese font, the icon of the newsroom is drawn.
            let is_drawn = body == "own" && response.body.starts_with(b"\x89PNG");
            assert!(is_drawn && path != "/favicon.ico" || response.text() == body, "{path}");
        }
        let page = server.get_with("/", &[("accept", "text/html")]).await;
        let link = logo.map(|logo| format!("<link rel=\"icon\" href=\"{logo}\">"));
        assert!(link.is_none_or(|link| page.text().contains(&link)), "{logo:?}");
        server.stop().await;
    }
}
