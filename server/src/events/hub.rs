//! Hub of events: a log of the latest batches, and a broadcast channel to all who listen.
//!
//! Memory is bounded: the log has a maximum number of batches and bytes, and a listener holds a place
//! in the channel, whose batches all share. A listener that falls behind misses batches, which it is
//! told by [`Event::Reset`].

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::time::Instant;
use zaidu_model::{Event, Key};

use super::batch::{Batch, push, to_json};

/// Maximum number of batches in the log; at one a second that is a quarter of an hour.
const MAX_BATCHES: usize = 900;

/// Maximum size of the log, in bytes.
const MAX_BYTES: usize = 2 << 20;

/// Capacity of the channel: how many batches a listener may be behind.
const CAPACITY: usize = 32;

/// After which events a listener begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Resume {
    /// After those with this id.
    After(String),
    /// After those of so long ago.
    Age(Duration),
}

/// The hub. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Hub(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// Part of all ids: those of another server, or of this one before its last start, are not known.
    epoch: String,
    log: Mutex<Log>,
    closed: watch::Sender<bool>,
    /// Whether somebody has asked since this was last read.
    is_asked: AtomicBool,
}

#[derive(Debug)]
struct Log {
    batches: VecDeque<Arc<Batch>>,
    bytes: usize,
    /// The number of the last batch.
    last: u64,
    /// Since when nothing is missing.
    complete_since: Option<Instant>,
    /// None once the hub is closed.
    sender: Option<broadcast::Sender<Arc<Batch>>>,
}

impl Default for Hub {
    fn default() -> Self {
        let mut random = [0; 6];
        // Without random bytes there is the address of the process in time.
        if getrandom::fill(&mut random).is_err() {
            let time = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().as_nanos();
            random.copy_from_slice(&time.to_le_bytes()[..6]);
        }
        let epoch = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let log = Log {
            batches: VecDeque::new(),
            bytes: 0,
            last: 0,
            complete_since: None,
            sender: Some(broadcast::channel(CAPACITY).0),
        };
        let closed = watch::Sender::new(false);
        Self(Arc::new(Shared { epoch, log: Mutex::new(log), closed, is_asked: false.into() }))
    }
}

impl Hub {
    /// A random name of this hub.
    pub(crate) fn name(&self) -> &str {
        &self.0.epoch
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.0.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins the log: from now on all events are published. Those who listen already may have missed
    /// some.
    pub(crate) fn begin(&self) {
        self.publish(&[Event::Reset {}]);
        let mut log = self.log();
        log.batches.clear();
        log.bytes = 0;
        log.complete_since = Some(Instant::now());
    }

    /// Publishes `events`, unless there are none.
    pub(crate) fn publish(&self, events: &[Event]) {
        if events.is_empty() {
            return;
        }
        let mut log = self.log();
        let batch = Arc::new(Batch::new(log.last + 1, Instant::now(), events));
        log.last = batch.number;
        log.bytes += batch.size();
        log.batches.push_back(Arc::clone(&batch));
        while log.batches.len() > MAX_BATCHES || log.bytes > MAX_BYTES {
            let Some(oldest) = log.batches.pop_front() else { break };
            log.bytes -= oldest.size();
            log.complete_since = Some(oldest.at);
        }
        if let Some(sender) = &log.sender {
            // It fails when nobody listens.
            let _ = sender.send(batch);
        }
    }

    /// Ends all subscriptions, and the watch.
    pub(crate) fn close(&self) {
        self.log().sender = None;
        self.0.closed.send_replace(true);
    }

    /// Ends once the hub is closed.
    pub(crate) async fn closed(&self) {
        // It fails when the sender is gone, which this hub holds.
        let _ = self.0.closed.subscribe().wait_for(|closed| *closed).await;
    }

    /// Whether anybody listens, or has asked since the last call.
    pub(crate) fn is_watched(&self) -> bool {
        let listens = self.log().sender.as_ref().is_some_and(|it| it.receiver_count() > 0);
        self.0.is_asked.swap(false, Ordering::Relaxed) || listens
    }

    /// Subscribes to the events of lists and of `articles` from `resume` on.
    pub(crate) fn subscribe(&self, resume: &Resume, articles: Vec<Key>) -> Subscription {
        self.0.is_asked.store(true, Ordering::Relaxed);
        let log = self.log();
        let missed = log.since(&self.0.epoch, resume);
        Subscription {
            hub: self.clone(),
            articles,
            last: log.last,
            has_gap: missed.is_none(),
            missed: missed.unwrap_or_default(),
            receiver: log.sender.as_ref().map(broadcast::Sender::subscribe),
        }
    }

    /// The id after the batch with this number.
    fn id(&self, number: u64) -> String {
        format!("{}-{number}", self.0.epoch)
    }
}

impl Log {
    /// The batches since `resume`; none if some are missing.
    fn since(&self, epoch: &str, resume: &Resume) -> Option<Vec<Arc<Batch>>> {
        let skip = match resume {
            Resume::After(id) => {
                let number: u64 = id.strip_prefix(epoch)?.strip_prefix('-')?.parse().ok()?;
                let oldest = self.batches.front().map_or(self.last + 1, |batch| batch.number);
                if number + 1 < oldest || number > self.last {
                    return None;
                }
                usize::try_from(number + 1 - oldest).ok()?
            }
            Resume::Age(age) => {
                let since = Instant::now().checked_sub(*age)?;
                self.complete_since.filter(|complete| *complete <= since)?;
                self.batches.partition_point(|batch| batch.at < since)
            }
        };
        Some(self.batches.iter().skip(skip).cloned().collect())
    }
}

/// A listener to some of the events.
#[derive(Debug)]
pub(crate) struct Subscription {
    hub: Hub,
    articles: Vec<Key>,
    missed: Vec<Arc<Batch>>,
    has_gap: bool,
    /// The number of the last batch that was taken.
    last: u64,
    receiver: Option<broadcast::Receiver<Arc<Batch>>>,
}

impl Subscription {
    /// The id and the events up to now, as JSON of an [`EventBatch`](zaidu_model::EventBatch).
    pub(crate) fn missed(&mut self) -> (String, String) {
        let mut events = String::new();
        if std::mem::take(&mut self.has_gap) {
            events = to_json(&Event::Reset {});
        }
        for batch in std::mem::take(&mut self.missed) {
            batch.write(&self.articles, &mut events);
        }
        self.message(&events)
    }

    /// Waits for the next events, in the same form. None once the hub is closed.
    pub(crate) async fn next(&mut self) -> Option<(String, String)> {
        loop {
            let mut events = String::new();
            match self.receiver.as_mut()?.recv().await {
                Ok(batch) => {
                    self.last = batch.number;
                    batch.write(&self.articles, &mut events);
                }
                // The batches that are left in the channel are newer.
                Err(RecvError::Lagged(_)) => push(&mut events, &to_json(&Event::Reset {})),
                Err(RecvError::Closed) => return None,
            }
            if !events.is_empty() {
                return Some(self.message(&events));
            }
        }
    }

    fn message(&self, events: &str) -> (String, String) {
        let id = self.hub.id(self.last);
        let json = format!(r#"{{"id":"{id}","events":[{events}]}}"#);
        (id, json)
    }
}

#[cfg(test)]
#[path = "hub_tests.rs"]
mod tests;
