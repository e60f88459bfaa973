//! SIGKILL under load, again and again.

use crate::common::Place;
use crate::common::newsroom::newsroom;
use crate::program::Program;
use crate::readers::Readers;
use crate::times;

/// A place that holds the newsroom.
pub(crate) async fn filled() -> Place {
    fill(Place::new().await).await
}

/// The same place, holding the newsroom.
pub(crate) async fn fill(place: Place) -> Place {
    let store = place.store().await;
    store.import(&newsroom()).await.unwrap();
    store.close().await;
    place
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_has_kept_what_it_acknowledged() {
    let place = filled().await;
    let mut program = Program::start(&place);
    let readers = Readers::start(24, vec![program.address]).await;
    for round in 0..times(4, 100) {
        // Not always at the same moment of a batch.
        readers.until(40 + round % 17).await;
        program.kill();
        program = Program::start(&place);
        readers.move_to(vec![program.address]);
    }
    readers.until(100).await;
    readers.stop().await.assert_kept(&place).await;
}
