//! Scheduler that yields to the main thread: splits long work into short tasks, so that
//! input is handled in between.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use wasm_bindgen_futures::spawn_local;

use super::clock::sleep;

type Work = Box<dyn FnOnce()>;

thread_local! {
    static IS_SLICING: Cell<bool> = const { Cell::new(false) };
    static QUEUE: RefCell<VecDeque<Work>> = const { RefCell::new(VecDeque::new()) };
}

/// Makes this the executor of every effect, before the first one is created.
pub fn init() {
    // Fails if an executor is set already, which is this same one.
    let _ = Executor::init_local_custom_executor(SlicedExecutor);
}

/// Runs `start`, then each piece of work that was passed to [`defer`], each in a browser
/// task of its own. Futures that are spawned meanwhile start in a task of their own too:
/// otherwise effects would add to the time that hydration blocks the main thread.
pub async fn run_in_slices(start: impl FnOnce()) {
    IS_SLICING.set(true);
    start();
    while let Some(work) = QUEUE.with_borrow_mut(VecDeque::pop_front) {
        sleep(0).await;
        work();
    }
    IS_SLICING.set(false);
}

/// Runs `work` in a task of its own during [`run_in_slices`], else at once.
pub fn defer(work: impl FnOnce() + 'static) {
    if IS_SLICING.get() {
        QUEUE.with_borrow_mut(|queue| queue.push_back(Box::new(work)));
    } else {
        work();
    }
}

struct SlicedExecutor;

impl CustomExecutor for SlicedExecutor {
    fn spawn(&self, task: PinnedFuture<()>) {
        self.spawn_local(task);
    }

    fn spawn_local(&self, task: PinnedLocalFuture<()>) {
        if IS_SLICING.get() {
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
