//! How seldom WeChat is asked while it answers.

use sea_orm::{ConnectionTrait, Database};
use tokio::task::JoinSet;
use zaidu_model::{ProblemCode, Timestamp, api};

use crate::common::client::send;
use crate::stand::{NOON, PAGE, ROUND, Stand, ask, set_clock, ticket_of};
use crate::weixin::{APP_ID, Call, Fault};

#[tokio::test]
async fn fifty_readers_at_once_make_one_round() {
    let stand = Stand::new().await;
    stand.weixin.hold();
    let mut readers = JoinSet::new();
    for _ in 0..50 {
        let (address, page) = (stand.server.address, PAGE.to_owned());
        let path = api::wechat_signature(&page);
        readers.spawn(async move {
            let reply = send(address, "GET", &path, &[], "").await;
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
    assert_eq!(ticket_of(&one, PAGE), 1);
    assert_eq!(ticket_of(&two, PAGE), 1);
    assert_eq!(stand.weixin.calls(), ROUND);
    // Nor does a third that starts later.
    let third = stand.replica().await;
    assert_eq!(ticket_of(&ask(&third).await, PAGE), 1);
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
        assert_eq!(ticket_of(&ask(&other).await, PAGE), 1);
    }
    stand.until_calls(1).await;
    stand.weixin.release();
    stand.until_ticket(2).await;
    assert_eq!(stand.weixin.calls(), [Call::Ticket], "the token is still good");
    assert_eq!(ticket_of(&ask(&other).await, PAGE), 2);
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
async fn a_server_that_died_while_asking_is_waited_for_no_longer_than_its_lease() {
    let stand = Stand::new().await;
    let noon = Timestamp::parse(NOON).unwrap().unix();
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
