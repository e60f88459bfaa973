//! WeChat's signatures: who gets one, and how seldom WeChat is asked.

// A panic is the report of a test; clippy knows that of test functions only.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::client::Reply;
use common::newsroom::newsroom;
use common::weixin::{self, APP_ID, Call, Fault, SECRET, Weixin};
use common::{Place, Server};
use sea_orm::{ConnectionTrait, Database};
use sha1::{Digest, Sha1};
use tokio::task::JoinSet;
use zaidu_model::wechat::JsConfig;
use zaidu_model::{Moment, ProblemCode, Site, api};

/// When a test's server begins, and what its clock shows.
const NOON: &str = "2026-11-18T12:00:00+08:00";

/// What a round costs that begins with nothing.
const ROUND: [Call; 2] = [Call::Token, Call::Ticket];

/// A server with an account at a stand-in.
struct Stand {
    server: Server,
    weixin: Weixin,
    place: Place,
}

impl Stand {
    async fn new() -> Self {
        let (place, weixin) = (Place::new().await, Weixin::start().await);
        let server = serve(&place, &weixin).await;
        Self { server, weixin, place }
    }

    /// Another server on the same database.
    async fn replica(&self) -> Server {
        serve(&self.place, &self.weixin).await
    }

    /// Shows the time `seconds` after noon.
    fn at(&self, seconds: i64) {
        set_clock(&self.server, seconds);
    }

    /// The number of the ticket that signs now.
    async fn ticket(&self) -> u32 {
        ticket_of(&ask(&self.server).await, &page(&self.server))
    }

