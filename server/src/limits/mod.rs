//! How much one reader, and one address, may ask for.
//!
//! Nobody can tell a person from a script that drops its cookies, so reactions can
//! be stuffed; but not for nothing. A new reader's name is given out per address so
//! often, votes are taken per reader and per address so often, and that is the
//! bound which docs/operations.md states. Limits are this server's own: two
//! servers give twice as much.

mod address;
mod rate;
mod slots;

use std::net::IpAddr;
use std::time::Duration;

use governor::clock::{Clock, MonotonicClock};
use governor::{Quota, RateLimiter};
use ipnet::IpNet;
use zaidu_model::ProblemCode;

pub(crate) use address::{Address, Peer};
pub(crate) use rate::rate_or_off;
pub use rate::{MaybeRate, Rate};

use crate::api::error::ApiError;
use slots::Slots;

/// Votes of one reader: one who taps to and fro does not reach it.
pub(crate) const READER: &str = "30/1m";

/// Votes from one address: hundreds of readers behind one address of a mobile
/// carrier do not reach it.
pub(crate) const ADDRESS: &str = "600/1m";

/// New readers from one address. A carrier's thousand readers who all react for
/// the first time within minutes do reach it; the rest are asked to try again.
pub(crate) const NEW_READERS: &str = "200/10m";

/// Proxies on the same machine.
pub(crate) const TRUSTED: [&str; 2] = ["127.0.0.0/8", "::1/128"];

/// What is allowed; no rate is no limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// Votes of one reader.
    pub reader: Option<Rate>,
    /// Votes from one address.
    pub address: Option<Rate>,
    /// New readers from one address.
    pub new_readers: Option<Rate>,
    /// Whose word on where a request comes from is taken.
    pub trusted_proxies: Vec<IpNet>,
}

impl Default for Allowed {
    /// As without options.
    fn default() -> Self {
        // The texts are constants, which a test reads as options.
        Self {
            reader: READER.parse().ok(),
            address: ADDRESS.parse().ok(),
            new_readers: NEW_READERS.parse().ok(),
            trusted_proxies: TRUSTED.iter().filter_map(|network| network.parse().ok()).collect(),
        }
    }
}

impl Allowed {
    /// Everything: no limits, and nobody whose word is taken.
    #[must_use]
    pub fn everything() -> Self {
        Self { reader: None, address: None, new_readers: None, trusted_proxies: Vec::new() }
    }
}

/// What is allowed, and what was used of it.
#[derive(Debug)]
pub(crate) struct Limits {
    reader: Option<Limiter<str>>,
    address: Option<Limiter<IpAddr>>,
    new_readers: Option<Limiter<IpAddr>>,
    trusted_proxies: Vec<IpNet>,
}

impl Limits {
    pub(crate) fn new(allowed: &Allowed) -> Self {
        Self {
            reader: allowed.reader.map(Limiter::new),
            address: allowed.address.map(Limiter::new),
            new_readers: allowed.new_readers.map(Limiter::new),
            trusted_proxies: allowed.trusted_proxies.clone(),
        }
    }

    /// Counts a vote.
    ///
    /// # Errors
    /// [`ProblemCode::TooManyRequests`], with the seconds until the next may come.
    pub(crate) fn vote(&self, reader: &str, from: Address) -> Result<(), ApiError> {
        self.reader.as_ref().map_or(Ok(()), |limiter| limiter.count(reader))?;
        self.address.as_ref().map_or(Ok(()), |limiter| limiter.count(&from.0))
    }

    /// Counts a new reader.
    ///
    /// # Errors
    /// As [`Limits::vote`].
    pub(crate) fn introduce(&self, from: Address) -> Result<(), ApiError> {
        self.new_readers.as_ref().map_or(Ok(()), |limiter| limiter.count(&from.0))
    }
}

/// A limit on each of any number of subjects.
#[derive(Debug)]
struct Limiter<K: ?Sized, C: Clock = MonotonicClock> {
    governor: RateLimiter<u64, Slots, C, governor::middleware::NoOpMiddleware<C::Instant>>,
    clock: C,
    names: slots::Names<K>,
}

impl<K: std::hash::Hash + ?Sized> Limiter<K> {
    fn new(rate: Rate) -> Self {
        // Time that no clock can be set back in.
        Self::by(MonotonicClock, rate)
    }
}

impl<K: std::hash::Hash + ?Sized, C: Clock + Clone> Limiter<K, C> {
    fn by(clock: C, rate: Rate) -> Self {
        let quota = Quota::with_period(rate.period / rate.burst.get())
            .unwrap_or(Quota::per_second(rate.burst))
            .allow_burst(rate.burst);
        let governor = RateLimiter::new(quota, Slots::default(), clock.clone());
        Self { governor, clock, names: slots::Names::default() }
    }

    fn count(&self, subject: &K) -> Result<(), ApiError> {
        self.governor.check_key(&self.names.of(subject)).map_err(|refused| {
            let wait = refused.wait_time_from(self.clock.now());
            ApiError::Later(ProblemCode::TooManyRequests, whole_seconds(wait))
        })
    }
}

/// `wait` in seconds, never too few.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;

    fn taken<C: Clock + Clone>(limiter: &Limiter<str, C>, subject: &str) -> Result<(), u64> {
        limiter.count(subject).map_err(|error| match error {
            ApiError::Later(ProblemCode::TooManyRequests, seconds) => seconds,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn so_many_at_once_and_then_one_by_one() {
        let clock = FakeRelativeClock::default();
        let limiter = Limiter::<str, _>::by(clock.clone(), "3/1m".parse().unwrap());
        for _ in 0..3 {
            assert_eq!(taken(&limiter, "a"), Ok(()));
        }
        assert_eq!(taken(&limiter, "a"), Err(20));
        assert_eq!(taken(&limiter, "b"), Ok(()), "each for itself");
        clock.advance(Duration::from_millis(19_500));
        assert_eq!(taken(&limiter, "a"), Err(1));
        clock.advance(Duration::from_millis(500));
        assert_eq!(taken(&limiter, "a"), Ok(()));
        assert_eq!(taken(&limiter, "a"), Err(20));
        // In any time no more than the burst and what the time brings.
        clock.advance(Duration::from_secs(3_600));
        let hour = (0..1_000).filter(|_| taken(&limiter, "a").is_ok()).count();
        assert_eq!(hour, 3);
    }

    #[test]
    fn any_number_of_subjects_takes_the_same_room_and_gets_no_more_than_it_has() {
        let clock = FakeRelativeClock::default();
        let limiter = Limiter::<str, _>::by(clock, "1/1h".parse().unwrap());
        let taken = (0..400_000).filter(|n| taken(&limiter, &n.to_string()).is_ok()).count();
        assert!(taken <= slots::SLOTS, "{taken}");
        // Those who share a slot share its limit; few do as long as few come.
        let few = Limiter::<str, _>::by(FakeRelativeClock::default(), "1/1h".parse().unwrap());
        let own = (0..10_000).filter(|n| few.count(&n.to_string()).is_ok()).count();
        assert!(own > 9_500, "{own}");
    }
}
