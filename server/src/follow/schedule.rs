//! Polling schedule of a feed: when it is asked next. Pure: the time and the random numbers are
//! those of the caller.

use std::time::{Duration, Instant};

/// The longest that a feed or its server may ask to be left alone.
const MAX_ASKED: Duration = Duration::from_secs(24 * 3600);

/// The longest that a server may ask for by `max-age`: many say a day of all that they have.
const MAX_CACHED: Duration = Duration::from_secs(3600);

/// The longest pause after failures, unless the interval itself is longer.
const MAX_BACK_OFF: Duration = Duration::from_secs(6 * 3600);

/// By how much of itself a pause is longer at most, so that feeds are not all asked at once.
const JITTER: f64 = 0.2;

/// What came of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// The feed was read, or has not changed. It asks for a pause by `ttl` or the elements of
    /// `sy:`, and its server by `max-age`.
    Read { ttl: Option<Duration>, max_age: Option<Duration> },
    /// It could not be read. Its server asks for this pause, by `Retry-After`.
    Failed { retry_after: Option<Duration> },
    /// It is gone for good.
    Gone,
}

/// When one feed is asked.
#[derive(Debug, Clone)]
pub(super) struct Schedule {
    interval: Duration,
    ttl: Duration,
    failures: u32,
    due: Option<Instant>,
}

impl Schedule {
    /// A feed that is asked at once, and every `interval` if all is well.
    pub(super) fn new(interval: Duration, now: Instant) -> Self {
        Self { interval, ttl: Duration::ZERO, failures: 0, due: Some(now) }
    }

    /// When the feed is to be asked; `None` if it is gone.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Sets when the feed is asked after this answer at `now`. `random` is in 0 to 1.
    pub(super) fn record(&mut self, answer: Answer, now: Instant, random: f64) {
        let pause = match answer {
            Answer::Read { ttl, max_age } => {
                self.failures = 0;
                // One that has not changed tells no `ttl`: the last one holds.
                self.ttl = ttl.unwrap_or(self.ttl).min(MAX_ASKED);
                self.interval.max(self.ttl).max(max_age.unwrap_or_default().min(MAX_CACHED))
            }
            Answer::Failed { retry_after } => {
                self.failures = self.failures.saturating_add(1);
                let factor = 1_u32.checked_shl(self.failures - 1).unwrap_or(u32::MAX);
                let back_off = self.interval.saturating_mul(factor);
                let back_off = back_off.min(MAX_BACK_OFF.max(self.interval));
                back_off.max(retry_after.unwrap_or_default().min(MAX_ASKED))
            }
            Answer::Gone => {
                self.due = None;
                return;
            }
        };
        self.due = now.checked_add(pause.mul_f64(1.0 + JITTER * random.clamp(0.0, 1.0)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MINUTE: Duration = Duration::from_secs(60);
    const READ: Answer = Answer::Read { ttl: None, max_age: None };
    const FAILED: Answer = Answer::Failed { retry_after: None };

    /// The pause after the last of `answers`, without jitter.
    fn pause(answers: &[Answer]) -> Option<Duration> {
        let now = Instant::now();
        let mut schedule = Schedule::new(10 * MINUTE, now);
        assert_eq!(schedule.due(), Some(now), "at once");
        for answer in answers {
            schedule.record(*answer, now, 0.0);
        }
        schedule.due().map(|due| due - now)
    }

    #[test]
    fn a_feed_is_asked_at_its_interval_or_less_often_if_it_says_so() {
        let ttl = |minutes: u32| Answer::Read { ttl: Some(minutes * MINUTE), max_age: None };
        let cached = |minutes: u32| Answer::Read { ttl: None, max_age: Some(minutes * MINUTE) };
        assert_eq!(pause(&[cached(30)]), Some(30 * MINUTE));
        assert_eq!(pause(&[cached(30), READ]), Some(10 * MINUTE), "each answer has its own");
        assert_eq!(pause(&[ttl(60), cached(30)]), Some(60 * MINUTE));
        assert_eq!(pause(&[cached(1)]), Some(10 * MINUTE));
        assert_eq!(pause(&[cached(24 * 60)]), Some(MAX_CACHED));
        assert_eq!(pause(&[READ]), Some(10 * MINUTE));
        assert_eq!(pause(&[ttl(60)]), Some(60 * MINUTE));
        assert_eq!(pause(&[ttl(60), READ]), Some(60 * MINUTE), "304 tells no ttl");
        assert_eq!(pause(&[ttl(1)]), Some(10 * MINUTE), "not more often");
        assert_eq!(pause(&[ttl(u32::MAX)]), Some(MAX_ASKED));
    }

    #[test]
    fn failures_double_the_pause_and_a_success_ends_that() {
        assert_eq!(pause(&[FAILED]), Some(10 * MINUTE));
        assert_eq!(pause(&[FAILED, FAILED]), Some(20 * MINUTE));
        assert_eq!(pause(&[FAILED; 4]), Some(80 * MINUTE));
        assert_eq!(pause(&[FAILED; 70]), Some(MAX_BACK_OFF));
        assert_eq!(pause(&[FAILED, FAILED, READ]), Some(10 * MINUTE));
        assert_eq!(pause(&[FAILED, FAILED, READ, FAILED]), Some(10 * MINUTE));
    }

    #[test]
    fn retry_after_is_heeded_but_not_for_ever() {
        let after = |minutes: u32| Answer::Failed { retry_after: Some(minutes * MINUTE) };
        assert_eq!(pause(&[after(45)]), Some(45 * MINUTE));
        assert_eq!(pause(&[after(0)]), Some(10 * MINUTE));
        assert_eq!(pause(&[FAILED, FAILED, after(15)]), Some(40 * MINUTE));
        assert_eq!(pause(&[after(u32::MAX)]), Some(MAX_ASKED));
    }

    #[test]
    fn what_is_gone_is_not_asked_again() {
        assert_eq!(pause(&[READ, Answer::Gone]), None);
    }

    fn any_answer() -> impl Strategy<Value = Answer> {
        let pause = || proptest::option::of((0..u64::MAX).prop_map(Duration::from_secs));
        prop_oneof![
            (pause(), pause()).prop_map(|(ttl, max_age)| Answer::Read { ttl, max_age }),
            pause().prop_map(|retry_after| Answer::Failed { retry_after }),
        ]
    }

    proptest! {
        #[test]
        fn a_pause_is_never_shorter_than_the_interval_nor_without_end(
            answers in proptest::collection::vec((any_answer(), 0.0..=1.0), 1..90),
            seconds in 1_u64..200_000,
        ) {
            let mut now = Instant::now();
            let interval = Duration::from_secs(seconds);
            let mut schedule = Schedule::new(interval, now);
            for (answer, random) in answers {
                schedule.record(answer, now, random);
                let due = schedule.due().unwrap();
                prop_assert!(due - now >= interval);
                let longest = interval.max(MAX_ASKED).mul_f64(1.0 + JITTER);
                prop_assert!(due - now <= longest + Duration::from_millis(1));
                now = due;
            }
        }
    }
}
