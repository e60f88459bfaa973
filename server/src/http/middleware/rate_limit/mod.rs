//! Rate limits on votes and on new readers, per reader and per client network, and on what is made
//! anew for one request, such as searches: token buckets (GCRA, from `governor`).
//!
//! A server cannot tell a person from a script that drops its cookies, so reactions can be
//! manipulated. Rate limits bound the damage: new reader ids per client network, votes per reader
//! and votes per client network. docs/operations.md states the bound. The limits are per process:
//! two servers allow twice as much.

mod rate;
mod slots;

use std::net::IpAddr;
use std::time::Duration;

use governor::clock::{Clock, MonotonicClock};
use governor::{Quota, RateLimiter};
use ipnet::IpNet;
use zaidu_model::ProblemCode;

pub(crate) use rate::parse_rate_or_off;
pub use rate::{OptionalRate, Rate};

use super::client_ip::ClientNetwork;
use crate::http::error::ApiError;
use slots::Slots;

/// Default limit on the votes of one reader: repeated taps by hand do not reach it.
pub(crate) const READER_LIMIT: &str = "30/1m";

/// Default limit on the votes from one client network: hundreds of readers behind one address of a
/// mobile carrier do not reach it.
pub(crate) const ADDRESS_LIMIT: &str = "600/1m";

/// Default limit on new readers from one client network. A thousand readers of one carrier who all
/// react for the first time within minutes reach it; the excess requests get 429 and a retry time.
pub(crate) const NEW_READER_LIMIT: &str = "200/10m";

/// Default limit on what is made anew for one client network: searches, pages that are not in the
/// page cache, unknown addresses. A hundred a second; thousands of readers behind one address of a
/// mobile carrier, who mostly read the same pages, do not reach it.
pub(crate) const UNCACHED_LIMIT: &str = "6000/1m";

/// Default networks of trusted proxies: the loopback addresses.
pub(crate) const TRUSTED_PROXIES: [&str; 2] = ["127.0.0.0/8", "::1/128"];

/// Configuration of the rate limits. `None` means unlimited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLimitConfig {
    /// Votes of one reader.
    pub reader: Option<Rate>,
    /// Votes from one client network.
    pub address: Option<Rate>,
    /// New readers from one client network.
    pub new_readers: Option<Rate>,
    /// Searches, and pages that are not in the page cache, from one client network.
    pub uncached: Option<Rate>,
    /// Networks of proxies whose `X-Forwarded-For` header is trusted.
    pub trusted_proxies: Vec<IpNet>,
}

impl Default for RateLimitConfig {
    /// The defaults of the command-line options.
    fn default() -> Self {
        let networks = TRUSTED_PROXIES.iter().filter_map(|network| network.parse().ok());
        // The constants parse: a test compares the result with the options.
        Self {
            reader: READER_LIMIT.parse().ok(),
            address: ADDRESS_LIMIT.parse().ok(),
            new_readers: NEW_READER_LIMIT.parse().ok(),
            uncached: UNCACHED_LIMIT.parse().ok(),
            trusted_proxies: networks.collect(),
        }
    }
}

impl RateLimitConfig {
    /// No limits and no trusted proxies.
    #[must_use]
    pub fn unlimited() -> Self {
        Self {
            reader: None,
            address: None,
            new_readers: None,
            uncached: None,
            trusted_proxies: Vec::new(),
        }
    }
}

/// The rate limiters with their current state.
#[derive(Debug)]
pub(crate) struct RateLimits {
    reader: Option<Limiter<str>>,
    address: Option<Limiter<IpAddr>>,
    new_readers: Option<Limiter<IpAddr>>,
    uncached: Option<Limiter<IpAddr>>,
}

impl RateLimits {
    pub(crate) fn new(config: &RateLimitConfig) -> Self {
        Self {
            reader: config.reader.map(Limiter::new),
            address: config.address.map(Limiter::new),
            new_readers: config.new_readers.map(Limiter::new),
            uncached: config.uncached.map(Limiter::new),
        }
    }

    /// Takes a token for a vote of `reader`, then one for a vote from `client`.
    ///
    /// # Errors
    /// [`ProblemCode::TooManyRequests`], with the seconds until the next vote is allowed.
    pub(crate) fn check_vote(&self, reader: &str, client: ClientNetwork) -> Result<(), ApiError> {
        self.reader.as_ref().map_or(Ok(()), |limiter| limiter.check(reader))?;
        self.address.as_ref().map_or(Ok(()), |limiter| limiter.check(&client.0))
    }

