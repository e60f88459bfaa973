//! A server with an account at a stand-in for WeChat, and what is asked of it.

use std::time::{Duration, Instant};

use sha1::{Digest, Sha1};
use zaidu_model::wechat::JsConfig;
use zaidu_model::{ProblemCode, Timestamp, api};

use crate::common::client::ApiResponse;
use crate::common::{Place, Server};
use crate::weixin::{self, Call, Weixin};

/// When a test's server begins, and what its clock shows.
pub(crate) const NOON: &str = "2026-11-18T12:00:00+08:00";

/// What a round costs that begins with nothing.
pub(crate) const ROUND: [Call; 2] = [Call::Token, Call::Ticket];

/// A server with an account at a stand-in.
pub(crate) struct Stand {
    pub(crate) server: Server,
    pub(crate) weixin: Weixin,
    pub(crate) place: Place,
}

impl Stand {
    pub(crate) async fn new() -> Self {
        let (place, weixin) = (Place::new().await, Weixin::start().await);
        let server = serve(&place, &weixin).await;
        Self { server, weixin, place }
    }

    /// Another server on the same database.
    pub(crate) async fn replica(&self) -> Server {
        serve(&self.place, &self.weixin).await
    }

    /// Shows the time `seconds` after noon.
    pub(crate) fn at(&self, seconds: i64) {
        set_clock(&self.server, seconds);
    }

    /// The number of the ticket that signs now.
    pub(crate) async fn ticket(&self) -> u32 {
        ticket_of(&ask(&self.server).await, PAGE)
    }

    /// Waits until ticket `number` signs.
    pub(crate) async fn until_ticket(&self, number: u32) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while self.ticket().await != number {
            assert!(Instant::now() < deadline, "ticket {number} never came");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The problem of an answer, and in how many seconds one may try again.
    pub(crate) async fn refused(&self) -> (ProblemCode, i64) {
        let reply = ask(&self.server).await;
        assert_eq!(reply.header("cache-control"), "no-store");
        (reply.code(), reply.header("retry-after").parse().unwrap())
    }

    /// Waits until `count` calls have come.
    pub(crate) async fn until_calls(&self, count: usize) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while self.weixin.count() < count {
            assert!(Instant::now() < deadline, "{count} calls never came");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

async fn serve(place: &Place, weixin: &Weixin) -> Server {
    Server::start(place.app().await.with_origin(ORIGIN).with_wechat(weixin.account())).await
}

pub(crate) fn set_clock(server: &Server, seconds: i64) {
    let noon = Timestamp::parse(NOON).unwrap().unix();
    server.set_clock(Timestamp::from_unix(noon + seconds).unwrap());
}

/// Where readers find the site.
pub(crate) const ORIGIN: &str = "https://news.example";

/// A page of the site.
pub(crate) const PAGE: &str = "https://news.example/articles/a-1?from=x";

/// Asks `server` to vouch for a page of its own.
pub(crate) async fn ask(server: &Server) -> ApiResponse {
    server.get(&api::wechat_signature(PAGE)).await
}

fn sign(ticket: &str, config: &JsConfig, url: &str) -> String {
    let JsConfig { nonce_str, timestamp, .. } = config;
    let text =
        format!("jsapi_ticket={ticket}&noncestr={nonce_str}&timestamp={timestamp}&url={url}");
    Sha1::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The number of the ticket with which `reply` vouches for `url`.
pub(crate) fn ticket_of(reply: &ApiResponse, url: &str) -> u32 {
    let config: JsConfig = reply.json();
    let signed = |number: &u32| sign(&weixin::ticket(*number), &config, url) == config.signature;
    (1..100).find(signed).unwrap_or_else(|| panic!("{config:?} vouches for another page"))
}
