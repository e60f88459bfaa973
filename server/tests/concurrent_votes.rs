//! Concurrency tests: simultaneous votes and imports on one or two stores; none is lost or counted
//! twice.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

mod common;

use common::newsroom::{key, newsroom};
use common::{Fixture, Server};
use sea_orm::{ConnectionTrait, Database, Statement};
use tokio::task::JoinSet;
use zaidu_model::{Counts, Key, Mood, Timestamp};
use zaidu_server::Store;

/// Number of concurrent readers.
const READERS: u64 = 200;

fn id() -> Key {
    key("a-1")
}

/// One reader: votes 点赞 twice concurrently, once on each store. Afterwards a quarter of the readers
/// changes the vote, and a quarter withdraws it.
async fn vote(stores: [Store; 2], reader: u64) {
    let now = Timestamp::from_unix(1_800_000_000).unwrap();
    let last = match reader % 4 {
        0 => Some(Mood::Sad),
        1 => None,
        _ => Some(Mood::Like),
    };
    let (id, name) = (id(), format!("reader-{reader}"));
    let like = |store: &Store| {
        let (store, id, name) = (store.clone(), id.clone(), name.clone());
        async move { store.choose(&id, &name, Some(Mood::Like), now).await.unwrap().mine }
    };
    let chosen = tokio::join!(like(&stores[0]), like(&stores[1]));
    assert_eq!(chosen, (Some(Mood::Like), Some(Mood::Like)));
    let store = &stores[usize::from(reader.is_multiple_of(3))];
    assert_eq!(store.choose(&id, &name, last, now).await.unwrap().mine, last);
}

/// The number of reactions to the article in the database.
async fn count_reactions(fixture: &Fixture) -> i64 {
    let db = Database::connect(&fixture.database).await.unwrap();
    let count = Statement::from_string(
        db.get_database_backend(),
        "SELECT COUNT(*) FROM reactions WHERE article = 'a-1'",
    );
    db.query_one_raw(count).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn assert_votes_are_exact(fixture: &Fixture, stores: [Store; 2]) {
    stores[0].import(&newsroom()).await.unwrap();
    let mut votes = JoinSet::new();
    for reader in 0..READERS {
        votes.spawn(vote(stores.clone(), reader));
    }
    while let Some(vote) = votes.join_next().await {
        vote.unwrap();
    }
    let counts = stores[1].reaction(&id(), None).await.unwrap().counts;
    assert_eq!(counts, Counts { happy: 0, sad: READERS / 4, like: READERS / 2, pass: 0 });
    assert_eq!(count_reactions(fixture).await, i64::try_from(counts.total()).unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_votes_on_one_store_are_exact() {
    let fixture = Fixture::new().await;
    let store = fixture.store().await;
    assert_votes_are_exact(&fixture, [store.clone(), store]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn requirement_08_concurrent_votes_on_two_stores_of_one_database_are_exact() {
    let fixture = Fixture::new().await;
    // Both stores also open, and migrate, the empty database concurrently.
    let (one, two) = tokio::join!(fixture.store(), fixture.store());
    assert_votes_are_exact(&fixture, [one, two]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn requirement_08_ten_thousand_simultaneous_votes_are_each_counted_once() {
    const MANY_READERS: u64 = 10_000;
    let fixture = Fixture::new().await;
    let stores = [fixture.store().await, fixture.store().await];
    stores[0].import(&newsroom()).await.unwrap();
    let (id, now) = (id(), Timestamp::from_unix(1_800_000_000).unwrap());
    let choose = |number: u64| {
        let (store, id) = (&stores[usize::from(number.is_multiple_of(2))], &id);
        async move { store.choose(id, &number.to_string(), Some(Mood::Like), now).await }
    };
    // All votes are queued before the first response.
    let results = futures_util::future::join_all((0..MANY_READERS).map(choose)).await;
    assert!(results.iter().all(Result::is_ok));
    let counts = stores[1].reaction(&id, None).await.unwrap().counts;
    assert_eq!(counts, Counts { like: MANY_READERS, ..Counts::default() });
    assert_eq!(count_reactions(&fixture).await, i64::try_from(MANY_READERS).unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_imports_of_one_feed_succeed() {
    let fixture = Fixture::new().await;
    let (one, two) = tokio::join!(fixture.store(), fixture.store());
    let newsroom = newsroom();
    let (one, two) = tokio::join!(one.import(&newsroom), two.import(&newsroom));
    assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    let again = fixture.store().await.import(&newsroom).await.unwrap();
    assert_eq!(again.unchanged, newsroom.articles().len());
}

#[tokio::test]
async fn one_reader_on_two_servers_has_one_vote() {
    let fixture = Fixture::new().await;
    let one = fixture.serve(&newsroom()).await;
    // The second finds the first one's cookie key in the database.
    let two = Server::start(fixture.app().await).await;
    let path = "/api/articles/a-1/reaction";
    let first = one.put(path, &[], r#"{"mood":"like"}"#).await;
    let cookie = [("cookie", first.cookie().unwrap())];
    let second = two.put(path, &cookie, r#"{"mood":"sad"}"#).await;
    assert_eq!(second.cookie(), None);
    let counts = Counts { sad: 1, ..Counts::default() };
    assert_eq!(second.json::<zaidu_model::Reaction>().counts, counts);
}