    /// Takes a token for a new reader from `client`.
    ///
    /// # Errors
    /// As [`RateLimits::check_vote`].
    pub(crate) fn check_new_reader(&self, client: ClientNetwork) -> Result<(), ApiError> {
        self.new_readers.as_ref().map_or(Ok(()), |limiter| limiter.check(&client.0))
    }

    /// Takes a token for a search, or for a page that is rendered, from `client`.
    ///
    /// # Errors
    /// As [`RateLimits::check_vote`].
    pub(crate) fn check_uncached(&self, client: ClientNetwork) -> Result<(), ApiError> {
        self.uncached.as_ref().map_or(Ok(()), |limiter| limiter.check(&client.0))
    }
}

/// A keyed rate limiter: one token bucket per key, for any number of keys.
#[derive(Debug)]
struct Limiter<K: ?Sized, C: Clock = MonotonicClock> {
    governor: RateLimiter<u64, Slots, C, governor::middleware::NoOpMiddleware<C::Instant>>,
    clock: C,
    hasher: slots::KeyHasher<K>,
}

impl<K: std::hash::Hash + ?Sized> Limiter<K> {
    fn new(rate: Rate) -> Self {
        // Unlike the system clock, a monotonic clock cannot be set back.
        Self::with_clock(MonotonicClock, rate)
    }
}

impl<K: std::hash::Hash + ?Sized, C: Clock + Clone> Limiter<K, C> {
    fn with_clock(clock: C, rate: Rate) -> Self {
        let quota = Quota::with_period(rate.period / rate.burst.get())
            .unwrap_or(Quota::per_second(rate.burst))
            .allow_burst(rate.burst);
        let governor = RateLimiter::new(quota, Slots::default(), clock.clone());
        Self { governor, clock, hasher: slots::KeyHasher::default() }
    }

    fn check(&self, key: &K) -> Result<(), ApiError> {
        self.governor.check_key(&self.hasher.hash(key)).map_err(|rejected| {
            let wait = rejected.wait_time_from(self.clock.now());
            ApiError::Later(ProblemCode::TooManyRequests, seconds_rounded_up(wait))
        })
    }
}

/// `wait` in whole seconds, rounded up.
fn seconds_rounded_up(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;

    /// The result for `key`, with the seconds to wait as the error.
    fn check<C: Clock + Clone>(limiter: &Limiter<str, C>, key: &str) -> Result<(), u64> {
        limiter.check(key).map_err(|error| match error {
            ApiError::Later(ProblemCode::TooManyRequests, seconds) => seconds,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn a_burst_is_allowed_and_then_tokens_refill_evenly() {
        let clock = FakeRelativeClock::default();
        let limiter = Limiter::<str, _>::with_clock(clock.clone(), "3/1m".parse().unwrap());
        for _ in 0..3 {
            assert_eq!(check(&limiter, "a"), Ok(()));
        }
        assert_eq!(check(&limiter, "a"), Err(20));
        assert_eq!(check(&limiter, "b"), Ok(()), "each for itself");
        clock.advance(Duration::from_millis(19_500));
        assert_eq!(check(&limiter, "a"), Err(1));
        clock.advance(Duration::from_millis(500));
        assert_eq!(check(&limiter, "a"), Ok(()));
        assert_eq!(check(&limiter, "a"), Err(20));
        // The bucket holds no more tokens than the burst, however long it is unused.
        clock.advance(Duration::from_secs(3_600));
        let allowed = (0..1_000).filter(|_| check(&limiter, "a").is_ok()).count();
        assert_eq!(allowed, 3);
    }

    #[test]
    fn memory_and_total_rate_are_bounded_for_any_number_of_keys() {
        let clock = FakeRelativeClock::default();
        let limiter = Limiter::<str, _>::with_clock(clock, "1/1h".parse().unwrap());
        let allowed = (0..400_000).filter(|n| check(&limiter, &n.to_string()).is_ok()).count();
        assert!(allowed <= slots::SLOTS, "{allowed}");
        // Keys that share a slot share its limit; with few keys, collisions are rare.
        let limiter =
            Limiter::<str, _>::with_clock(FakeRelativeClock::default(), "1/1h".parse().unwrap());
        let allowed = (0..10_000).filter(|n| limiter.check(&n.to_string()).is_ok()).count();
        assert!(allowed > 9_500, "{allowed}");
    }
}