    /// Waits until ticket `number` signs.
    async fn until_ticket(&self, number: u32) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while self.ticket().await != number {
            assert!(Instant::now() < deadline, "ticket {number} never came");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The problem of an answer, and in how many seconds one may try again.
    async fn refused(&self) -> (ProblemCode, i64) {
        let reply = ask(&self.server).await;
        assert_eq!(reply.header("cache-control"), "no-store");
        (reply.code(), reply.header("retry-after").parse().unwrap())
    }

    /// Waits until `count` calls have come.
    async fn until_calls(&self, count: usize) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while self.weixin.count() < count {
            assert!(Instant::now() < deadline, "{count} calls never came");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

async fn serve(place: &Place, weixin: &Weixin) -> Server {
    Server::start(place.app().await.with_wechat(weixin.account())).await
}

fn set_clock(server: &Server, seconds: i64) {
    let noon = Moment::parse(NOON).unwrap().unix();
    server.set_clock(Moment::from_unix(noon + seconds).unwrap());
}

/// A page of `server`.
fn page(server: &Server) -> String {
    format!("http://{}/articles/a-1?from=x", server.address)
}

/// Asks `server` to vouch for a page of its own.
async fn ask(server: &Server) -> Reply {
    server.get(&api::wechat_signature(&page(server))).await
}

fn sign(ticket: &str, config: &JsConfig, url: &str) -> String {
    let JsConfig { nonce_str, timestamp, .. } = config;
    let text =
        format!("jsapi_ticket={ticket}&noncestr={nonce_str}&timestamp={timestamp}&url={url}");
    Sha1::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The number of the ticket with which `reply` vouches for `url`.
fn ticket_of(reply: &Reply, url: &str) -> u32 {
    let config: JsConfig = reply.json();
    let signed = |number: &u32| sign(&weixin::ticket(*number), &config, url) == config.signature;
    (1..100).find(signed).unwrap_or_else(|| panic!("{config:?} vouches for another page"))
}

#[tokio::test]
async fn a_signature_is_what_wechat_checks() {
    let stand = Stand::new().await;
    let reply = ask(&stand.server).await;
    assert_eq!(reply.header("cache-control"), "no-store");
    let config: JsConfig = reply.json();
    assert_eq!(config.app_id, APP_ID);
    assert_eq!(config.timestamp, Moment::parse(NOON).unwrap().unix());
    assert_eq!(ticket_of(&reply, &page(&stand.server)), 1);
    let again: JsConfig = ask(&stand.server).await.json();
    assert_ne!(config.nonce_str, again.nonce_str);
    assert_eq!(stand.weixin.calls(), ROUND);
}

#[tokio::test]
async fn addresses_are_signed_letter_by_letter() {
    let stand = Stand::new().await;
    let host = stand.server.address;
    for (asked, signed) in [
        (format!("http://{host}?params=value"), format!("http://{host}?params=value")),
        (format!("http://{host}/a?b=%E6%bd+c&&d=#e?f"), format!("http://{host}/a?b=%E6%bd+c&&d=")),
        (format!("https://{host}/a/../b?"), format!("https://{host}/a/../b?")),
    ] {
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
async fn fifty_readers_at_once_make_one_round() {
    let stand = Stand::new().await;
    stand.weixin.hold();
    let mut readers = JoinSet::new();
    for _ in 0..50 {
        let (address, page) = (stand.server.address, page(&stand.server));
        let path = api::wechat_signature(&page);
        readers.spawn(async move {
            let reply = common::client::send(address, "GET", &path, &[], "").await;
            ticket_of(&reply, &page)
        });
    }
    stand.until_calls(1).await;
    stand.weixin.release();
    assert_eq!(readers.join_all().await, [1; 50]);
    assert_eq!(stand.weixin.calls(), ROUND);
}

#[tokio::test]
async fn two_servers_on_one_database_make_one_round() {
    let stand = Stand::new().await;
    let other = stand.replica().await;
    stand.weixin.hold();
    let both = async { tokio::join!(ask(&stand.server), ask(&other)) };
    let released = async {
        stand.until_calls(1).await;
        stand.weixin.release();
    };
    let ((one, two), ()) = tokio::join!(both, released);
    assert_eq!(ticket_of(&one, &page(&stand.server)), 1);
    assert_eq!(ticket_of(&two, &page(&other)), 1);
    assert_eq!(stand.weixin.calls(), ROUND);
    // Nor does a third that starts later.
    let third = stand.replica().await;
    assert_eq!(ticket_of(&ask(&third).await, &page(&third)), 1);
    assert_eq!(stand.weixin.calls(), []);
}

#[tokio::test]
async fn a_ticket_is_renewed_early_and_nobody_waits() {
    let stand = Stand::new().await;
    let other = stand.replica().await;
    assert_eq!(stand.ticket().await, 1);
    stand.at(7200 - 30 * 60 - 1);
    assert_eq!((stand.ticket().await, stand.weixin.calls().len()), (1, 2));
    stand.weixin.hold();
    stand.at(7200 - 30 * 60);
    set_clock(&other, 7200 - 30 * 60);
    for _ in 0..20 {
        assert_eq!(stand.ticket().await, 1, "the old one while the new one is asked for");
        assert_eq!(ticket_of(&ask(&other).await, &page(&other)), 1);
    }
    stand.until_calls(1).await;
    stand.weixin.release();
    stand.until_ticket(2).await;
    assert_eq!(stand.weixin.calls(), [Call::Ticket], "the token is still good");
    assert_eq!(ticket_of(&ask(&other).await, &page(&other)), 2);
}

#[tokio::test]
async fn an_expired_ticket_signs_nothing_more() {
    let stand = Stand::new().await;
    assert_eq!(stand.ticket().await, 1);
    stand.at(7200);
    assert_eq!(stand.ticket().await, 2);
    assert_eq!(stand.weixin.calls(), [ROUND, ROUND].concat());
}

#[tokio::test]
async fn a_ticket_that_lasts_no_time_makes_no_storm() {
    let stand = Stand::new().await;
    stand.weixin.give_tickets_for(0);
    for _ in 0..5 {
        assert_eq!(stand.refused().await, (ProblemCode::WechatUnavailable, 30));
    }
    assert_eq!(stand.weixin.calls(), ROUND);
    // One that lasts shorter than we renew early is asked for now and then.
    stand.weixin.give_tickets_for(900);
    stand.at(30);
    assert_eq!(stand.ticket().await, 2);
    for seconds in 31..630 {
        stand.at(seconds);
        if seconds % 100 == 0 {
            assert_eq!(stand.ticket().await, 2);
        }
    }
    assert_eq!(stand.weixin.calls(), [Call::Ticket]);
}

#[tokio::test]
async fn a_token_that_ended_is_replaced_once() {
    let stand = Stand::new().await;
    assert_eq!(stand.ticket().await, 1);
    // Both numbers that WeChat has for it: 42001, then 40001.
    for number in [2, 3] {
        stand.weixin.calls();
        stand.weixin.end_token();
        stand.at(5400 * i64::from(number - 1));
        stand.ticket().await;
        stand.until_ticket(number).await;
        let calls = [Call::Ticket, Call::Token, Call::Ticket];
        assert_eq!(stand.weixin.calls(), calls, "ticket {number}");
    }
}

#[tokio::test]
async fn a_token_that_wechat_still_gives_out_is_forced_to_another_once() {
    let stand = Stand::new().await;
    stand.weixin.spoil_token();
    assert_eq!(stand.ticket().await, 1);
    let forced = [Call::Token, Call::Ticket, Call::Token, Call::ForcedToken, Call::Ticket];
    assert_eq!(stand.weixin.calls(), forced);
}

#[tokio::test]
async fn a_token_that_never_works_is_forced_twelve_times_a_day_at_most() {
    let stand = Stand::new().await;
    stand.weixin.fail(Call::Ticket, Fault::Code(40001));
    assert_eq!(stand.refused().await, (ProblemCode::WechatUnavailable, 7200));
    let calls = stand.weixin.calls();
    assert_eq!(calls.iter().filter(|call| **call == Call::ForcedToken).count(), 1, "{calls:?}");
    assert_eq!(calls.len(), 5);
    stand.at(7199);
    assert_eq!(stand.refused().await, (ProblemCode::WechatUnavailable, 1));
    assert_eq!(stand.weixin.calls(), []);
}

#[tokio::test]
async fn what_wechat_refuses_is_left_alone_by_every_server() {
    for (call, code, rest) in [
        (Call::Token, 40001, 600),
        (Call::Token, 40013, 600),
        (Call::Token, 40125, 600),
        (Call::Token, 40164, 600),
        (Call::Token, -1, 600),
        (Call::Token, 45009, 3600),
        (Call::Ticket, 40164, 600),
        (Call::Ticket, 45009, 3600),
    ] {
        let stand = Stand::new().await;
        let other = stand.replica().await;
        stand.weixin.fail(call, Fault::Code(code));
        let refused = (ProblemCode::WechatUnavailable, rest);
        assert_eq!(stand.refused().await, refused, "{call:?} {code}");
        let asked = if call == Call::Token { vec![Call::Token] } else { ROUND.to_vec() };
        assert_eq!(stand.weixin.calls(), asked, "{call:?} {code}: no retry");
        stand.weixin.mend();
        for _ in 0..3 {
            assert_eq!(stand.refused().await, refused);
            assert_eq!(ask(&other).await.code(), ProblemCode::WechatUnavailable);
        }
        assert_eq!(stand.weixin.calls(), [], "{call:?} {code}: rest");
        stand.at(rest);
        assert_eq!(stand.ticket().await, 1, "{call:?} {code}: over");
    }
}

#[tokio::test]
async fn what_is_no_answer_is_tried_again_soon() {
    for fault in [
        Fault::Status(500),
        Fault::Status(404),
        Fault::Redirected,
        Fault::Garbage,
        Fault::Empty,
        Fault::Endless,
    ] {
        for call in ROUND {
            let stand = Stand::new().await;
            stand.weixin.fail(call, fault);
            assert_eq!(stand.refused().await, (ProblemCode::WechatUnavailable, 30), "{fault:?}");
            assert_eq!(stand.refused().await.0, ProblemCode::WechatUnavailable);
            let calls = stand.weixin.calls();
            assert_eq!(calls.last(), Some(&call), "{fault:?}: no redirect is followed");
            assert!(calls.len() <= 2, "{fault:?}: no retry");
            stand.weixin.mend();
            stand.at(30);
            assert_eq!(stand.ticket().await, 1, "{fault:?}");
        }
    }
}

#[tokio::test]
async fn a_good_ticket_outlives_wechats_bad_hours() {
    let stand = Stand::new().await;
    assert_eq!(stand.ticket().await, 1);
    stand.weixin.fail(Call::Ticket, Fault::Hang);
    stand.at(5400);
    let start = Instant::now();
    for _ in 0..10 {
        assert_eq!(stand.ticket().await, 1);
    }
    assert!(start.elapsed() < Duration::from_secs(3), "nobody waits for it");
    stand.at(7200);
    let start = Instant::now();
    let (code, _) = stand.refused().await;
    assert_eq!(code, ProblemCode::WechatUnavailable);
    assert!(start.elapsed() < Duration::from_secs(9), "the router's own deadline is later");
    stand.weixin.mend();
    stand.at(7300);
    assert_eq!(stand.ticket().await, 2);
}

#[tokio::test]
async fn a_server_that_died_while_asking_is_waited_for_no_longer_than_its_lease() {
    let stand = Stand::new().await;
    let noon = Moment::parse(NOON).unwrap().unix();
    let db = Database::connect(&stand.place.database).await.unwrap();
    let dead = format!(
        "INSERT INTO wechat (app_id, token_until, ticket_until, holder, not_before) \
         VALUES ('{APP_ID}', 0, 0, 'dead', {})",
        noon + 30
    );
    db.execute_unprepared(&dead).await.unwrap();
    stand.at(30);
    assert_eq!(stand.ticket().await, 1);
    assert_eq!(stand.weixin.calls(), ROUND);
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_stop_it() {
    let stand = Stand::new().await;
    stand.at(86_400);
    assert_eq!(stand.ticket().await, 1);
    stand.at(0);
    assert_eq!(stand.ticket().await, 2);
    stand.at(86_400);
    stand.weixin.fail(Call::Token, Fault::Code(45009));
    stand.refused().await;
    stand.weixin.mend();
    stand.at(-3600);
    assert_eq!(stand.ticket().await, 3);
}

/// What was logged.
#[derive(Clone, Default)]
struct Logs(Arc<Mutex<Vec<u8>>>);

impl Write for Logs {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn logs_say_what_to_do_and_hold_no_secret() {
    let logs = Logs::default();
    let writer = logs.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // The test's one thread runs the server, too.
    let _guard = tracing::subscriber::set_default(subscriber);
    let mut answers = String::new();
    for (call, fault, advice) in [
        (Call::Token, Fault::Code(40164), "add it to the account's list of IP addresses"),
        (Call::Token, Fault::Code(40013), "check --wechat-app-id"),
        (Call::Token, Fault::Code(40125), "check --wechat-secret"),
        (Call::Token, Fault::Code(45009), "quota"),
        (Call::Ticket, Fault::Code(40001), "check --wechat-secret"),
        (Call::Token, Fault::Garbage, "check the network"),
        (Call::Ticket, Fault::Status(502), "check the network"),
        (Call::Ticket, Fault::Garbage, "check the network"),
        (Call::Ticket, Fault::Empty, "check the network"),
    ] {
        let stand = Stand::new().await;
        stand.weixin.fail(call, fault);
        answers += ask(&stand.server).await.text();
        let said = String::from_utf8(std::mem::take(&mut *logs.0.lock().unwrap())).unwrap();
        let lines: Vec<&str> =
            said.lines().filter(|line| line.contains("WeChat gave no ticket")).collect();
        assert!(lines.len() == 1 && lines[0].contains(advice), "{fault:?}: {lines:?}");
        for secret in [SECRET, "t0k3n", "sM4AOVdWfPE4", "access_token="] {
            assert!(!said.contains(secret), "{secret} in {said}");
            assert!(!answers.contains(secret), "{secret} in {answers}");
        }
    }
    // Nobody listens there.
    let place = Place::new().await;
    let nobody = "http://127.0.0.1:1".parse().unwrap();
    let wechat = zaidu_server::Wechat::new(APP_ID, SECRET.parse().unwrap(), &nobody).unwrap();
    let server = Server::start(place.app().await.with_wechat(wechat)).await;
    assert_eq!(ask(&server).await.code(), ProblemCode::WechatUnavailable);
    let said = String::from_utf8(logs.0.lock().unwrap().clone()).unwrap();
    assert!(said.contains("Connection refused") && !said.contains(SECRET), "{said}");
}

#[tokio::test]
async fn wrong_settings_are_wechats_to_find() {
    for (app_id, secret) in [("wx0", SECRET), (APP_ID, "wrong")] {
        let (place, weixin) = (Place::new().await, Weixin::start().await);
        let app = place.app().await.with_wechat(weixin.account_of(app_id, secret));
        let server = Server::start(app).await;
        let reply = ask(&server).await;
        assert_eq!((reply.status, reply.code()), (503, ProblemCode::WechatUnavailable));
        assert_eq!(weixin.calls(), [Call::Token]);
    }
}

#[tokio::test]
async fn a_store_that_is_away_signs_nothing() {
    let stand = Stand::new().await;
    stand.server.store.close().await;
    assert_eq!(ask(&stand.server).await.code(), ProblemCode::StoreUnavailable);
    assert_eq!(stand.weixin.calls(), []);
}
