//! Integration tests of rate limiting: per reader, per address and for new readers, with and
//! without a trusted proxy.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

mod common;

use common::newsroom::{key, newsroom};
use common::{ApiResponse, Fixture, Server};
use zaidu_model::{Mood, ProblemCode, Reaction, api};
use zaidu_server::RateLimitConfig;

const REACTION: &str = "/api/articles/a-1/reaction";
const LIKE: &str = r#"{"mood":"like"}"#;

/// Limits that do not refill during a test, with `trusted` as the trusted proxies (CIDR).
fn limits_without_refill(trusted: &str) -> RateLimitConfig {
    let rate = |text: &str| Some(text.parse().unwrap());
    RateLimitConfig {
        reader: rate("10/100d"),
        address: rate("20/100d"),
        new_readers: rate("5/100d"),
        uncached: rate("20/100d"),
        trusted_proxies: vec![trusted.parse().unwrap()],
    }
}

async fn start(allowed: &RateLimitConfig) -> (Fixture, Server) {
    let fixture = Fixture::new().await;
    let app = fixture.app().await.with_rate_limits(allowed);
    app.store().import(&newsroom()).await.unwrap();
    (fixture, Server::start(app).await)
}

async fn count_likes(server: &Server) -> u64 {
    server.get(REACTION).await.json::<Reaction>().counts.like
}

