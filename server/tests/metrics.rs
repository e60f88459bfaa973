//! Integration tests of what an operator sees: metrics on a listener of its own, and request ids.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use common::newsroom::newsroom;
use common::server_process::ServerProcess;
use common::{ApiResponse, Fixture, Server, client};
use tokio::net::TcpListener;
use zaidu_server::run_admin;

/// A server with an admin listener.
async fn start() -> (Fixture, Server, SocketAddr) {
    let fixture = Fixture::new().await;
    let app = fixture.app().await.with_page_ttl(Duration::from_secs(600));
    app.store().import(&newsroom()).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let admin = listener.local_addr().unwrap();
    tokio::spawn(run_admin(listener, app.clone(), std::future::pending()));
    (fixture, Server::start(app).await, admin)
}

async fn get(admin: SocketAddr, path: &str) -> ApiResponse {
    client::send(admin, "GET", path, &[], "").await
}

/// The value of the time series `name`, labels included, as Prometheus would read it.
fn value(exposition: &str, name: &str) -> Option<f64> {
    let line = exposition.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.map(|value| value.parse().unwrap())
}

#[tokio::test]
async fn requests_votes_and_pages_are_counted() {
    let (_fixture, server, admin) = start().await;
    for _ in 0..3 {
        assert_eq!(server.get("/articles/a-1").await.status, 200);
    }
    server.get("/articles/missing").await;
    for unknown in ["/wp-login.php", "/.env", "/a/b/c"] {
        assert_eq!(server.get(unknown).await.status, 404);
    }
    server.get("/api/site").await;
    let vote = r#"{"mood":"like"}"#;
    assert_eq!(server.put("/api/articles/a-1/reaction", &[], vote).await.status, 200);
    assert_eq!(server.put("/api/articles/missing/reaction", &[], vote).await.status, 404);
    let response = get(admin, "/metrics").await;
    assert!(response.header("content-type").starts_with("application/openmetrics-text"));
    let text = response.text();
    let article = |status: &str| {
        format!("zaidu_http_requests_total{{route=\"article\",method=\"GET\",status=\"{status}\"}}")
    };
    for (series, expected) in [
        (&*article("200"), 3.0),
        (&article("404"), 1.0),
        ("zaidu_http_requests_total{route=\"none\",method=\"GET\",status=\"404\"}", 3.0),
        ("zaidu_http_requests_total{route=\"/api/site\",method=\"GET\",status=\"200\"}", 1.0),
        ("zaidu_http_request_seconds_count{route=\"article\"}", 4.0),
        ("zaidu_votes_total{result=\"written\"}", 1.0),
        ("zaidu_votes_queued", 0.0),
        ("zaidu_page_cache_requests_total{result=\"hit\"}", 2.0),
    ] {
        assert_eq!(value(text, series), Some(expected), "{series} in\n{text}");
    }
    assert!(value(text, "zaidu_vote_batch_size_count").unwrap() >= 1.0);
    assert!(value(text, "zaidu_database_statement_seconds_count{result=\"done\"}").unwrap() > 5.0);
    assert!(!text.contains("wp-login"), "an unknown address is no time series");
    assert!(text.ends_with("# EOF\n"));
}

