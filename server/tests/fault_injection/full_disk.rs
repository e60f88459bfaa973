//! Full disk: writes fail, reads keep working, and writes succeed again once there is space.

use std::process::Command;

use zaidu_model::api;

use crate::common::Fixture;
use crate::common::client::send;
use crate::common::server_process::{ServerProcess, UNLIMITED};
use crate::readers::{Readers, article_id};
use crate::sigkill::import_newsroom;

/// A command that starts the server with a soft file size limit of `blocks` of 512 bytes: the
/// system then refuses writes, as on a full disk. Neither setting nor lifting the limit needs
/// privileges.
fn with_file_size_limit(blocks: u32) -> Command {
    let mut command = Command::new("sh");
    let script = r#"trap "" XFSZ; ulimit -S -f "$1"; shift; exec "$@""#;
    command.args(["-c", script, "sh", &blocks.to_string(), env!("CARGO_BIN_EXE_zaidu-server")]);
    command
}

/// Removes the file size limit of the running server.
fn lift_limit(process: &ServerProcess) {
    let arguments = ["--fsize=unlimited:", "--pid", &process.id().to_string()];
    assert!(Command::new("prlimit").args(arguments).status().unwrap().success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_votes_are_refused_reads_work_and_votes_recover() {
    let fixture = import_newsroom(Fixture::on_sqlite()).await;
    let process = ServerProcess::start_by(with_file_size_limit(2_000), &fixture, &UNLIMITED);
    let path = api::reaction(&article_id());
    let readers = Readers::start(8, vec![process.address]).await;
    // The write-ahead log grows to the limit.
    readers.wait_for_refused().await;
    assert_eq!(send(process.address, "GET", &path, &[], "").await.status, 200);
    assert_eq!(send(process.address, "GET", "/articles/a-1", &[], "").await.status, 200);
    lift_limit(&process);
    readers.wait_for_acknowledged(200).await;
    readers.stop().await.assert_durable(&fixture).await;
}
