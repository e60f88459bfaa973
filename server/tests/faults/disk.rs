//! A disk that takes no more.

use std::process::Command;

use zaidu_model::api;

use crate::common::Place;
use crate::common::client::send;
use crate::kill::fill;
use crate::program::Program;
use crate::readers::{Readers, key};

/// Starts the program so that no file of its grows beyond `blocks` of 512 bytes: the
/// system then refuses to write, as on a full disk. No rights are needed for that,
/// nor to lift it again.
fn confined(blocks: u32) -> Command {
    let mut command = Command::new("sh");
    let script = r#"trap "" XFSZ; ulimit -S -f "$1"; shift; exec "$@""#;
    command.args(["-c", script, "sh", &blocks.to_string(), env!("CARGO_BIN_EXE_zaidu-server")]);
    command
}

fn set_free(program: &Program) {
    let arguments = ["--fsize=unlimited:", "--pid", &program.id().to_string()];
    assert!(Command::new("prlimit").args(arguments).status().unwrap().success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_said_read_from_and_written_again() {
    let place = fill(Place::on_sqlite()).await;
    let program = Program::start_by(&place, confined(2_000));
    let path = api::reaction(&key());
    let readers = Readers::start(8, vec![program.address]).await;
    // The log of changes grows to the limit.
    readers.until_refused().await;
    assert_eq!(send(program.address, "GET", &path, &[], "").await.status, 200);
    assert_eq!(send(program.address, "GET", "/articles/a-1", &[], "").await.status, 200);
    set_free(&program);
    readers.until(200).await;
    readers.stop().await.assert_kept(&place).await;
}
