//! SQLite's lock in another program's hands.

use sea_orm::{ConnectionTrait, Database};
use zaidu_model::{Mood, Reaction, api};

use crate::common::client::send;
use crate::kill::filled;
use crate::program::Program;
use crate::readers::{Line, introduce, key};

#[tokio::test]
async fn a_locked_database_is_said_read_and_written_again() {
    let place = filled().await;
    if !place.database.starts_with("sqlite:") {
        // PostgreSQL has no lock that stops everything.
        return;
    }
    let program = Program::start(&place);
    let cookie = introduce(program.address).await;
    let path = api::reaction(&key());
    let vote =
        async || Line::default().put(program.address, &path, &cookie, Some(Mood::Like)).await;
    let other = Database::connect(&place.database).await.unwrap();
    let other_hand = other.get_sqlite_connection_pool().acquire().await.unwrap();
    drop(other_hand);
    other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    let refused = vote().await.unwrap();
    assert_eq!(refused.status, 503, "{:?}", refused.body);
    let read = send(program.address, "GET", &path, &[], "").await;
    assert_eq!(read.json::<Reaction>(), Reaction::default());
    other.execute_unprepared("COMMIT").await.unwrap();
    let taken: Reaction = serde_json::from_slice(&vote().await.unwrap().body).unwrap();
    assert_eq!(taken.counts.like, 1);
}
