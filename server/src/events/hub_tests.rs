//! Unit tests of the hub: order, replay, gaps, slow listeners, bounds.

use super::*;
use zaidu_model::event::Placed;
use zaidu_model::{Counts, EventBatch};

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

fn counts(id: &str, like: u64) -> Event {
    Event::Counts { article: key(id), counts: Counts { like, ..Counts::default() } }
}

fn added(id: &str) -> Event {
    let placed = Placed { article: key(id), channel: None, column: None };
    Event::Articles { added: vec![placed], withdrawn: vec![] }
}

fn parse((id, json): (String, String)) -> EventBatch {
    let batch: EventBatch = serde_json::from_str(&json).unwrap();
    assert_eq!(batch.id, id);
    batch
}

fn after(batch: &EventBatch) -> Resume {
    Resume::After(batch.id.clone())
}

fn started() -> Hub {
    let hub = Hub::default();
    hub.begin();
    hub
}

/// A subscription from now on.
fn listen(hub: &Hub, articles: &[&str]) -> Subscription {
    let articles = articles.iter().map(|id| key(id)).collect();
    let mut subscription = hub.subscribe(&Resume::Age(Duration::ZERO), articles);
    assert_eq!(parse(subscription.missed()).events, []);
    subscription
}

#[tokio::test(start_paused = true)]
async fn a_listener_gets_its_events_in_order() {
    let hub = started();
    let mut listener = listen(&hub, &["a"]);
    hub.publish(&[counts("b", 1)]);
    hub.publish(&[counts("a", 1), added("c")]);
    hub.publish(&[counts("a", 2)]);
    assert_eq!(parse(listener.next().await.unwrap()).events, [added("c"), counts("a", 1)]);
    assert_eq!(parse(listener.next().await.unwrap()).events, [counts("a", 2)]);
    hub.publish(&[]);
    hub.close();
    assert_eq!(listener.next().await, None);
    assert_eq!(hub.subscribe(&Resume::Age(Duration::ZERO), vec![]).next().await, None);
    hub.closed().await;
}

#[tokio::test(start_paused = true)]
async fn one_who_comes_back_gets_what_was_missed() {
    let hub = started();
    let mut listener = listen(&hub, &[]);
    hub.publish(&[added("a")]);
    let first = parse(listener.next().await.unwrap());
    hub.publish(&[added("b")]);
    hub.publish(&[counts("a", 1)]);
    let mut again = hub.subscribe(&after(&first), vec![key("a")]);
    let missed = parse(again.missed());
    assert_eq!(missed.events, [added("b"), counts("a", 1)]);
    let nothing = parse(hub.subscribe(&after(&missed), vec![key("a")]).missed());
    assert_eq!(nothing, EventBatch { events: vec![], ..missed });
    hub.publish(&[added("c")]);
    assert_eq!(parse(again.next().await.unwrap()).events, [added("c")], "and none twice");
}

#[tokio::test(start_paused = true)]
async fn the_age_of_a_page_tells_what_it_has_not() {
    let hub = started();
    tokio::time::advance(Duration::from_secs(60)).await;
    hub.publish(&[added("a")]);
    tokio::time::advance(Duration::from_secs(10)).await;
    let missed =
        |age| parse(hub.subscribe(&Resume::Age(Duration::from_secs(age)), vec![]).missed());
    assert_eq!(missed(5).events, []);
    assert_eq!(missed(15).events, [added("a")]);
    assert_eq!(missed(71).events, [Event::Reset {}], "from before the start");
    assert_eq!(missed(u64::MAX).events, [Event::Reset {}]);
}

#[tokio::test(start_paused = true)]
async fn unknown_ids_reset() {
    let hub = started();
    hub.publish(&[added("a")]);
    tokio::time::advance(Duration::from_secs(1)).await;
    let now = parse(listen(&hub, &[]).missed());
    let last = now.id.strip_prefix(hub.name()).unwrap();
    for id in ["", "-", "7", hub.name(), &format!("{}-9", hub.name()), &format!("{}-x", hub.name())]
    {
        let missed = hub.subscribe(&Resume::After(id.to_owned()), vec![]).missed();
        assert_eq!(parse(missed).events, [Event::Reset {}], "{id:?}");
    }
    let other = Resume::After(format!("{}{last}", started().name()));
    assert_eq!(parse(hub.subscribe(&other, vec![]).missed()).events, [Event::Reset {}]);
}

#[tokio::test(start_paused = true)]
async fn listeners_from_before_the_begin_are_reset() {
    let hub = Hub::default();
    let mut early = hub.subscribe(&Resume::Age(Duration::ZERO), vec![]);
    assert_eq!(parse(early.missed()).events, [Event::Reset {}]);
    hub.begin();
    assert_eq!(parse(early.next().await.unwrap()).events, [Event::Reset {}]);
}

#[tokio::test(start_paused = true)]
async fn a_slow_listener_is_reset_and_goes_on() {
    let hub = started();
    let mut slow = listen(&hub, &[]);
    for number in 0..=CAPACITY {
        hub.publish(&[added(&format!("a{number}"))]);
    }
    assert_eq!(parse(slow.next().await.unwrap()).events, [Event::Reset {}]);
    assert_eq!(parse(slow.next().await.unwrap()).events, [added("a1")]);
}

#[tokio::test(start_paused = true)]
async fn the_log_is_bounded() {
    let hub = started();
    let first = parse(listen(&hub, &[]).missed());
    for number in 0..=MAX_BATCHES {
        tokio::time::advance(Duration::from_secs(1)).await;
        hub.publish(&[added(&format!("a{number}"))]);
    }
    assert_eq!(hub.log().batches.len(), MAX_BATCHES);
    assert_eq!(parse(hub.subscribe(&after(&first), vec![]).missed()).events, [Event::Reset {}]);
    let age = Resume::Age(Duration::from_secs(MAX_BATCHES as u64 + 1));
    assert_eq!(parse(hub.subscribe(&age, vec![]).missed()).events, [Event::Reset {}]);
    let large: Vec<_> = (0..400).map(|n| counts(&format!("{n}{}", "x".repeat(100)), 1)).collect();
    (0..100).for_each(|_| hub.publish(&large));
    let log = hub.log();
    assert!(log.bytes <= MAX_BYTES && log.batches.len() < 100, "{}", log.bytes);
    assert_eq!(log.bytes, log.batches.iter().map(|batch| batch.size()).sum::<usize>());
}

#[tokio::test(start_paused = true)]
async fn a_large_import_is_a_reset() {
    let hub = started();
    let mut listener = listen(&hub, &["a"]);
    let withdrawn = (0..501).map(|number| key(&number.to_string())).collect();
    hub.publish(&[Event::Articles { added: vec![], withdrawn }, counts("a", 1)]);
    assert_eq!(parse(listener.next().await.unwrap()).events, [Event::Reset {}]);
    hub.publish(&(0..501).map(|n| counts(&n.to_string(), 1)).collect::<Vec<_>>());
    assert_eq!(parse(listener.next().await.unwrap()).events, [Event::Reset {}]);
}
