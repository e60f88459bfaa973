//! Integration tests of WeChat JS-SDK signatures against a fake WeChat API: which pages are
//! signed, how the ticket is cached and renewed, and what happens on errors.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod failures;
mod fake_wechat;
mod setup;
mod ticket_renewal;

use common::newsroom::newsroom;
use common::{Fixture, Server};
use fake_wechat::{APP_ID, FakeWechat};
use setup::{FULL_RENEWAL, NOON, ORIGIN, PAGE, Setup, request_signature, ticket_of};
use zaidu_model::wechat::JsConfig;
use zaidu_model::{ProblemCode, Site, Timestamp, api};

#[tokio::test]
async fn a_signature_verifies_by_wechats_algorithm() {
    let setup = Setup::new().await;
    let response = request_signature(&setup.server).await;
    assert_eq!(response.header("cache-control"), "no-store");
    let config: JsConfig = response.json();
    assert_eq!(config.app_id, APP_ID);
    assert_eq!(config.timestamp, Timestamp::parse(NOON).unwrap().unix());
    assert_eq!(ticket_of(&response, PAGE), 1);
    let again: JsConfig = request_signature(&setup.server).await.json();
    assert_ne!(config.nonce_str, again.nonce_str);
    assert_eq!(setup.wechat.take_calls(), FULL_RENEWAL);
}

#[tokio::test]
async fn urls_are_signed_verbatim_without_their_fragment() {
    let setup = Setup::new().await;
    for (requested, signed) in [
        ("?params=value", "?params=value"),
        ("/a?b=%E6%bd+c&&d=#e?f", "/a?b=%E6%bd+c&&d="),
        ("/a/../b?", "/a/../b?"),
    ] {
        let [requested, signed] = [requested, signed].map(|rest| format!("{ORIGIN}{rest}"));
        let response = setup.server.get(&api::wechat_signature(&requested)).await;
        assert_eq!(ticket_of(&response, &signed), 1, "{requested}");
    }
}

#[tokio::test]
async fn requirement_12_only_pages_of_this_site_are_signed() {
    let (fixture, wechat) = (Fixture::new().await, FakeWechat::start().await);
    let app = fixture.app().await.with_wechat(wechat.account());
    let app = app.with_origin("https://www.example.org");
    let app = app.with_allowed_origins(vec!["https://m.example.org".parse().unwrap()]);
    let server = Server::start(app).await;
    let code = async |url: &str| {
        let response = server.get(&api::wechat_signature(url)).await;
        assert_eq!(response.header("cache-control"), "no-store", "{url}");
        if response.status == 200 { None } else { Some(response.code()) }
    };
    let own_address = format!("http://{}/", server.address);
    for foreign in [
        "https://evil.example/",
        "https://www.example.org.evil.example/",
        "https://www.example.org@evil.example/",
        "https://www.example.org:8443/",
        "http://www.example.org/",
        "https://WWW.example.org/",
        // With a configured origin, the address of the request is not accepted.
        &own_address,
    ] {
        assert_eq!(code(foreign).await, Some(ProblemCode::AddressForeign), "{foreign}");
    }
    let long = format!("https://www.example.org/{}", "a".repeat(2048));
    for malformed in ["", "/articles/a", "https://www.example.org/潮", &long, "javascript:1"] {
        assert_eq!(code(malformed).await, Some(ProblemCode::AddressMalformed), "{malformed}");
    }
    for path in ["", "?", "?url=%ff", "?url=https%3A%2F%2Fa&url=b"] {
        let response = server.get(&format!("{}{path}", api::WECHAT_SIGNATURE)).await;
        assert_eq!(response.code(), ProblemCode::QueryMalformed, "{path}");
    }
    assert_eq!(wechat.take_calls(), [], "nobody asks WeChat for what is refused");
    for own in ["https://www.example.org/articles/a", "https://m.example.org?b"] {
        assert_eq!(code(own).await, None, "{own}");
    }
    // Without a configured origin nothing is signed: the host header is chosen by the client.
    let server = Server::start(fixture.app().await.with_wechat(wechat.account())).await;
    let response = server.get(&api::wechat_signature(&format!("http://{}/", server.address))).await;
    assert_eq!(response.code(), ProblemCode::AddressForeign);
}

#[tokio::test]
async fn without_an_account_the_endpoint_is_404_and_pages_do_not_mention_wechat() {
    let fixture = Fixture::new().await;
    let server = fixture.serve(&newsroom()).await;
    let response = request_signature(&server).await;
    assert_eq!((response.status, response.code()), (404, ProblemCode::WechatNotSetUp));
    assert!(!server.get("/api/site").await.text().contains("wechat"));
    let page = server.get("/articles/a-1").await;
    assert!(!page.text().contains("\"wechat\""));
    assert!(!page.header("content-security-policy").contains("qq.com"));
}

#[tokio::test]
async fn with_an_account_pages_say_so_and_their_csp_allows_wechats_script() {
    let setup = Setup::new().await;
    setup.server.store.import(&newsroom()).await.unwrap();
    assert!(setup.server.get("/api/site").await.json::<Site>().wechat);
    let page = setup.server.get("/articles/a-1").await;
    assert!(page.text().contains("\"wechat\":true"));
    let policy = page.header("content-security-policy");
    assert_eq!(policy.matches("qq.com").count(), 2, "{policy}");
    assert_eq!(setup.wechat.take_calls(), [], "a page that is read costs WeChat nothing");
}

#[tokio::test]
async fn an_unavailable_store_signs_nothing() {
    let setup = Setup::new().await;
    setup.server.store.close().await;
    assert_eq!(request_signature(&setup.server).await.code(), ProblemCode::StoreUnavailable);
    assert_eq!(setup.wechat.take_calls(), []);
}
