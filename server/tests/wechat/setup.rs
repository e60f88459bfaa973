//! Test setup: a server with an account at the fake WeChat API, and requests for signatures.

use std::time::{Duration, Instant};

use sha1::{Digest, Sha1};
use zaidu_model::wechat::JsConfig;
use zaidu_model::{ProblemCode, Timestamp, api};

use crate::common::client::ApiResponse;
use crate::common::{Fixture, Server};
use crate::fake_wechat::{self, Call, FakeWechat};

/// The time at which each test starts.
pub(crate) const NOON: &str = "2026-11-18T12:00:00+08:00";

/// The calls of a renewal without a cached token.
pub(crate) const FULL_RENEWAL: [Call; 2] = [Call::Token, Call::Ticket];

/// A server with an account at a fake WeChat API.
pub(crate) struct Setup {
    pub(crate) server: Server,
    pub(crate) wechat: FakeWechat,
    pub(crate) fixture: Fixture,
}

impl Setup {
    pub(crate) async fn new() -> Self {
        let (fixture, wechat) = (Fixture::new().await, FakeWechat::start().await);
        let server = serve(&fixture, &wechat).await;
        Self { server, wechat, fixture }
    }

    /// Starts another server on the same database.
    pub(crate) async fn replica(&self) -> Server {
        serve(&self.fixture, &self.wechat).await
    }

    /// Sets the server's clock to `seconds` after noon.
    pub(crate) fn set_time(&self, seconds: i64) {
        set_clock(&self.server, seconds);
    }

    /// The number of the ticket that currently signs.
    pub(crate) async fn ticket(&self) -> u32 {
        ticket_of(&request_signature(&self.server).await, PAGE)
    }

    /// Waits until ticket `number` is used for signing.
    pub(crate) async fn wait_for_ticket(&self, number: u32) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while self.ticket().await != number {
            assert!(Instant::now() < deadline, "ticket {number} never came");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The problem code of a refused signature, and its `retry-after` in seconds.
    pub(crate) async fn problem_and_retry_after(&self) -> (ProblemCode, i64) {
        let response = request_signature(&self.server).await;
        assert_eq!(response.header("cache-control"), "no-store");
        (response.code(), response.header("retry-after").parse().unwrap())
    }

    /// Waits until the fake API has received `count` calls.
    pub(crate) async fn wait_for_calls(&self, count: usize) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while self.wechat.call_count() < count {
            assert!(Instant::now() < deadline, "{count} calls never came");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

async fn serve(fixture: &Fixture, wechat: &FakeWechat) -> Server {
    Server::start(fixture.app().await.with_origin(ORIGIN).with_wechat(wechat.account())).await
}

pub(crate) fn set_clock(server: &Server, seconds: i64) {
    let noon = Timestamp::parse(NOON).unwrap().unix();
    server.set_clock(Timestamp::from_unix(noon + seconds).unwrap());
}

/// The public origin of the site.
pub(crate) const ORIGIN: &str = "https://news.example";

/// The URL of a page of the site.
pub(crate) const PAGE: &str = "https://news.example/articles/a-1?from=x";

/// Requests a signature for [`PAGE`].
pub(crate) async fn request_signature(server: &Server) -> ApiResponse {
    server.get(&api::wechat_signature(PAGE)).await
}

/// WeChat's signature: SHA-1 of the sorted parameters, in hexadecimal.
fn sign(ticket: &str, config: &JsConfig, url: &str) -> String {
    let JsConfig { nonce_str, timestamp, .. } = config;
    let text =
        format!("jsapi_ticket={ticket}&noncestr={nonce_str}&timestamp={timestamp}&url={url}");
    Sha1::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The number of the ticket that signed `url` in `response`.
pub(crate) fn ticket_of(response: &ApiResponse, url: &str) -> u32 {
    let config: JsConfig = response.json();
    let signed =
        |number: &u32| sign(&fake_wechat::ticket(*number), &config, url) == config.signature;
    (1..100).find(signed).unwrap_or_else(|| panic!("{config:?} vouches for another page"))
}
