//! Threads that render and compress pages: as many as there are cores, of low priority, so that what
//! is made anew leaves the pages in the cache most of the time, and takes bounded memory.
//!
//! The blocking pool of the runtime would run hundreds at once: each compression needs megabytes, and
//! the threads that answer from the cache would be one among many (decision 037).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// By how much the threads are nicer than the others: they get a quarter of a core that one other
/// wants, and enough on a machine with many others.
#[cfg(unix)]
const NICENESS: i32 = 5;

type Job = Box<dyn FnOnce() + Send>;

static POOL: LazyLock<Sender<Job>> = LazyLock::new(start);

/// Why work has no result: it panicked.
#[derive(Debug)]
pub(crate) struct Panicked;

/// Runs `work` on one of the threads, within the current runtime. It is left out when nobody waits for
/// it any more.
///
/// # Errors
/// [`Panicked`].
pub(crate) async fn run<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Panicked> {
    let (sender, receiver) = oneshot::channel();
    let runtime = Handle::current();
    let job: Job = Box::new(move || {
        if sender.is_closed() {
            return;
        }
        let _runtime = runtime.enter();
        if let Ok(result) = catch_unwind(AssertUnwindSafe(work)) {
            // The receiver may have gone meanwhile.
            let _ = sender.send(result);
        }
    });
    // The threads live as long as the program.
    let _ = POOL.send(job);
    receiver.await.map_err(|_| Panicked)
}

fn start() -> Sender<Job> {
    let (sender, receiver) = channel();
    let receiver = Arc::new(Mutex::new(receiver));
    for _ in 0..thread::available_parallelism().map_or(1, std::num::NonZero::get) {
        let receiver = Arc::clone(&receiver);
        let thread = thread::Builder::new().name("render".to_owned());
        if let Err(error) = thread.spawn(move || work_for_ever(&receiver)) {
            tracing::error!(%error, "a thread for pages cannot be started");
        }
    }
    sender
}

fn work_for_ever(jobs: &Mutex<Receiver<Job>>) {
    #[cfg(unix)]
    if let Err(error) = rustix::process::nice(NICENESS) {
        tracing::debug!(%error, "pages are rendered at the priority of everything else");
    }
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        job();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[tokio::test]
    async fn work_runs_on_a_few_threads_and_outlives_a_panic() {
        let cores = thread::available_parallelism().unwrap().get();
        for _ in 0..2 * cores {
            assert!(run(|| panic!("on purpose")).await.is_err());
        }
        let mut waiting = Vec::new();
        for number in 0..200 {
            waiting.push(tokio::spawn(run(move || (thread::current().id(), number))));
        }
        let mut threads = BTreeSet::new();
        for (number, waiting) in waiting.into_iter().enumerate() {
            let (thread, result) = waiting.await.unwrap().unwrap();
            assert_eq!(result, number);
            threads.insert(format!("{thread:?}"));
        }
        assert!((1..=cores).contains(&threads.len()), "{threads:?}");
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_left_out() {
        let (go, wait) = channel::<()>();
        let wait = Arc::new(Mutex::new(wait));
        let cores = thread::available_parallelism().unwrap().get();
        // Each thread is busy.
        let busy: Vec<_> = (0..cores)
            .map(|_| {
                let wait = Arc::clone(&wait);
                tokio::spawn(run(move || wait.lock().unwrap().recv().is_err()))
            })
            .collect();
        let (done, is_done) = channel();
        let abandoned = tokio::spawn(run(move || done.send(()).unwrap()));
        tokio::task::yield_now().await;
        abandoned.abort();
        assert!(abandoned.await.unwrap_err().is_cancelled());
        drop(go);
        for busy in busy {
            assert!(busy.await.unwrap().unwrap());
        }
        run(|| ()).await.unwrap();
        assert!(is_done.try_recv().is_err(), "its sender was dropped unused");
    }
}
