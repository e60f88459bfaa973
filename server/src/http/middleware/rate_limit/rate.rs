//! Rate of a token bucket, with the syntax of the command-line options: `200/10m` is a burst of
//! 200, refilled evenly within 10 minutes.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

/// A rate: at most `burst + burst × t ÷ period` events in any time `t`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// The capacity of the bucket: the number of events allowed at once.
    pub burst: NonZeroU32,
    /// The time in which an empty bucket is refilled, evenly.
    pub period: Duration,
}

const MALFORMED: &str = "a rate is a number and a time, such as 30/1m (s, m, h or d)";

impl FromStr for Rate {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (burst, period) = text.split_once('/').ok_or(MALFORMED)?;
        let (unit_index, unit) = period.char_indices().next_back().ok_or(MALFORMED)?;
        let seconds = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            _ => return Err(MALFORMED),
        };
        let number: u32 = period[..unit_index].parse().map_err(|_| MALFORMED)?;
        let period = Duration::from_secs(u64::from(number) * seconds);
        let burst: NonZeroU32 = burst.parse().map_err(|_| MALFORMED)?;
        // The interval between two events must not be zero.
        if (period / burst.get()).is_zero() { Err(MALFORMED) } else { Ok(Self { burst, period }) }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}s", self.burst, self.period.as_secs())
    }
}

/// Parses a rate, or `off` for none.
pub(crate) fn parse_rate_or_off(text: &str) -> Result<OptionalRate, &'static str> {
    if text == "off" {
        Ok(OptionalRate(None))
    } else {
        text.parse().map(|rate| OptionalRate(Some(rate)))
    }
}

/// A rate, or `None` for unlimited. A newtype, because clap treats `Option` as an optional
/// argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OptionalRate(pub Option<Rate>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_number_and_a_time() {
        let rate = |text: &str| text.parse::<Rate>().ok().map(|rate| rate.to_string());
        assert_eq!(rate("30/1m").unwrap(), "30/60s");
        assert_eq!(rate("1/2d").unwrap(), "1/172800s");
        assert_eq!(rate("5/10s").unwrap(), "5/10s");
        for bad in ["", "30", "30/", "/1m", "0/1m", "30/0m", "-1/1m", "1/1", "1/m", "1/1分", "1/1w"]
        {
            assert_eq!(rate(bad), None, "{bad}");
        }
        assert_eq!(parse_rate_or_off("off"), Ok(OptionalRate(None)));
        assert_eq!(parse_rate_or_off("on"), Err(MALFORMED));
    }
}
