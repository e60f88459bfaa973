//! Stuffing, and the bound that it meets; and readers who do not notice it.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

mod common;

use common::newsroom::{key, newsroom};
use common::{ApiResponse, Fixture, Server};
use zaidu_model::{Mood, ProblemCode, Reaction, api};
use zaidu_server::limits::Allowed;

const REACTION: &str = "/api/articles/a-1/reaction";
const LIKE: &str = r#"{"mood":"like"}"#;

/// Who is behind which proxy, in an hour in which nothing comes back.
fn allowed(trusted: &str) -> Allowed {
    let rate = |text: &str| Some(text.parse().unwrap());
    Allowed {
        reader: rate("10/100d"),
        address: rate("20/100d"),
        new_readers: rate("5/100d"),
        trusted_proxies: vec![trusted.parse().unwrap()],
    }
}

async fn start(allowed: &Allowed) -> (Fixture, Server) {
    let fixture = Fixture::new().await;
    let app = fixture.app().await.with_limits(allowed);
    app.store().import(&newsroom()).await.unwrap();
    (fixture, Server::start(app).await)
}

async fn likes(server: &Server) -> u64 {
    server.get(REACTION).await.json::<Reaction>().counts.like
}

fn assert_limited(response: &ApiResponse) {
    assert_eq!((response.status, response.code()), (429, ProblemCode::TooManyRequests));
    assert!(response.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!((response.header("cache-control"), response.cookie()), ("no-store", None));
}

#[tokio::test]
async fn a_script_that_tries_everything_gets_what_the_bound_says() {
    // The script is not behind the proxy that is trusted.
    let (_fixture, server) = start(&allowed("10.0.0.0/8")).await;
    // It drops its cookies, and says each time that it speaks for somebody else.
    let mut cookies = Vec::new();
    for n in 0..60 {
        let hop = format!("198.51.100.{n}, 10.0.0.{n}");
        let response = server.put(REACTION, &[("x-forwarded-for", &hop)], LIKE).await;
        match response.cookie() {
            Some(cookie) => cookies.push(cookie.to_owned()),
            None => assert_limited(&response),
        }
    }
    assert_eq!((cookies.len(), likes(&server).await), (5, 5), "so many readers, so many votes");
    // It keeps the cookies that it has, and makes more of them by itself.
    let forged = cookies.iter().map(|cookie| cookie.replace('a', "b")).collect::<Vec<_>>();
    let mut taken = 5;
    for cookie in cookies.iter().chain(&forged).cycle().take(200) {
        for mood in [Mood::Sad, Mood::Like] {
            let body = format!(r#"{{"mood":"{mood}"}}"#);
            let response = server.put(REACTION, &[("cookie", cookie)], &body).await;
            if response.status == 200 {
                taken += 1;
            } else {
                assert_limited(&response);
            }
        }
    }
    assert_eq!(taken, 20, "so many votes from one address");
    let counts = server.get(REACTION).await.json::<Reaction>().counts;
    assert_eq!(counts.total(), 5, "however often they changed");
    // All that is left to it is to read.
    assert_eq!(server.get("/articles/a-1").await.status, 200);
}

#[tokio::test]
async fn behind_a_proxy_each_address_has_its_own_limit_and_cannot_change_it() {
    let (_fixture, server) = start(&allowed("127.0.0.0/8")).await;
    let new = async |hops: &str| server.put(REACTION, &[("x-forwarded-for", hops)], LIKE).await;
    for n in 0..20 {
        // What stands further left than the proxy's own word is made up.
        let response = new(&format!("198.51.100.{n}, 203.0.113.7")).await;
        assert_eq!(response.status, if n < 5 { 200 } else { 429 }, "{n}");
    }
    for n in 0..20 {
        // One customer has more addresses than anyone can count, and one network.
        let response = new(&format!("2001:db8:2:3::{n:x}")).await;
        assert_eq!(response.status, if n < 5 { 200 } else { 429 }, "{n}");
    }
    assert_eq!(new("203.0.113.8").await.status, 200);
    assert_eq!(likes(&server).await, 11);
}

#[tokio::test]
async fn one_reader_has_a_limit_of_their_own() {
    let (_fixture, server) = start(&allowed("10.0.0.0/8")).await;
    let first = server.put(REACTION, &[], LIKE).await;
    let cookie = [("cookie", first.cookie().unwrap())];
    for n in 1..15 {
        let response = server.put(&api::reaction(&key("b")), &cookie, LIKE).await;
        assert_eq!(response.status, if n < 10 { 200 } else { 429 }, "{n}");
    }
    // Others at the same address do not notice.
    assert_eq!(server.put(REACTION, &[], LIKE).await.status, 200);
}

#[tokio::test]
async fn without_a_program_the_article_says_it() {
    let (_fixture, server) = start(&allowed("10.0.0.0/8")).await;
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
async fn many_readers_behind_one_address_of_a_carrier_are_let_in() {
    // As it is unless configured.
    let (_fixture, server) = start(&Allowed::default()).await;
    for n in 0..150 {
        let response = server.put(REACTION, &[], LIKE).await;
        assert_eq!(response.status, 200, "{n}");
        let cookie = [("cookie", response.cookie().unwrap())];
        assert_eq!(server.put(&api::reaction(&key("b")), &cookie, LIKE).await.status, 200, "{n}");
    }
    assert_eq!(likes(&server).await, 150);
}
