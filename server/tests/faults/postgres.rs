//! PostgreSQL that goes away under load, and two servers on one.

use std::process::Command;

use crate::kill::filled;
use crate::program::Program;
use crate::readers::Readers;
use crate::times;

/// Restarts the cluster that `cargo xtask test` started, without asking those who
/// are connected: it recovers as after a power cut.
async fn restart() {
    let words = std::env::var("ZAIDU_TEST_POSTGRES_CTL").unwrap();
    let mut words = words.split(' ').map(str::to_owned);
    let mut ctl = Command::new(words.next().unwrap());
    ctl.args(words).args(["restart", "-m", "immediate"]);
    let ended = tokio::task::spawn_blocking(move || ctl.output().unwrap()).await.unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL; cargo xtask test starts it"]
async fn a_database_that_restarts_has_kept_what_was_acknowledged() {
    let place = filled().await;
    let programs = [Program::start(&place), Program::start(&place)];
    let addresses = programs.iter().map(|program| program.address).collect();
    let readers = Readers::start(24, addresses).await;
    for round in 0..times(2, 20) {
        readers.until(60 + round % 17).await;
        restart().await;
    }
    readers.until(200).await;
    readers.stop().await.assert_kept(&place).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL; cargo xtask test starts it"]
async fn two_servers_on_one_database_are_one() {
    let place = filled().await;
    let [one, two] = [Program::start(&place), Program::start(&place)];
    let readers = Readers::start(32, vec![one.address, two.address]).await;
    readers.until(times(1_000, 20_000)).await;
    // One of them dies; the other has all.
    one.kill();
    readers.move_to(vec![two.address]);
    readers.until(300).await;
    readers.stop().await.assert_kept(&place).await;
}