fn assert_limited(response: &ApiResponse) {
    assert_eq!((response.status, response.code()), (429, ProblemCode::TooManyRequests));
    assert!(response.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!((response.header("cache-control"), response.cookie()), ("no-store", None));
}

#[tokio::test]
async fn requirement_07_ballot_stuffing_from_one_address_is_limited() {
    // The client is not behind the trusted proxy.
    let (_fixture, server) = start(&limits_without_refill("10.0.0.0/8")).await;
    // First it drops its cookies and forges another `x-forwarded-for` each time.
    let mut cookies = Vec::new();
    for n in 0..60 {
        let hop = format!("198.51.100.{n}, 10.0.0.{n}");
        let response = server.put(REACTION, &[("x-forwarded-for", &hop)], LIKE).await;
        match response.cookie() {
            Some(cookie) => cookies.push(cookie.to_owned()),
            None => assert_limited(&response),
        }
    }
    assert_eq!(
        (cookies.len(), count_likes(&server).await),
        (5, 5),
        "so many readers, so many votes"
    );
    // Then it keeps its cookies and adds forged ones.
    let forged = cookies.iter().map(|cookie| cookie.replace('a', "b")).collect::<Vec<_>>();
    let mut accepted = 5;
    for cookie in cookies.iter().chain(&forged).cycle().take(200) {
        for mood in [Mood::Sad, Mood::Like] {
            let body = format!(r#"{{"mood":"{mood}"}}"#);
            let response = server.put(REACTION, &[("cookie", cookie)], &body).await;
            if response.status == 200 {
                accepted += 1;
            } else {
                assert_limited(&response);
            }
        }
    }
    assert_eq!(accepted, 20, "so many votes from one address");
    let counts = server.get(REACTION).await.json::<Reaction>().counts;
    assert_eq!(counts.total(), 5, "however often they changed");
    // Reading is not limited.
    assert_eq!(server.get("/articles/a-1").await.status, 200);
}

#[tokio::test]
async fn requirement_07_behind_a_trusted_proxy_limits_are_per_client_address() {
    let (_fixture, server) = start(&limits_without_refill("127.0.0.0/8")).await;
    let vote_via =
        async |hops: &str| server.put(REACTION, &[("x-forwarded-for", hops)], LIKE).await;
    for n in 0..20 {
        // Entries left of the one that the proxy appended may be forged.
        let response = vote_via(&format!("198.51.100.{n}, 203.0.113.7")).await;
        assert_eq!(response.status, if n < 5 { 200 } else { 429 }, "{n}");
    }
    for n in 0..20 {
        // An IPv6 customer has a whole /64 network: the limit counts networks, not addresses.
        let response = vote_via(&format!("2001:db8:2:3::{n:x}")).await;
        assert_eq!(response.status, if n < 5 { 200 } else { 429 }, "{n}");
    }
    assert_eq!(vote_via("203.0.113.8").await.status, 200);
    assert_eq!(count_likes(&server).await, 11);
}

#[tokio::test]
async fn each_reader_has_a_separate_limit() {
    let (_fixture, server) = start(&limits_without_refill("10.0.0.0/8")).await;
    let first = server.put(REACTION, &[], LIKE).await;
    let cookie = [("cookie", first.cookie().unwrap())];
    for n in 1..15 {
        let response = server.put(&api::reaction(&key("b")), &cookie, LIKE).await;
        assert_eq!(response.status, if n < 10 { 200 } else { 429 }, "{n}");
    }
    // Other readers at the same address are not limited.
    assert_eq!(server.put(REACTION, &[], LIKE).await.status, 200);
}

#[tokio::test]
async fn a_limited_form_post_redirects_to_the_article_with_an_error() {
    let (_fixture, server) = start(&limits_without_refill("10.0.0.0/8")).await;
    let form = ("content-type", "application/x-www-form-urlencoded");
    let post = async || server.send("POST", "/articles/a-1/reaction", &[form], "mood=like").await;
    for _ in 0..5 {
        assert_eq!(post().await.status, 307);
    }
    let response = post().await;
    let back = (response.status, response.header("location"), response.cookie());
    assert_eq!(back, (303, "/articles/a-1?reaction=failed#moods", None));
}

#[tokio::test]
async fn default_limits_admit_many_readers_behind_one_carrier_nat_address() {
    let (_fixture, server) = start(&RateLimitConfig::default()).await;
    for n in 0..150 {
        let response = server.put(REACTION, &[], LIKE).await;
        assert_eq!(response.status, 200, "{n}");
        let cookie = [("cookie", response.cookie().unwrap())];
        assert_eq!(server.put(&api::reaction(&key("b")), &cookie, LIKE).await.status, 200, "{n}");
    }
    assert_eq!(count_likes(&server).await, 150);
}

#[tokio::test]
async fn distinct_searches_and_unknown_addresses_are_limited_and_cached_pages_are_not() {
    let fixture = Fixture::new().await;
    let limits = limits_without_refill("127.0.0.0/8");
    let app = fixture.app().await.with_rate_limits(&limits);
    let app = app.with_page_ttl(std::time::Duration::from_secs(600));
    app.store().import(&newsroom()).await.unwrap();
    let server = Server::start(app).await;
    let html = ("accept", "text/html");
    let get = async |path: &str, client: &str| {
        server.get_with(path, &[html, ("x-forwarded-for", client)]).await
    };
    let flooder = "203.0.113.7";
    assert_eq!(get("/articles/a-1", flooder).await.status, 200, "a first page of twenty");
    for n in 0..6 {
        assert_eq!(get(&format!("/search?q=ab{n}"), flooder).await.status, 200, "{n}");
        assert_eq!(get(&format!("/nothing/{n}"), flooder).await.status, 404, "{n}");
        assert_eq!(get(&format!("/api/search?q=ab{n}"), flooder).await.status, 200, "{n}");
    }
    assert_eq!(get("/search?q=last", flooder).await.status, 200);
    // The API answers with a problem, a page in words.
    let response = get("/api/search?q=further", flooder).await;
    assert_eq!((response.status, response.code()), (429, ProblemCode::TooManyRequests));
    for path in ["/search?q=further", "/nothing/further", "/articles/b"] {
        let response = get(path, flooder).await;
        let head = (response.status, response.header("content-type"));
        assert_eq!(head, (429, "text/html; charset=utf-8"), "{path}");
        assert!(response.header("retry-after").parse::<u64>().unwrap() >= 1);
        assert_eq!(response.header("cache-control"), "no-store");
        assert!(response.text().contains("访问过于频繁，请稍后再试"), "{}", response.text());
    }
    // What is in the cache, and what costs nothing, is not limited; nor is anybody else.
    assert_eq!(get("/articles/a-1", flooder).await.status, 200);
    assert_eq!(get("/api/articles/b", flooder).await.status, 200);
    assert_eq!(get("/search?q=further", "203.0.113.8").await.status, 200);
}
