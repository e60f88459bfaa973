//! Long work in short turns, so that a tap never waits for all of it.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use wasm_bindgen_futures::spawn_local;

use super::clock::sleep;

type Work = Box<dyn FnOnce()>;

thread_local! {
    static SPREADS: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<VecDeque<Work>> = const { RefCell::new(VecDeque::new()) };
}

/// Runs `start`, then what it left for [`defer`], each in a turn of its own. So is
/// each task that any of them begins: without that, what a page does once it
/// stands would add to the time that it takes to stand.
pub async fn run_in_slices(start: impl FnOnce()) {
    // Only the first can be set, and it is the same each time.
    let _ = Executor::init_local_custom_executor(Turns);
    SPREADS.set(true);
    start();
    while let Some(work) = WAITING.with_borrow_mut(VecDeque::pop_front) {
        sleep(0).await;
        work();
    }
    SPREADS.set(false);
}

/// Leaves `work` for a turn of its own, where work is spread; else does it now.
pub fn defer(work: impl FnOnce() + 'static) {
    if SPREADS.get() {
        WAITING.with_borrow_mut(|waiting| waiting.push_back(Box::new(work)));
    } else {
        work();
    }
}

struct Turns;

impl CustomExecutor for Turns {
    fn spawn(&self, task: PinnedFuture<()>) {
        self.spawn_local(task);
    }

    fn spawn_local(&self, task: PinnedLocalFuture<()>) {
        if SPREADS.get() {
            spawn_local(async {
                sleep(0).await;
                task.await;
            });
        } else {
            spawn_local(task);
        }
    }

    fn poll_local(&self) {}
}
