//! Caching and renewal of WeChat's ticket: how few calls the API gets while it responds.

use sea_orm::{ConnectionTrait, Database};
use tokio::task::JoinSet;
use zaidu_model::{ProblemCode, Timestamp, api};

use crate::common::client::send;
use crate::fake_wechat::{APP_ID, Call, Fault};
use crate::setup::{FULL_RENEWAL, NOON, PAGE, Setup, request_signature, set_clock, ticket_of};

#[tokio::test]
async fn fifty_concurrent_requests_cause_one_renewal() {
    let setup = Setup::new().await;
    setup.wechat.pause_responses();
    let mut readers = JoinSet::new();
    for _ in 0..50 {
        let (address, page) = (setup.server.address, PAGE.to_owned());
        let path = api::wechat_signature(&page);
        readers.spawn(async move {
            let response = send(address, "GET", &path, &[], "").await;
            ticket_of(&response, &page)
        });
    }
    setup.wait_for_calls(1).await;
    setup.wechat.resume_responses();
    assert_eq!(readers.join_all().await, [1; 50]);
    assert_eq!(setup.wechat.take_calls(), FULL_RENEWAL);
}

#[tokio::test]
async fn two_servers_on_one_database_cause_one_renewal() {
    let setup = Setup::new().await;
    let other = setup.replica().await;
    setup.wechat.pause_responses();
    let both = async { tokio::join!(request_signature(&setup.server), request_signature(&other)) };
    let released = async {
        setup.wait_for_calls(1).await;
        setup.wechat.resume_responses();
    };
    let ((one, two), ()) = tokio::join!(both, released);
    assert_eq!(ticket_of(&one, PAGE), 1);
    assert_eq!(ticket_of(&two, PAGE), 1);
    assert_eq!(setup.wechat.take_calls(), FULL_RENEWAL);
    // A third server that starts later needs no call.
    let third = setup.replica().await;
    assert_eq!(ticket_of(&request_signature(&third).await, PAGE), 1);
    assert_eq!(setup.wechat.take_calls(), []);
}

#[tokio::test]
async fn a_ticket_is_renewed_before_expiry_without_delaying_requests() {
    let setup = Setup::new().await;
    let other = setup.replica().await;
    assert_eq!(setup.ticket().await, 1);
    setup.set_time(7200 - 30 * 60 - 1);
    assert_eq!((setup.ticket().await, setup.wechat.take_calls().len()), (1, 2));
    setup.wechat.pause_responses();
    setup.set_time(7200 - 30 * 60);
    set_clock(&other, 7200 - 30 * 60);
    for _ in 0..20 {
        assert_eq!(setup.ticket().await, 1, "the old one while the new one is asked for");
        assert_eq!(ticket_of(&request_signature(&other).await, PAGE), 1);
    }
    setup.wait_for_calls(1).await;
    setup.wechat.resume_responses();
    setup.wait_for_ticket(2).await;
    assert_eq!(setup.wechat.take_calls(), [Call::Ticket], "the token is still good");
    assert_eq!(ticket_of(&request_signature(&other).await, PAGE), 2);
}

#[tokio::test]
async fn an_expired_ticket_is_replaced_before_signing() {
    let setup = Setup::new().await;
    assert_eq!(setup.ticket().await, 1);
    setup.set_time(7200);
    assert_eq!(setup.ticket().await, 2);
    assert_eq!(setup.wechat.take_calls(), [FULL_RENEWAL, FULL_RENEWAL].concat());
}

#[tokio::test]
async fn short_ticket_lifetimes_cause_no_call_storm() {
    let setup = Setup::new().await;
    setup.wechat.set_ticket_lifetime(0);
    for _ in 0..5 {
        assert_eq!(setup.problem_and_retry_after().await, (ProblemCode::WechatUnavailable, 30));
    }
    assert_eq!(setup.wechat.take_calls(), FULL_RENEWAL);
    // A lifetime shorter than the early renewal margin causes only occasional calls.
    setup.wechat.set_ticket_lifetime(900);
    setup.set_time(30);
    assert_eq!(setup.ticket().await, 2);
    for seconds in 31..630 {
        setup.set_time(seconds);
        if seconds % 100 == 0 {
            assert_eq!(setup.ticket().await, 2);
        }
    }
    assert_eq!(setup.wechat.take_calls(), [Call::Ticket]);
}

#[tokio::test]
async fn an_expired_token_is_replaced_once() {
    let setup = Setup::new().await;
    assert_eq!(setup.ticket().await, 1);
    // With both error codes that WeChat has for it: 42001, then 40001.
    for number in [2, 3] {
        setup.wechat.take_calls();
        setup.wechat.expire_token();
        setup.set_time(5400 * i64::from(number - 1));
        setup.ticket().await;
        setup.wait_for_ticket(number).await;
        let calls = [Call::Ticket, Call::Token, Call::Ticket];
        assert_eq!(setup.wechat.take_calls(), calls, "ticket {number}");
    }
}

#[tokio::test]
async fn an_invalid_token_that_wechat_still_returns_is_force_refreshed_once() {
    let setup = Setup::new().await;
    setup.wechat.invalidate_token();
    assert_eq!(setup.ticket().await, 1);
    let forced = [Call::Token, Call::Ticket, Call::Token, Call::ForcedToken, Call::Ticket];
    assert_eq!(setup.wechat.take_calls(), forced);
}

#[tokio::test]
async fn a_token_that_never_works_is_force_refreshed_at_most_twelve_times_a_day() {
    let setup = Setup::new().await;
    setup.wechat.inject_fault(Call::Ticket, Fault::Code(40001));
    assert_eq!(setup.problem_and_retry_after().await, (ProblemCode::WechatUnavailable, 7200));
    let calls = setup.wechat.take_calls();
    assert_eq!(calls.iter().filter(|call| **call == Call::ForcedToken).count(), 1, "{calls:?}");
    assert_eq!(calls.len(), 5);
    setup.set_time(7199);
    assert_eq!(setup.problem_and_retry_after().await, (ProblemCode::WechatUnavailable, 1));
    assert_eq!(setup.wechat.take_calls(), []);
}

#[tokio::test]
async fn the_lease_of_a_server_that_died_during_renewal_expires() {
    let setup = Setup::new().await;
    let noon = Timestamp::parse(NOON).unwrap().unix();
    let db = Database::connect(&setup.fixture.database).await.unwrap();
    let dead = format!(
        "INSERT INTO wechat (app_id, token_until, ticket_until, holder, not_before) \
         VALUES ('{APP_ID}', 0, 0, 'dead', {})",
        noon + 30
    );
    db.execute_unprepared(&dead).await.unwrap();
    setup.set_time(30);
    assert_eq!(setup.ticket().await, 1);
    assert_eq!(setup.wechat.take_calls(), FULL_RENEWAL);
}

#[tokio::test]
async fn renewal_continues_after_the_clock_is_set_back() {
    let setup = Setup::new().await;
    setup.set_time(86_400);
    assert_eq!(setup.ticket().await, 1);
    setup.set_time(0);
    assert_eq!(setup.ticket().await, 2);
    setup.set_time(86_400);
    setup.wechat.inject_fault(Call::Token, Fault::Code(45009));
    setup.problem_and_retry_after().await;
    setup.wechat.clear_faults();
    setup.set_time(-3600);
    assert_eq!(setup.ticket().await, 3);
}
