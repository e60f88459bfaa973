//! Events: readers are told while they read that lists, counts or a text have changed. No HTTP.
//!
//! [`watch`](watch::watch) finds out what has changed and publishes it in the [`Hub`], which keeps the
//! latest events for those who come back. [`StreamLimits`] bounds how many listen at once.

mod batch;
mod hub;
mod limits;
mod watch;

use std::time::Duration;

pub(crate) use hub::{Hub, Resume, Subscription};
pub(crate) use limits::{StreamLimits, StreamPermit};
pub(crate) use watch::watch;

/// How events are made and sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventOptions {
    /// Maximum number of open streams; 0 for none.
    pub streams: usize,
    /// Maximum number of open streams of one IPv4 address or IPv6 /64 network.
    pub streams_per_address: usize,
    /// How often the server looks for changes: counts of an article are sent at most so often.
    pub interval: Duration,
    /// The shortest time between two comments on a silent stream; the longest is two thirds more.
    pub heartbeat: Duration,
}

/// Default of [`EventOptions::streams`].
pub(crate) const STREAMS: usize = 4_000;

/// Default of [`EventOptions::streams_per_address`]: the readers of one mobile carrier may share an
/// address.
pub(crate) const STREAMS_PER_ADDRESS: usize = 400;

impl Default for EventOptions {
    fn default() -> Self {
        Self {
            streams: STREAMS,
            streams_per_address: STREAMS_PER_ADDRESS,
            interval: Duration::from_secs(1),
            heartbeat: Duration::from_secs(15),
        }
    }
}
