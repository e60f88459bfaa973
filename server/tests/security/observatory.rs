//! The security headers of an article page, scored by the rules of Mozilla's HTTP Observatory
//! (<https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring>): 100 points, less what
//! is missing; what is beyond the necessary is added where at least 90 are left. 100 and more is the
//! grade A+. Published versions differ in what they add for Cross-Origin-Resource-Policy, so that
//! nothing is added for it here; what only the whole site has (preloaded HSTS, redirects) is no part.

use std::collections::HashMap;

use super::common::client::ApiResponse;
use super::common::newsroom::newsroom;
use super::common::{Fixture, Server, write};

/// Six months in seconds.
const HSTS_MIN: u64 = 15_768_000;

/// The directives of a Content-Security-Policy.
fn directives(policy: &str) -> HashMap<&str, Vec<&str>> {
    let directives = policy.split(';').map(|it| it.split_ascii_whitespace().collect::<Vec<_>>());
    directives
        .filter(|words| !words.is_empty())
        .map(|words| (words[0], words[1..].to_vec()))
        .collect()
}

fn content_security_policy(policy: &str) -> i32 {
    if policy.is_empty() {
        return -25;
    }
    let directives = directives(policy);
    let of = |name: &str| directives.get(name).or_else(|| directives.get("default-src"));
    for name in ["script-src", "object-src", "style-src"] {
        let Some(sources) = of(name) else { return -20 };
        let is_broad = |source: &&str| {
            matches!(*source, "*" | "http:" | "https:" | "ftp:" | "data:" | "'unsafe-inline'")
        };
        if sources.iter().any(is_broad) {
            return -20;
        }
    }
    if of("script-src").is_some_and(|sources| sources.contains(&"'unsafe-eval'")) {
        return -10;
    }
    let has_http = |sources: &Vec<&str>| sources.iter().any(|source| source.starts_with("http:"));
    if directives.values().any(has_http) {
        return -20;
    }
    if directives.get("default-src").is_some_and(|it| it == &["'none'"]) { 10 } else { 5 }
}

fn hsts(value: &str) -> i32 {
    let seconds = value.split(';').find_map(|part| part.trim().strip_prefix("max-age="));
    match seconds.and_then(|seconds| seconds.parse::<u64>().ok()) {
        None => -20,
        Some(seconds) if seconds < HSTS_MIN => -10,
        Some(_) => 0,
    }
}

/// Cookies of a response, of which a page has none for a reader who has not reacted.
fn cookies(response: &ApiResponse) -> i32 {
    let mut values = response.headers.get_all("set-cookie").iter().peekable();
    if values.peek().is_none() {
        return 0;
    }
    let is_good = |cookie: &str| {
        ["; Secure", "; HttpOnly", "; SameSite="].iter().all(|part| cookie.contains(part))
    };
    if values.all(|value| is_good(value.to_str().unwrap())) { 5 } else { -40 }
}

/// Scripts that are loaded. Those of the same origin need no integrity for 0 points.
fn scripts(page: &str) -> i32 {
    let tags = page.split("<script").skip(1).filter_map(|from| from.split_once('>'));
    let loaded: Vec<&str> = tags.map(|(tag, _)| tag).filter(|tag| tag.contains("src=")).collect();
    match loaded.as_slice() {
        [] => 0,
        loaded if loaded.iter().all(|tag| tag.contains("integrity=")) => 5,
        loaded if loaded.iter().any(|tag| tag.contains("//")) => -50,
        _ => 0,
    }
}

/// Points by test; their sum and 100 are the score.
fn score(response: &ApiResponse) -> i32 {
    let policy = response.header("content-security-policy");
    let is_framed = directives(policy).get("frame-ancestors").is_none_or(|it| it != &["'none'"]);
    let private =
        ["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"];
    let referrer = match response.header("referrer-policy") {
        "" => 0,
        value if private.contains(&value) => 5,
        _ => -5,
    };
    let resource_policy = match response.header("cross-origin-resource-policy") {
        "" | "same-origin" | "same-site" => 0,
        _ => -20,
    };
    let points = [
        content_security_policy(policy),
        hsts(response.header("strict-transport-security")),
        if response.header("x-content-type-options") == "nosniff" { 0 } else { -5 },
        if is_framed { -20 } else { 5 },
        referrer,
        resource_policy,
        if response.header("access-control-allow-origin") == "*" { -50 } else { 0 },
        cookies(response),
        scripts(response.text()),
    ];
    let least = 100 + points.iter().filter(|it| **it < 0).sum::<i32>();
    if least < 90 { least } else { least + points.iter().filter(|it| **it > 0).sum::<i32>() }
}

#[tokio::test]
async fn requirement_04_an_article_page_scores_125_in_the_http_observatory() {
    let fixture = Fixture::new().await;
    let index = "<!DOCTYPE html><title>app</title><script type=module>1</script><script \
                 src=/app-0123456789abcdef.js integrity=sha256-a crossorigin></script><body></body>";
    write(&fixture.dist().join("index.html"), index);
    let app = fixture.app().await.with_secure_cookies().with_origin("https://news.example");
    app.store().import(&newsroom()).await.unwrap();
    let server = Server::start(app).await;
    let mut page = server.get("/articles/a-1").await;
    // The policy 10, its frame-ancestors 5, Referrer-Policy 5, integrity of scripts 5.
    assert_eq!(score(&page), 125, "{:?}", page.headers);
    // Each header counts: without it the score is less.
    for (name, less) in [
        ("content-security-policy", 55),
        ("strict-transport-security", 80),
        ("x-content-type-options", 120),
        ("referrer-policy", 120),
    ] {
        let value = page.headers.remove(name).unwrap();
        assert_eq!(score(&page), less, "without {name}");
        page.headers.insert(name, value);
    }
    assert_eq!(page.header("cross-origin-resource-policy"), "same-origin");
    let json = ("content-type", "application/json");
    let vote = r#"{"mood":"like"}"#;
    let cookie = server.send("PUT", "/api/articles/a-1/reaction", &[json], vote).await;
    assert_eq!(cookies(&cookie), 5, "{:?}", cookie.headers);
}
