//! PostgreSQL restarts under load, and two servers share one database.

use std::process::Command;

use crate::common::server_process::ServerProcess;
use crate::iterations;
use crate::readers::Readers;
use crate::sigkill::fixture_with_newsroom;

/// Restarts the cluster that `cargo xtask test` started, in immediate mode: clients are
/// disconnected without notice, and PostgreSQL recovers as after a power cut.
async fn restart() {
    let command = std::env::var("ZAIDU_TEST_POSTGRES_CTL").unwrap();
    let mut words = command.split(' ').map(str::to_owned);
    let mut ctl = Command::new(words.next().unwrap());
    ctl.args(words).args(["restart", "-m", "immediate"]);
    let ended = tokio::task::spawn_blocking(move || ctl.output().unwrap()).await.unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL; cargo xtask test starts it"]
async fn a_restarted_database_has_stored_all_acknowledged_votes() {
    let fixture = fixture_with_newsroom().await;
    let processes = [ServerProcess::start(&fixture), ServerProcess::start(&fixture)];
    let addresses = processes.iter().map(|process| process.address).collect();
    let readers = Readers::start(24, addresses).await;
    for round in 0..iterations(2, 20) {
        readers.wait_for_acknowledged(60 + round % 17).await;
        restart().await;
    }
    readers.wait_for_acknowledged(200).await;
    readers.stop().await.assert_durable(&fixture).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL; cargo xtask test starts it"]
async fn a_second_server_serves_all_acknowledged_votes_after_the_first_is_killed() {
    let fixture = fixture_with_newsroom().await;
    let [one, two] = [ServerProcess::start(&fixture), ServerProcess::start(&fixture)];
    let readers = Readers::start(32, vec![one.address, two.address]).await;
    readers.wait_for_acknowledged(iterations(1_000, 20_000)).await;
    // One server is killed; the other continues on the same database.
    one.kill();
    readers.set_addresses(vec![two.address]);
    readers.wait_for_acknowledged(300).await;
    readers.stop().await.assert_durable(&fixture).await;
}