/// The program with content, one of which fails, and every metric that it prints.
#[tokio::test]
async fn the_board_and_the_alerts_name_metrics_that_are_there() {
    let fixture = Fixture::on_sqlite();
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"A","items":[
        {"id":"1","title":"T","content_text":"x","date_published":"2026-11-18T06:30:00+08:00"},
        null]}"#;
    std::fs::write(fixture.folder.path().join("feed.json"), feed).unwrap();
    let content = fixture.folder.path().join("feed.json");
    let missing = fixture.folder.path().join("missing.json");
    let options = [
        ["--admin-listen", "127.0.0.1:0"],
        ["--content", content.to_str().unwrap()],
        ["--content", missing.to_str().unwrap()],
    ];
    let process = ServerProcess::start_with(&fixture, options.as_flattened());
    let vote = r#"{"mood":"like"}"#;
    let (url, json) = ("/api/articles/1/reaction", ("content-type", "application/json"));
    client::send(process.address, "GET", "/articles/1", &[], "").await;
    let first = client::send(process.address, "PUT", url, &[json], vote).await;
    let cookie = ("cookie", first.cookie().unwrap());
    assert_eq!(client::send(process.address, "PUT", url, &[json, cookie], vote).await.status, 200);
    let response = get(process.admin.unwrap(), "/metrics").await;
    let text = response.text();
    for (series, expected) in [
        ("zaidu_content_reads_total{content=\"feed.json\",result=\"imported\"}", 1.0),
        ("zaidu_content_reads_total{content=\"missing.json\",result=\"failed\"}", 1.0),
        ("zaidu_content_failing{content=\"feed.json\"}", 0.0),
        ("zaidu_content_failing{content=\"missing.json\"}", 1.0),
        ("zaidu_content_refused_items{content=\"feed.json\"}", 1.0),
        ("zaidu_event_streams", 0.0),
    ] {
        assert_eq!(value(text, series), Some(expected), "{series} in\n{text}");
    }
    assert!(value(text, "zaidu_database_write_wait_seconds_count").unwrap() >= 1.0);
    let deploy = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy");
    for (file, fewest) in [("grafana/zaidu.json", 15), ("prometheus/alerts.yaml", 8)] {
        let file = std::fs::read_to_string(deploy.join(file)).unwrap();
        let is_part = |it: char| it.is_ascii_lowercase() || it == '_';
        let names: BTreeSet<&str> =
            file.split(|it| !is_part(it)).filter(|word| word.starts_with("zaidu_")).collect();
        assert!(names.len() >= fewest, "{names:?}");
        for name in names {
            let is_there = text.lines().any(|line| {
                line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['{', ' ']))
            });
            assert!(is_there, "{name} in\n{text}");
        }
    }
}

/// A page depends on its reader only by their reaction: it is rendered and compressed once for all
/// who chose the same.
#[tokio::test]
async fn readers_with_the_same_reaction_share_a_page() {
    let (_fixture, server, admin) = start().await;
    let mut cookies = Vec::new();
    for mood in ["like", "like", "sad"] {
        let vote = format!(r#"{{"mood":"{mood}"}}"#);
        let voted = server.put("/api/articles/a-1/reaction", &[], &vote).await;
        cookies.push(voted.cookie().unwrap().to_owned());
    }
    let mut pages = Vec::new();
    for cookie in &cookies {
        let headers = [("cookie", cookie.as_str()), ("accept-encoding", "br")];
        let page = server.get_with("/articles/a-1", &headers).await;
        assert_eq!((page.status, page.header("content-encoding")), (200, "br"));
        assert_eq!(page.header("cache-control"), "private, no-cache");
        pages.push(page.body);
    }
    assert_eq!(pages[0], pages[1]);
    assert_ne!(pages[0], pages[2]);
    let hits = async || {
        let response = get(admin, "/metrics").await;
        value(response.text(), "zaidu_page_cache_requests_total{result=\"hit\"}").unwrap_or(0.0)
    };
    assert_eq!(hits().await as u64, 1, "that of the second reader");
    // A page without reactions is everyone's, and still private in the response to a reader.
    let everyones = server.get("/").await;
    let readers = server.get_with("/", &[("cookie", &*cookies[0])]).await;
    assert_eq!(readers.body, everyones.body);
    assert_eq!(readers.header("cache-control"), "private, no-cache");
    assert_eq!(hits().await as u64, 2);
}

#[tokio::test]
async fn the_admin_listener_answers_health_checks_and_readers_get_no_metrics() {
    let (_fixture, server, admin) = start().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(get(admin, path).await.status, 200, "{path}");
    }
    assert_eq!(get(admin, "/articles/a-1").await.status, 404);
    assert_eq!(server.get("/metrics").await.status, 404);
}

#[tokio::test]
async fn problems_name_their_request() {
    let (_fixture, server, _) = start().await;
    let id_of = |response: &ApiResponse| response.header("x-request-id").to_owned();
    let problem = server.get("/api/articles/missing").await;
    let body: serde_json::Value = serde_json::from_slice(&problem.body).unwrap();
    assert_eq!(body["request"], id_of(&problem));
    assert_eq!(
        (body["status"].as_u64(), body["code"].as_str()),
        (Some(404), Some("article-not-found"))
    );
    let other = server.get("/api/articles/missing").await;
    assert_ne!(id_of(&other), id_of(&problem));
    for (given, is_taken) in [("a-proxys_id.7", true), ("forged\tline", false), ("", false)] {
        let response = server.get_with("/nothing", &[("x-request-id", given)]).await;
        assert_eq!(id_of(&response) == given, is_taken, "{given:?}");
        assert!(!id_of(&response).is_empty());
    }
    assert_eq!(id_of(&server.get("/articles/a-1").await), "", "pages stay small");
}
