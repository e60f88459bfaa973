//! Integration tests of the HTTP API beyond the contract: invalid input, CSRF and CORS, caching,
//! cookies, compression, an unavailable store.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

mod common;

use common::newsroom::{article, key, newsroom, site};
use common::{Fixture, Server};
use zaidu_model::{Article, Choice, Mood, Newsroom, ProblemCode, Reaction, api};
use zaidu_server::{ImportSummary, Store};

const REACTION: &str = "/api/articles/a-1/reaction";
const LIKE: &str = r#"{"mood":"like"}"#;

async fn start() -> (Fixture, Server) {
    let fixture = Fixture::new().await;
    let server = fixture.serve(&newsroom()).await;
    (fixture, server)
}

#[tokio::test]
async fn invalid_query_parameters_return_specific_problems() {
    let (_fixture, server) = start().await;
    for (path, code) in [
        ("/api/feeds/latest?limit=0", ProblemCode::LimitOutOfRange),
        ("/api/feeds/latest?limit=51", ProblemCode::LimitOutOfRange),
        ("/api/feeds/latest?limit=", ProblemCode::LimitOutOfRange),
        ("/api/feeds/latest?limit=ten", ProblemCode::LimitOutOfRange),
        ("/api/feeds/latest?limit=1&limit=1", ProblemCode::QueryMalformed),
        ("/api/feeds/latest?limit=%ff", ProblemCode::QueryMalformed),
        ("/api/feeds/latest?cursor=%ff", ProblemCode::QueryMalformed),
        ("/api/feeds/latest?cursor=", ProblemCode::CursorForged),
        ("/api/feeds/recommended", ProblemCode::QueryMalformed),
        ("/api/feeds/recommended?article=a-1&article=b", ProblemCode::QueryMalformed),
        ("/api/feeds/recommended?article=a/b", ProblemCode::ArticleNotFound),
        ("/api/feeds/recommended?article=", ProblemCode::ArticleNotFound),
        ("/api/feeds/channels/..%2fcity", ProblemCode::ChannelNotFound),
        ("/api/feeds/channels/%ff", ProblemCode::ChannelNotFound),
        ("/api/articles/a%2F1", ProblemCode::ArticleNotFound),
        ("/api/articles/%ff", ProblemCode::ArticleNotFound),
        ("/api/articles/%00", ProblemCode::ArticleNotFound),
        ("/api/rankings?mood=angry", ProblemCode::MoodUnknown),
        ("/api/rankings?mood=Like", ProblemCode::MoodUnknown),
        ("/api/rankings?period=year", ProblemCode::PeriodUnknown),
        ("/api/rankings?period=day&period=day", ProblemCode::QueryMalformed),
    ] {
        let response = server.get(path).await;
        assert_eq!(response.code(), code, "{path}");
        assert_eq!(response.header("cache-control"), "no-store");
    }
    let detail = server.get("/api/feeds/recommended").await.problem().detail;
    assert_eq!(detail.as_deref(), Some("article: missing"));
    for path in
        ["/api/feeds/latest?weather=rain&weather=%ff", "/api/site?limit=0", "/api/rankings?"]
    {
        assert_eq!(server.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn unknown_paths_return_404_and_methods_405() {
    let (_fixture, server) = start().await;
    for path in ["/api", "/api/", "/api/nothing", "/api/site/", "/api/articles/", "/api/feeds"] {
        let response = server.get_with(path, &[("accept", "text/html")]).await;
        assert_eq!(response.code(), ProblemCode::NotFound, "{path}");
    }
    for (method, path, allow) in [
        ("POST", "/api/site", "GET,HEAD"),
        ("DELETE", REACTION, "GET,HEAD,PUT"),
        ("PUT", "/api/feeds/latest", "GET,HEAD"),
        ("OPTIONS", "/api/site", "GET,HEAD"),
        ("POST", "/articles/a-1", "GET, HEAD"),
        ("PUT", "/index.html", "GET,HEAD"),
        ("PUT", "/app.js", "GET, HEAD"),
    ] {
        let response = server.send(method, path, &[], "").await;
        assert_eq!(response.code(), ProblemCode::MethodNotAllowed, "{method} {path}");
        assert_eq!(response.header("allow"), allow, "{method} {path}");
    }
}

#[tokio::test]
async fn requirement_14_invalid_reactions_are_rejected_without_effect() {
    let (_fixture, server) = start().await;
    let long = format!(r#"{{"mood":"like","pad":"{}"}}"#, "x".repeat(api::MAX_CHOICE_BYTES));
    for (body, code) in [
        ("", ProblemCode::BodyMalformed),
        ("{", ProblemCode::BodyMalformed),
        ("{}", ProblemCode::BodyMalformed),
        ("[]", ProblemCode::BodyMalformed),
        (r#"{"mood":3}"#, ProblemCode::BodyMalformed),
        (r#"{"mood":"like"} x"#, ProblemCode::BodyMalformed),
        (r#"{"mood":"like","mood":"sad"}"#, ProblemCode::BodyMalformed),
        (r#"{"mood":"angry"}"#, ProblemCode::MoodUnknown),
        (r#"{"mood":"Like"}"#, ProblemCode::MoodUnknown),
        (&"[".repeat(1000), ProblemCode::BodyMalformed),
        (&long, ProblemCode::BodyTooLarge),
    ] {
        let response = server.put(REACTION, &[], body).await;
        assert_eq!(response.code(), code, "{body}");
        assert_eq!(response.cookie(), None, "no reader for {body}");
    }
    let detail = server.put(REACTION, &[], r#"{"mood":3}"#).await.problem().detail.unwrap();
    assert!(detail.starts_with("mood: "), "{detail}");
    for media_type in ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"] {
        let response = server.send("PUT", REACTION, &[("content-type", media_type)], LIKE).await;
        assert_eq!(response.code(), ProblemCode::UnsupportedMediaType, "{media_type}");
    }
    let missing = server.put("/api/articles/missing/reaction", &[], LIKE).await;
    assert_eq!((missing.code(), missing.cookie()), (ProblemCode::ArticleNotFound, None));
    assert_eq!(server.get(REACTION).await.json::<Reaction>(), Reaction::default());
    let charset = [("content-type", "Application/JSON; charset=utf-8")];
    assert_eq!(server.send("PUT", REACTION, &charset, LIKE).await.status, 307, "it is taken");
}

#[tokio::test]
async fn requirement_06_cross_site_requests_are_rejected() {
    let fixture = Fixture::new().await;
    let origins = vec!["https://www.paper.example".parse().unwrap()];
    let app = fixture.app().await.with_allowed_origins(origins);
    app.store().import(&newsroom()).await.unwrap();
    let server = Server::start(app).await;
    let host = ("host", "api.paper.example");
    for headers in [
        [host, ("sec-fetch-site", "cross-site"), ("origin", "https://www.paper.example")],
        [host, ("sec-fetch-site", "same-site"), ("origin", "https://evil.paper.example")],
        [host, ("origin", "https://evil.example"), ("accept", "*/*")],
        [host, ("origin", "null"), ("accept", "*/*")],
    ] {
        let response = server.put(REACTION, &headers, LIKE).await;
        assert_eq!(response.code(), ProblemCode::CrossSite, "{headers:?}");
    }
    for headers in [
        [host, ("sec-fetch-site", "same-origin"), ("origin", "https://api.paper.example")],
        [host, ("sec-fetch-site", "same-site"), ("origin", "https://www.paper.example")],
        [host, ("origin", "https://api.paper.example"), ("accept", "*/*")],
        [host, ("accept", "*/*"), ("user-agent", "curl")],
    ] {
        assert_eq!(server.put(REACTION, &headers, LIKE).await.status, 200, "{headers:?}");
    }
    // Firefox calls a request of the same site cross-site after a redirect, such as that of a first
    // vote. A cookie shows that it is none, and the origin still has to be an allowed one.
    let own = [host, ("origin", "https://www.paper.example")];
    let cookie = server.put(REACTION, &own, LIKE).await.cookie().unwrap().to_owned();
    for (origin, status) in [("https://www.paper.example", 200), ("https://evil.example", 403)] {
        let site = ("sec-fetch-site", "cross-site");
        let headers = [host, site, ("origin", origin), ("cookie", &cookie)];
        assert_eq!(server.put(REACTION, &headers, LIKE).await.status, status, "{origin}");
    }
    // CORS headers, for the allowed origin only.
    for (origin, allowed) in [("https://www.paper.example", true), ("https://evil.example", false)]
    {
        let preflight = [("origin", origin), ("access-control-request-method", "PUT")];
        let response = server.send("OPTIONS", REACTION, &preflight, "").await;
        let expected = if allowed { origin } else { "" };
        assert_eq!(response.header("access-control-allow-origin"), expected);
        let read = server.get_with(REACTION, &[("origin", origin)]).await;
        assert_eq!(read.header("access-control-allow-origin"), expected);
    }
}

#[tokio::test]
async fn requirement_05_reader_cookies_are_signed_and_count_one_vote_each() {
    let (fixture, server) = start().await;
    let first = server.put(REACTION, &[], LIKE).await;
    let cookie = first.header("set-cookie").to_owned();
    let attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
    assert_eq!(attributes, ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=34560000"]);
    let cookie = first.cookie().unwrap();
    assert!(cookie.starts_with("zaidu_reader="));
    // No vote is counted before the client has returned its cookie: after a lost response, a
    // retry must not create a second reader.
    let json = ("content-type", "application/json");
    let lost = server.send("PUT", REACTION, &[json], LIKE).await;
    assert_eq!((lost.status, lost.header("cache-control")), (307, "no-store"));
    let counts = server.get(REACTION).await.json::<Reaction>().counts;
    assert_eq!(counts.like, 1, "only the first reader's");
    let anonymous = server.send("PUT", lost.header("location"), &[json], LIKE).await;
    assert_eq!((anonymous.code(), anonymous.cookie()), (ProblemCode::CookieRequired, None));
    // A known reader gets no further cookie.
    let again = server.put(REACTION, &[("cookie", cookie)], LIKE).await;
    assert_eq!((again.cookie(), again.json::<Reaction>().counts.like), (None, 1));
    let mine = async |cookie: &str| {
        server.get_with(REACTION, &[("cookie", cookie)]).await.json::<Reaction>().mine
    };
    assert_eq!(mine(cookie).await, Some(Mood::Like));
    assert_eq!(mine(&format!("a=b; {cookie}; c=d")).await, Some(Mood::Like));
    // A cookie with an invalid signature identifies no reader.
    let mut forged = cookie.to_owned();
    let last = forged.pop().unwrap();
    forged.push(if last == '0' { '1' } else { '0' });
    for bad in [&forged, "zaidu_reader=", "zaidu_reader=x", &cookie[..cookie.len() - 1]] {
        assert_eq!(mine(bad).await, None, "{bad}");
        let nothing = server.put(REACTION, &[("cookie", bad)], r#"{"mood":null}"#).await;
        assert!(nothing.cookie().is_none(), "who chose nothing is not remembered");
        let response = server.put(REACTION, &[("cookie", bad)], LIKE).await;
        assert!(response.cookie().is_some(), "{bad} gets a new one");
    }
    server.stop().await;
    let server = Server::start(fixture.app().await.with_secure_cookies()).await;
    let cookie = server.put(REACTION, &[], LIKE).await.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-zaidu_reader=") && cookie.contains("; Secure"), "{cookie}");
}

#[tokio::test]
async fn api_responses_have_etags_and_revalidate() {
    let (_fixture, server) = start().await;
    for path in [
        "/api/site",
        "/api/articles/a-1",
        "/api/feeds/latest",
        "/api/feeds/channels/city/bus",
        "/api/feeds/recommended?article=a-1",
        "/api/rankings",
    ] {
        let response = server.get(path).await;
        assert_eq!(response.header("cache-control"), "public, no-cache", "{path}");
        let tag = response.header("etag");
        assert!(tag.starts_with("W/\""), "{path}");
        let same = server.get_with(path, &[("if-none-match", tag)]).await;
        assert_eq!((same.status, same.body.len(), same.header("etag")), (304, 0, tag), "{path}");
        let head = server.send("HEAD", path, &[], "").await;
        assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, tag), "{path}");
        assert_eq!(server.get_with(path, &[("if-none-match", "\"x\"")]).await.status, 200);
    }
    let before = server.get("/api/articles/a-1").await;
    server.put(REACTION, &[], LIKE).await;
    let known = [("if-none-match", before.header("etag"))];
    let after = server.get_with("/api/articles/a-1", &known).await;
    assert_eq!(after.json::<Article>().counts.like, 1);
    assert_eq!(server.get(REACTION).await.header("cache-control"), "no-store");
    for path in ["/healthz", "/readyz"] {
        let response = server.get(path).await;
        assert_eq!(
            (response.status, response.text(), response.header("cache-control")),
            (200, "ok", "no-store")
        );
    }
}

#[tokio::test]
async fn json_is_compressed_by_accepted_encoding() {
    let (_fixture, server) = start().await;
    for encoding in ["br", "gzip", "zstd"] {
        let response = server.get_with("/api/feeds/latest", &[("accept-encoding", encoding)]).await;
        assert_eq!(response.header("content-encoding"), encoding);
        assert_eq!(response.header("vary"), "accept-encoding");
    }
    let plain = server.get("/api/feeds/latest").await;
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(plain.header("vary"), "accept-encoding");
}

#[tokio::test]
async fn reactions_survive_a_restart_and_a_second_import() {
    let (fixture, server) = start().await;
    let response = server.put(REACTION, &[], LIKE).await;
    let cookie = response.cookie().unwrap().to_owned();
    server.stop().await;

    let app = fixture.app().await;
    let again = app.store().import(&newsroom()).await.unwrap();
    assert_eq!(again, ImportSummary { added: 0, updated: 0, unchanged: 12 });
    let edited = article("a-1", "早班车再提前", "2026-11-18T07:00:00+08:00", None);
    let new = article("new", "新闻", "2026-11-18T08:00:00+08:00", None);
    let third =
        Newsroom::new(zaidu_model::Site { name: "新报".into(), ..site() }, vec![edited, new]);
    let imported = app.store().import(&third).await.unwrap();
    assert_eq!(imported, ImportSummary { added: 1, updated: 1, unchanged: 0 });
    assert_eq!(app.store().site().await.unwrap().name, "新报");
    // Articles that are absent from an import stay.
    assert!(app.store().has_article(&key("b")).await.unwrap());

    let server = Server::start(app).await;
    let reaction: Reaction = server.get_with(REACTION, &[("cookie", &cookie)]).await.json();
    assert_eq!((reaction.mine, reaction.counts.like), (Some(Mood::Like), 1));
    let article: Article = server.get("/api/articles/a-1").await.json();
    assert_eq!((article.title.as_deref(), article.counts.like), (Some("早班车再提前"), 1));
    // The cookie key is stored: the old cookie still identifies the reader.
    let body = serde_json::to_string(&Choice { mood: None }).unwrap();
    let response = server.put(REACTION, &[("cookie", &cookie)], &body).await;
    assert_eq!((response.cookie(), response.json::<Reaction>()), (None, Reaction::default()));
}

#[tokio::test]
async fn an_article_without_a_date_keeps_that_of_its_first_import() {
    let fixture = Fixture::new().await;
    let store = fixture.store().await;
    let newsroom = |title: &str, at: &str| {
        let article = article("a", title, at, None);
        Newsroom::new(site(), vec![article]).with_undated([key("a")].into())
    };
    let published = async || store.article(&key("a")).await.unwrap().article.published;
    store.import(&newsroom("晨雾", "2026-11-18T07:00:00+08:00")).await.unwrap();
    let first = published().await;
    let again = store.import(&newsroom("晨雾", "2026-11-19T07:00:00+08:00")).await.unwrap();
    assert_eq!(again, ImportSummary { added: 0, updated: 0, unchanged: 1 });
    let edited = store.import(&newsroom("大雾", "2026-11-20T07:00:00+08:00")).await.unwrap();
    assert_eq!(edited, ImportSummary { added: 0, updated: 1, unchanged: 0 });
    assert_eq!(published().await, first);
}

#[tokio::test]
async fn requirement_19_an_unavailable_store_is_a_problem_without_details() {
    let (_fixture, server) = start().await;
    server.store.close().await;
    for path in ["/api/site", "/api/articles/a-1", "/api/feeds/latest", REACTION, "/readyz"] {
        let response = server.get(path).await;
        assert_eq!(response.code(), ProblemCode::StoreUnavailable, "{path}");
        assert_eq!(response.problem().detail, None, "{path}");
    }
    let put = server.put(REACTION, &[], LIKE).await;
    assert_eq!((put.code(), put.cookie()), (ProblemCode::StoreUnavailable, None));
    assert_eq!(server.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn an_empty_store_returns_empty_lists() {
    let fixture = Fixture::new().await;
    let store: Store = fixture.store().await;
    assert_eq!(store.site().await.unwrap(), zaidu_model::Site::default());
    let server = Server::start(fixture.app().await).await;
    assert_eq!(server.get("/api/feeds/latest").await.text(), r#"{"items":[],"next":null}"#);
    assert_eq!(server.get("/").await.status, 200);
}
