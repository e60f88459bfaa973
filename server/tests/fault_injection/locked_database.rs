//! Locked database: another connection holds SQLite's write lock.

use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use zaidu_model::{Mood, Reaction, api};

use crate::common::Fixture;
use crate::common::client::send;
use crate::common::server_process::ServerProcess;
use crate::readers::{Connection, article_id, register_reader};
use crate::sigkill::import_newsroom;

#[tokio::test]
async fn while_the_database_is_locked_votes_get_503_reads_work_and_votes_recover() {
    let fixture = import_newsroom(Fixture::on_sqlite()).await;
    let process = ServerProcess::start(&fixture);
    let cookie = register_reader(process.address).await;
    let path = api::reaction(&article_id());
    let vote =
        async || Connection::default().put(process.address, &path, &cookie, Some(Mood::Like)).await;
    // A pool of one connection, so that BEGIN and COMMIT run on the same one.
    let mut options = ConnectOptions::new(&fixture.database);
    options.max_connections(1);
    let other = Database::connect(options).await.unwrap();
    other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    let refused = vote().await.unwrap();
    assert_eq!(refused.status, 503, "{:?}", refused.body);
    let read = send(process.address, "GET", &path, &[], "").await;
    assert_eq!(read.json::<Reaction>(), Reaction::default());
    other.execute_unprepared("COMMIT").await.unwrap();
    let taken: Reaction = serde_json::from_slice(&vote().await.unwrap().body).unwrap();
    assert_eq!(taken.counts.like, 1);
}
