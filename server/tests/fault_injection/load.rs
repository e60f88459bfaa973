//! Concurrent load: hundreds of readers (10,000 at full length) vote on one article at once.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use zaidu_model::{Counts, Mood, api};

use crate::common::server_process::{ServerProcess, assert_consistent};
use crate::iterations;
use crate::readers::{Connection, article_id, register_reader};
use crate::sigkill::fixture_with_newsroom;

/// Concurrent connections: fewer than all readers, because the listen backlog is limited.
const CONNECTIONS: usize = 800;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_of_many_concurrent_readers_is_counted_once() {
    let fixture = fixture_with_newsroom().await;
    let process = ServerProcess::start(&fixture);
    let (address, readers) = (process.address, iterations(400, 10_000));
    let permits = Arc::new(Semaphore::new(CONNECTIONS));
    let mut tasks = JoinSet::new();
    for number in 0..readers {
        let permits = Arc::clone(&permits);
        tasks.spawn(async move {
            let _permit = permits.acquire().await.unwrap();
            let cookie = register_reader(address).await;
            let mood = Mood::ALL[number % 4];
            let path = api::reaction(&article_id());
            let response =
                Connection::default().put(address, &path, &cookie, Some(mood)).await.unwrap();
            assert_eq!(response.status, 200, "{:?}", response.body);
        });
    }
    while let Some(task) = tasks.join_next().await {
        task.unwrap();
    }
    let store = fixture.store().await;
    let each = readers as u64 / 4;
    let counts = Counts { happy: each, sad: each, like: each, pass: each };
    assert_eq!(store.reaction(&article_id(), None).await.unwrap().counts, counts);
    assert_consistent(&fixture);
}
