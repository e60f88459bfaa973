//! Crash recovery: the server is killed by SIGKILL under load, repeatedly.

use crate::common::Fixture;
use crate::common::newsroom::newsroom;
use crate::common::server_process::ServerProcess;
use crate::iterations;
use crate::readers::Readers;

/// A fixture whose database holds the newsroom.
pub(crate) async fn fixture_with_newsroom() -> Fixture {
    import_newsroom(Fixture::new().await).await
}

/// Imports the newsroom into the database of `fixture`.
pub(crate) async fn import_newsroom(fixture: Fixture) -> Fixture {
    let store = fixture.store().await;
    store.import(&newsroom()).await.unwrap();
    store.close().await;
    fixture
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_has_stored_all_acknowledged_votes() {
    let fixture = fixture_with_newsroom().await;
    let mut process = ServerProcess::start(&fixture);
    let readers = Readers::start(24, vec![process.address]).await;
    for round in 0..iterations(4, 100) {
        // Varies the point within a batch at which the server is killed.
        readers.wait_for_acknowledged(40 + round % 17).await;
        process.kill();
        process = ServerProcess::start(&fixture);
        readers.set_addresses(vec![process.address]);
    }
    readers.wait_for_acknowledged(100).await;
    readers.stop().await.assert_durable(&fixture).await;
}
