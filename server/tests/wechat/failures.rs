//! Error responses and timeouts of the WeChat API: backoff, no retry storms, logs without secrets.

use std::cell::RefCell;
use std::io::Write;
use std::time::{Duration, Instant};

use zaidu_model::ProblemCode;
use zaidu_server::WechatClient;

use crate::common::{Fixture, Server};
use crate::fake_wechat::{APP_ID, Call, FakeWechat, Fault, SECRET};
use crate::setup::{FULL_RENEWAL, ORIGIN, Setup, request_signature};

#[tokio::test]
async fn error_codes_of_wechat_stop_calls_of_all_servers_for_a_while() {
    for (call, code, backoff) in [
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
        let setup = Setup::new().await;
        let other = setup.replica().await;
        setup.wechat.inject_fault(call, Fault::Code(code));
        let refused = (ProblemCode::WechatUnavailable, backoff);
        assert_eq!(setup.problem_and_retry_after().await, refused, "{call:?} {code}");
        let expected = if call == Call::Token { vec![Call::Token] } else { FULL_RENEWAL.to_vec() };
        assert_eq!(setup.wechat.take_calls(), expected, "{call:?} {code}: no retry");
        setup.wechat.clear_faults();
        for _ in 0..3 {
            assert_eq!(setup.problem_and_retry_after().await, refused);
            assert_eq!(request_signature(&other).await.code(), ProblemCode::WechatUnavailable);
        }
        assert_eq!(setup.wechat.take_calls(), [], "{call:?} {code}: rest");
        setup.set_time(backoff);
        assert_eq!(setup.ticket().await, 1, "{call:?} {code}: over");
    }
}

#[tokio::test]
async fn malformed_responses_are_retried_after_30_seconds() {
    for fault in [
        Fault::Status(500),
        Fault::Status(404),
        Fault::Redirected,
        Fault::Garbage,
        Fault::Empty,
        Fault::Endless,
    ] {
        for call in FULL_RENEWAL {
            let setup = Setup::new().await;
            setup.wechat.inject_fault(call, fault);
            assert_eq!(
                setup.problem_and_retry_after().await,
                (ProblemCode::WechatUnavailable, 30),
                "{fault:?}"
            );
            assert_eq!(setup.problem_and_retry_after().await.0, ProblemCode::WechatUnavailable);
            let calls = setup.wechat.take_calls();
            assert_eq!(calls.last(), Some(&call), "{fault:?}: no redirect is followed");
            assert!(calls.len() <= 2, "{fault:?}: no retry");
            setup.wechat.clear_faults();
            setup.set_time(30);
            assert_eq!(setup.ticket().await, 1, "{fault:?}");
        }
    }
}

#[tokio::test]
async fn a_valid_ticket_is_used_while_wechat_does_not_respond() {
    let setup = Setup::new().await;
    assert_eq!(setup.ticket().await, 1);
    setup.wechat.inject_fault(Call::Ticket, Fault::Hang);
    setup.set_time(5400);
    let start = Instant::now();
    for _ in 0..10 {
        assert_eq!(setup.ticket().await, 1);
    }
    assert!(start.elapsed() < Duration::from_secs(3), "nobody waits for it");
    setup.set_time(7200);
    let start = Instant::now();
    let (code, _) = setup.problem_and_retry_after().await;
    assert_eq!(code, ProblemCode::WechatUnavailable);
    assert!(start.elapsed() < Duration::from_secs(9), "the router's own deadline is later");
    setup.wechat.clear_faults();
    setup.set_time(7300);
    assert_eq!(setup.ticket().await, 2);
}

thread_local! {
    /// What was logged on this thread, since it was taken last.
    static LOGGED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Writes to [`LOGGED`].
struct Logs;

impl Logs {
    /// Captures from now on what every thread logs. The subscriber is global, since a place that logs
    /// is silenced for all threads when one without a subscriber is the first to come there.
    fn capture() {
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(|| Self).init();
        // For places where a thread has been meanwhile.
        tracing::callsite::rebuild_interest_cache();
    }

    /// What this thread has logged.
    fn take() -> String {
        String::from_utf8(LOGGED.take()).unwrap()
    }
}

impl Write for Logs {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOGGED.with_borrow_mut(|logged| logged.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn requirement_12_logs_say_what_to_do_and_contain_no_secret() {
    // The server runs on this test's only thread.
    Logs::capture();
    let mut bodies = String::new();
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
        let setup = Setup::new().await;
        setup.wechat.inject_fault(call, fault);
        bodies += request_signature(&setup.server).await.text();
        let logged = Logs::take();
        let lines: Vec<&str> =
            logged.lines().filter(|line| line.contains("WeChat gave no ticket")).collect();
        assert!(lines.len() == 1 && lines[0].contains(advice), "{fault:?}: {lines:?}");
        for secret in [SECRET, "t0k3n", "sM4AOVdWfPE4", "access_token="] {
            assert!(!logged.contains(secret), "{secret} in {logged}");
            assert!(!bodies.contains(secret), "{secret} in {bodies}");
        }
    }
    // Nothing listens on port 1.
    let fixture = Fixture::new().await;
    let unreachable = "http://127.0.0.1:1".parse().unwrap();
    let wechat = WechatClient::new(APP_ID, SECRET.parse().unwrap(), &unreachable).unwrap();
    let server = Server::start(fixture.app().await.with_origin(ORIGIN).with_wechat(wechat)).await;
    assert_eq!(request_signature(&server).await.code(), ProblemCode::WechatUnavailable);
    let logged = Logs::take();
    assert!(logged.contains("Connection refused") && !logged.contains(SECRET), "{logged}");
}

#[tokio::test]
async fn wrong_credentials_are_rejected_by_wechat() {
    for (app_id, secret) in [("wx0", SECRET), (APP_ID, "wrong")] {
        let (fixture, wechat) = (Fixture::new().await, FakeWechat::start().await);
        let app = fixture.app().await.with_origin(ORIGIN);
        let app = app.with_wechat(wechat.account_of(app_id, secret));
        let server = Server::start(app).await;
        let response = request_signature(&server).await;
        assert_eq!((response.status, response.code()), (503, ProblemCode::WechatUnavailable));
        assert_eq!(wechat.take_calls(), [Call::Token]);
    }
}
