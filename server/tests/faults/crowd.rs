//! Very many readers at once on one article.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use zaidu_model::{Counts, Mood, api};

use crate::kill::filled;
use crate::program::{Program, assert_sound};
use crate::readers::{Line, introduce, key};
use crate::times;

/// Connections at once: what a system's queue of new ones holds is less than all.
const CONNECTIONS: usize = 800;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_reader_of_a_crowd_counts_once() {
    let place = filled().await;
    let program = Program::start(&place);
    let (address, crowd) = (program.address, times(400, 10_000));
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut readers = JoinSet::new();
    for number in 0..crowd {
        let places = Arc::clone(&places);
        readers.spawn(async move {
            let _place = places.acquire().await.unwrap();
            let cookie = introduce(address).await;
            let mood = Mood::ALL[number % 4];
            let path = api::reaction(&key());
            let told = Line::default().put(address, &path, &cookie, Some(mood)).await.unwrap();
            assert_eq!(told.status, 200, "{:?}", told.body);
        });
    }
    while let Some(reader) = readers.join_next().await {
        reader.unwrap();
    }
    let store = place.store().await;
    let each = crowd as u64 / 4;
    let counts = Counts { happy: each, sad: each, like: each, pass: each };
    assert_eq!(store.reaction(&key(), None).await.unwrap().counts, counts);
    assert_sound(&place);
}
