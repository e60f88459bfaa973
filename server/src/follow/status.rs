//! Registry of what is followed: state and counters of each source, for `/readyz` and for metrics.

use std::sync::Arc;

use tokio::sync::watch;

/// How a source is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum SourceState {
    /// It has not been read yet.
    #[default]
    Waiting,
    /// What it last said is imported.
    Current,
    /// It cannot be read; what was imported stays.
    Failing {
        /// Why, on one line.
        reason: String,
        /// How often in succession.
        times: u64,
    },
    /// It is gone for good and no longer asked.
    Stopped {
        /// Why, on one line.
        reason: String,
    },
}

/// State and counters of one source, since the server started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceStatus {
    /// Its address without what may be secret in it, or the name of its file.
    pub name: String,
    /// How it is.
    pub state: SourceState,
    /// How often it was asked or looked at with a result: the sum of the next three.
    pub asked: u64,
    /// How often it had not changed.
    pub unchanged: u64,
    /// How often it was imported.
    pub imported: u64,
    /// How often it could not be read or imported.
    pub failed: u64,
    /// How many items the last import refused.
    pub refused_items: u64,
    /// When it was last read or found unchanged, in Unix seconds.
    pub last_success: Option<i64>,
}

/// The registry. Clones share it.
#[derive(Debug, Clone)]
pub struct FollowStatus(Arc<watch::Sender<Vec<SourceStatus>>>);

impl Default for FollowStatus {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(Vec::new())))
    }
}

impl FollowStatus {
    /// Every source, in the order of the command line.
    #[must_use]
    pub fn sources(&self) -> Vec<SourceStatus> {
        self.0.borrow().clone()
    }

    /// Waits until `condition` holds.
    pub async fn wait_for(&self, mut condition: impl FnMut(&[SourceStatus]) -> bool) {
        // The sender lives as long as `self`.
        let _ = self.0.subscribe().wait_for(|sources| condition(sources)).await;
    }

    /// Adds a source; returns its index.
    pub(super) fn add(&self, name: String) -> usize {
        let mut index = 0;
        self.0.send_modify(|sources| {
            index = sources.len();
            sources.push(SourceStatus { name, ..SourceStatus::default() });
        });
        index
    }

    /// Records that source `index` had not changed at `now`.
    pub(super) fn unchanged(&self, index: usize, now: i64) {
        self.modify(index, |source| {
            source.unchanged += 1;
            source.succeeded(now);
        });
    }

    /// Records that source `index` was imported at `now`, without so many of its items.
    pub(super) fn imported(&self, index: usize, now: i64, refused_items: usize) {
        self.modify(index, |source| {
            source.imported += 1;
            source.refused_items = refused_items as u64;
            source.succeeded(now);
        });
    }

    /// Records that source `index` could not be read.
    pub(super) fn failed(&self, index: usize, reason: String) {
        self.modify(index, |source| {
            source.asked += 1;
            source.failed += 1;
            let times = match source.state {
                SourceState::Failing { times, .. } => times + 1,
                _ => 1,
            };
            source.state = SourceState::Failing { reason, times };
        });
    }

    /// Records that source `index` is gone.
    pub(super) fn stopped(&self, index: usize, reason: String) {
        self.modify(index, |source| {
            source.asked += 1;
            source.failed += 1;
            source.state = SourceState::Stopped { reason };
        });
    }

    /// Whether source `index` is failing.
    pub(super) fn is_failing(&self, index: usize) -> bool {
        let sources = self.0.borrow();
        sources.get(index).is_some_and(|it| matches!(it.state, SourceState::Failing { .. }))
    }

    fn modify(&self, index: usize, change: impl FnOnce(&mut SourceStatus)) {
        self.0.send_modify(|sources| {
            if let Some(source) = sources.get_mut(index) {
                change(source);
            }
        });
    }
}

impl SourceStatus {
    fn succeeded(&mut self, now: i64) {
        self.asked += 1;
        self.state = SourceState::Current;
        self.last_success = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_follow_what_happens_and_counters_add_up() {
        let status = FollowStatus::default();
        let (a, b) = (status.add("a".into()), status.add("b".into()));
        status.imported(a, 7, 2);
        status.failed(a, "x".into());
        status.failed(a, "y".into());
        status.stopped(b, "410".into());
        let [first, second] = &status.sources()[..] else { panic!("two") };
        assert_eq!(first.state, SourceState::Failing { reason: "y".into(), times: 2 });
        assert_eq!((first.asked, first.imported, first.failed), (3, 1, 2));
        assert_eq!((first.last_success, first.refused_items), (Some(7), 2));
        assert_eq!(second.state, SourceState::Stopped { reason: "410".into() });
        status.unchanged(a, 9);
        let first = status.sources().remove(0);
        assert_eq!((first.state, first.last_success), (SourceState::Current, Some(9)));
        assert_eq!(first.asked, first.unchanged + first.imported + first.failed);
        assert!(!status.is_failing(a));
    }
}
