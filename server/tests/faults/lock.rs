//! SQLite's lock in another program's hands.

use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use zaidu_model::{Mood, Reaction, api};

use crate::common::Place;
use crate::common::client::send;
use crate::kill::fill;
use crate::program::Program;
use crate::readers::{Line, introduce, key};

#[tokio::test]
async fn a_locked_database_is_said_read_and_written_again() {
    let place = fill(Place::on_sqlite()).await;
    let program = Program::start(&place);
    let cookie = introduce(program.address).await;
    let path = api::reaction(&key());
    let vote =
        async || Line::default().put(program.address, &path, &cookie, Some(Mood::Like)).await;
    // One connection, so that all that follows is said on it.
    let mut options = ConnectOptions::new(&place.database);
    options.max_connections(1);
    let other = Database::connect(options).await.unwrap();
    other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    let refused = vote().await.unwrap();
    assert_eq!(refused.status, 503, "{:?}", refused.body);
    let read = send(program.address, "GET", &path, &[], "").await;
    assert_eq!(read.json::<Reaction>(), Reaction::default());
    other.execute_unprepared("COMMIT").await.unwrap();
    let taken: Reaction = serde_json::from_slice(&vote().await.unwrap().body).unwrap();
    assert_eq!(taken.counts.like, 1);
}
