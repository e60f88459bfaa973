//! WeChat's signatures: who gets one, and how seldom WeChat is asked.

// A panic is the report of a test; clippy knows that of test functions only.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod refusals;
mod rounds;
mod stand;
mod weixin;

use common::newsroom::newsroom;
use common::{Place, Server};
use stand::{NOON, ORIGIN, PAGE, ROUND, Stand, ask, ticket_of};
use weixin::{APP_ID, Weixin};
use zaidu_model::wechat::JsConfig;
use zaidu_model::{ProblemCode, Site, Timestamp, api};

#[tokio::test]
async fn a_signature_is_what_wechat_checks() {
    let stand = Stand::new().await;
    let reply = ask(&stand.server).await;
    assert_eq!(reply.header("cache-control"), "no-store");
    let config: JsConfig = reply.json();
    assert_eq!(config.app_id, APP_ID);
    assert_eq!(config.timestamp, Timestamp::parse(NOON).unwrap().unix());
    assert_eq!(ticket_of(&reply, PAGE), 1);
    let again: JsConfig = ask(&stand.server).await.json();
    assert_ne!(config.nonce_str, again.nonce_str);
    assert_eq!(stand.weixin.calls(), ROUND);
}

#[tokio::test]
async fn addresses_are_signed_letter_by_letter() {
    let stand = Stand::new().await;
    for (asked, signed) in [
        ("?params=value", "?params=value"),
        ("/a?b=%E6%bd+c&&d=#e?f", "/a?b=%E6%bd+c&&d="),
        ("/a/../b?", "/a/../b?"),
    ] {
        let [asked, signed] = [asked, signed].map(|rest| format!("{ORIGIN}{rest}"));
        let reply = stand.server.get(&api::wechat_signature(&asked)).await;
        assert_eq!(ticket_of(&reply, &signed), 1, "{asked}");
    }
}

#[tokio::test]
async fn only_pages_of_this_site_are_signed() {
    let (place, weixin) = (Place::new().await, Weixin::start().await);
    let app = place.app().await.with_wechat(weixin.account());
    let app = app.with_origin("https://www.example.org");
    let app = app.with_allowed_origins(vec!["https://m.example.org".parse().unwrap()]);
    let server = Server::start(app).await;
    let code = async |url: &str| {
        let reply = server.get(&api::wechat_signature(url)).await;
        assert_eq!(reply.header("cache-control"), "no-store", "{url}");
        if reply.status == 200 { None } else { Some(reply.code()) }
    };
    let here = format!("http://{}/", server.address);
    for foreign in [
        "https://evil.example/",
        "https://www.example.org.evil.example/",
        "https://www.example.org@evil.example/",
        "https://www.example.org:8443/",
        "http://www.example.org/",
        "https://WWW.example.org/",
        // A named origin is the only one.
        &here,
    ] {
        assert_eq!(code(foreign).await, Some(ProblemCode::AddressForeign), "{foreign}");
    }
    let long = format!("https://www.example.org/{}", "a".repeat(2048));
    for malformed in ["", "/articles/a", "https://www.example.org/潮", &long, "javascript:1"] {
        assert_eq!(code(malformed).await, Some(ProblemCode::AddressMalformed), "{malformed}");
    }
    for path in ["", "?", "?url=%ff", "?url=https%3A%2F%2Fa&url=b"] {
        let reply = server.get(&format!("{}{path}", api::WECHAT_SIGNATURE)).await;
        assert_eq!(reply.code(), ProblemCode::QueryMalformed, "{path}");
    }
    assert_eq!(weixin.calls(), [], "nobody asks WeChat for what is refused");
    for own in ["https://www.example.org/articles/a", "https://m.example.org?b"] {
        assert_eq!(code(own).await, None, "{own}");
    }
    // Without a named origin nobody knows what the site is: a client says its host.
    let server = Server::start(place.app().await.with_wechat(weixin.account())).await;
    let reply = server.get(&api::wechat_signature(&format!("http://{}/", server.address))).await;
    assert_eq!(reply.code(), ProblemCode::AddressForeign);
}

#[tokio::test]
async fn without_an_account_there_is_nothing_to_find() {
    let place = Place::new().await;
    let server = place.serve(&newsroom()).await;
    let reply = ask(&server).await;
    assert_eq!((reply.status, reply.code()), (404, ProblemCode::WechatNotSetUp));
    assert!(!server.get("/api/site").await.text().contains("wechat"));
    let page = server.get("/articles/a-1").await;
    assert!(!page.text().contains("\"wechat\""));
    assert!(!page.header("content-security-policy").contains("qq.com"));
}

#[tokio::test]
async fn pages_are_told_of_an_account_and_may_load_wechats_script() {
    let stand = Stand::new().await;
    stand.server.store.import(&newsroom()).await.unwrap();
    assert!(stand.server.get("/api/site").await.json::<Site>().wechat);
    let page = stand.server.get("/articles/a-1").await;
    assert!(page.text().contains("\"wechat\":true"));
    let policy = page.header("content-security-policy");
    assert_eq!(policy.matches("qq.com").count(), 2, "{policy}");
    assert_eq!(stand.weixin.calls(), [], "a page that is read costs WeChat nothing");
}

#[tokio::test]
async fn a_store_that_is_away_signs_nothing() {
    let stand = Stand::new().await;
    stand.server.store.close().await;
    assert_eq!(ask(&stand.server).await.code(), ProblemCode::StoreUnavailable);
    assert_eq!(stand.weixin.calls(), []);
}
