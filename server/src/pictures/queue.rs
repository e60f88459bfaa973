//! The pictures that wait to be made, local ones first, and those that are being made.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// How long what failed for a reason that may pass is left alone, in seconds.
const RETRY: i64 = 600;

/// The queue.
#[derive(Debug, Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Arc<str>>,
    busy: HashSet<Arc<str>>,
    /// What failed for a reason that may pass: when, in Unix seconds, and why.
    failed: HashMap<Arc<str>, (i64, String)>,
    /// What was done since the last [`Queue::begin`].
    finished: HashSet<Arc<str>>,
}

impl Queue {
    /// Waits for the next picture, which is then being made.
    pub(super) async fn next(&self) -> Arc<str> {
        loop {
            {
                let mut state = self.state();
                if let Some(address) = state.waiting.pop_front() {
                    state.busy.insert(Arc::clone(&address));
                    // Another task may wait for the next one.
                    self.changed.notify_one();
                    return address;
                }
            }
            self.changed.notified().await;
        }
    }

    /// Begins to look for what is to wait.
    pub(super) fn begin(&self) {
        self.state().finished.clear();
    }

    /// Replaces what waits by `addresses`, without those that are being made, were done since
    /// [`Self::begin`], or failed a moment ago. Returns how many wait or are being made.
    pub(super) fn replace(&self, addresses: Vec<Arc<str>>, now: i64) -> usize {
        let mut state = self.state();
        state.failed.retain(|_, (time, _)| now - *time < RETRY);
        let State { waiting, busy, failed, finished } = &mut *state;
        let is_new = |address: &Arc<str>| {
            !busy.contains(address) && !failed.contains_key(address) && !finished.contains(address)
        };
        *waiting = addresses.into_iter().filter(is_new).collect();
        self.changed.notify_one();
        state.waiting.len() + state.busy.len()
    }

    /// Records that `address` is no longer being made, and when and why it `failed`, if that may
    /// pass. Returns how many wait or are being made.
    pub(super) fn done(&self, address: &Arc<str>, failed: Option<(i64, String)>) -> usize {
        let mut state = self.state();
        state.busy.remove(address);
        state.finished.insert(Arc::clone(address));
        state.failed.extend(failed.map(|failed| (Arc::clone(address), failed)));
        state.waiting.len() + state.busy.len()
    }

    /// What failed a moment ago for a reason that may pass, and why.
    pub(super) fn failures(&self) -> Vec<(Arc<str>, String)> {
        let state = self.state();
        state
            .failed
            .iter()
            .map(|(address, (_, reason))| (address.clone(), reason.clone()))
            .collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_picture_is_made_once_and_again_after_a_pause() {
        let queue = Queue::default();
        let [a, b] = ["a", "b"].map(Arc::<str>::from);
        let both = || vec![Arc::clone(&a), Arc::clone(&b)];
        assert_eq!(queue.replace(both(), 0), 2);
        assert_eq!(queue.next().await, a);
        queue.begin();
        assert_eq!(queue.replace(both(), 1), 2, "a is being made");
        assert_eq!(queue.next().await, b);
        assert_eq!(queue.done(&a, Some((10, "full".to_owned()))), 1);
        assert_eq!(queue.done(&b, None), 0);
        assert_eq!(queue.replace(both(), 10 + RETRY), 0, "they were done while one looked");
        queue.begin();
        assert_eq!(queue.done(&a, Some((20, "full".to_owned()))), 0);
        queue.begin();
        assert_eq!(queue.failures(), [(Arc::clone(&a), "full".to_owned())]);
        assert_eq!(queue.replace(vec![Arc::clone(&a)], 20 + RETRY - 1), 0);
        assert_eq!(queue.replace(vec![Arc::clone(&a)], 20 + RETRY), 1);
        assert!(queue.failures().is_empty());
    }
}
