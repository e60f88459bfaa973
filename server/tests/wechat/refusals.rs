//! What happens when WeChat refuses, or does not answer.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use zaidu_model::ProblemCode;
use zaidu_server::Wechat;

use crate::common::{Place, Server};
use crate::stand::{ORIGIN, ROUND, Stand, ask};
use crate::weixin::{APP_ID, Call, Fault, SECRET, Weixin};

#[tokio::test]
async fn what_wechat_refuses_is_left_alone_by_every_server() {
    for (call, code, rest) in [
        (Call::Token, 40001, 600),
        (Call::Token, 40013, 600),
        (Call::Token, 40125, 600),
        (Call::Token, 40164, 600),
        (Call::Token, -1, 30),
        (Call::Ticket, -1, 30),
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
        (Call::Token, Fault::Code(40001), "check --wechat-secret"),
        (Call::Ticket, Fault::Code(40001), "look for whoever else renews"),
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
    let wechat = Wechat::new(APP_ID, SECRET.parse().unwrap(), &nobody).unwrap();
    let server = Server::start(place.app().await.with_origin(ORIGIN).with_wechat(wechat)).await;
    assert_eq!(ask(&server).await.code(), ProblemCode::WechatUnavailable);
    let said = String::from_utf8(logs.0.lock().unwrap().clone()).unwrap();
    assert!(said.contains("Connection refused") && !said.contains(SECRET), "{said}");
}

#[tokio::test]
async fn wrong_settings_are_wechats_to_find() {
    for (app_id, secret) in [("wx0", SECRET), (APP_ID, "wrong")] {
        let (place, weixin) = (Place::new().await, Weixin::start().await);
        let app = place.app().await.with_origin(ORIGIN);
        let app = app.with_wechat(weixin.account_of(app_id, secret));
        let server = Server::start(app).await;
        let reply = ask(&server).await;
        assert_eq!((reply.status, reply.code()), (503, ProblemCode::WechatUnavailable));
        assert_eq!(weixin.calls(), [Call::Token]);
    }
}
