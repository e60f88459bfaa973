//! Integration tests of the description of the API and of its page. What the server answers is
//! checked against it by the client of all tests (`common/description.rs`).

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};

use common::newsroom::newsroom;
use common::{ApiResponse, Fixture, Server, description};
use serde_json::{Value, json};

async fn start() -> (Fixture, Server) {
    let fixture = Fixture::new().await;
    let server = fixture.serve(&newsroom()).await;
    (fixture, server)
}

#[tokio::test]
async fn the_description_is_served_and_revalidates() {
    let (_fixture, server) = start().await;
    let response = server.get("/api/openapi.json").await;
    let document: Value = response.json();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(&document, zaidu_server::api_description());
    let known = [("if-none-match", response.header("etag"))];
    assert_eq!(server.get_with("/api/openapi.json", &known).await.status, 304);
    for schema in ["Article", "FeedPage", "Site", "Ranking", "Reaction", "Choice", "Problem"] {
        let schema = &document["components"]["schemas"][schema];
        assert!(schema["properties"].is_object() && schema["examples"].is_array(), "{schema}");
    }
}

#[tokio::test]
async fn the_page_of_the_description_needs_no_script_and_is_within_the_policy() {
    let (_fixture, server) = start().await;
    let page = server.get("/api/docs").await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'") && policy.contains("style-src 'self' 'sha256-")
    );
    assert!(!policy.contains("unsafe-inline"));
    let html = page.text();
    for text in ["/api/articles/{id}/reaction", "too-many-requests", "lang=\"en\"", "<main"] {
        assert!(html.contains(text), "{text}");
    }
    for absent in ["<script", " style=", " src=", "<link"] {
        assert!(!html.contains(absent), "{absent}");
    }
}

/// The check of the tests' client finds what is not described.
#[tokio::test]
async fn what_is_not_described_fails() {
    let (_fixture, server) = start().await;
    let article = server.get("/api/articles/a-1").await;
    let is_refused = |method: &str, path: &str, change: &dyn Fn(&mut ApiResponse)| {
        let mut response = ApiResponse {
            status: article.status,
            headers: article.headers.clone(),
            body: article.body.clone(),
        };
        change(&mut response);
        catch_unwind(AssertUnwindSafe(|| description::check(method, path, &response))).is_err()
    };
    let with_body = |change: fn(&mut Value)| {
        move |response: &mut ApiResponse| {
            let mut body = serde_json::from_slice(&response.body).unwrap();
            change(&mut body);
            response.body = serde_json::to_vec(&body).unwrap().into();
        }
    };
    let path = "/api/articles/a-1";
    assert!(!is_refused("GET", path, &|_| {}), "as it is");
    assert!(is_refused("GET", path, &|response| response.status = 418));
    assert!(is_refused("GET", path, &|response| _ = response.headers.remove("etag")));
    assert!(is_refused("GET", path, &|response| {
        _ = response.headers.insert("x-new", "1".parse().unwrap());
    }));
    assert!(is_refused("GET", path, &|response| {
        _ = response.headers.insert("content-type", "text/plain".parse().unwrap());
    }));
    assert!(is_refused("GET", "/api/site", &|_| {}), "another schema");
    assert!(is_refused("GET", "/api/nothing", &|_| {}), "no such address");
    assert!(is_refused("DELETE", path, &|_| {}), "no such method");
    assert!(is_refused("GET", path, &with_body(|body| body["further"] = json!(1))));
    assert!(is_refused("GET", path, &with_body(|body| body["counts"]["love"] = json!(1))));
    assert!(is_refused("GET", path, &with_body(|body| body["published"] = json!(1))));
    assert!(is_refused(
        "GET",
        path,
        &with_body(|body| {
            body.as_object_mut().unwrap().remove("id");
        })
    ));
    assert!(is_refused("GET", path, &with_body(|body| body["body"][0] = json!({ "film": [] }))));
}
