//! `200/10m`: so many at once, and as many again in each such time.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

/// A rate: in any time `t` at most `burst + burst × t ÷ period`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many at once.
    pub burst: NonZeroU32,
    /// The time that brings as many again, evenly.
    pub period: Duration,
}

const WRONG: &str = "a rate is a number and a time, such as 30/1m (s, m, h or d)";

impl FromStr for Rate {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (burst, period) = text.split_once('/').ok_or(WRONG)?;
        let unit = period.char_indices().next_back().ok_or(WRONG)?;
        let seconds = match unit.1 {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            _ => return Err(WRONG),
        };
        let number: u32 = period[..unit.0].parse().map_err(|_| WRONG)?;
        let period = Duration::from_secs(u64::from(number) * seconds);
        let burst: NonZeroU32 = burst.parse().map_err(|_| WRONG)?;
        // Each must take some time.
        if (period / burst.get()).is_zero() { Err(WRONG) } else { Ok(Self { burst, period }) }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}s", self.burst, self.period.as_secs())
    }
}

/// A rate, or nothing for `off`.
pub(crate) fn rate_or_off(text: &str) -> Result<MaybeRate, &'static str> {
    if text == "off" { Ok(MaybeRate(None)) } else { text.parse().map(|rate| MaybeRate(Some(rate))) }
}

/// A rate, or none. Its own type, because an option of options means something
/// else to the parser of command lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaybeRate(pub Option<Rate>);

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
        assert_eq!(rate_or_off("off"), Ok(MaybeRate(None)));
        assert_eq!(rate_or_off("on"), Err(WRONG));
    }
}
