//! Calendar periods of rankings: day, week, month.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{ProblemCode, Timestamp};

/// A calendar period in China time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// From midnight.
    #[default]
    Day,
    /// From Monday.
    Week,
    /// From the first of the month.
    Month,
}

impl Period {
    /// Every period, shortest first.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// Stable key in JSON and URLs.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// Start of the period that contains `now`.
    #[must_use]
    pub fn start(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Day => now.start_of_day(),
            Self::Week => now.start_of_week(),
            Self::Month => now.start_of_month(),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for Period {
    type Err = ProblemCode;

    fn from_str(key: &str) -> Result<Self, ProblemCode> {
        Self::ALL.into_iter().find(|period| period.key() == key).ok_or(ProblemCode::PeriodUnknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_stable() {
        for period in Period::ALL {
            assert_eq!(period.key().parse::<Period>().unwrap(), period);
        }
        assert_eq!("year".parse::<Period>(), Err(ProblemCode::PeriodUnknown));
    }

    #[test]
    fn periods_begin_at_midnight_in_china() {
        let now = Timestamp::parse("2026-11-18T09:30:00+08:00").unwrap();
        let starts = Period::ALL.map(|period| period.start(now).display());
        assert_eq!(starts, ["2026-11-18 00:00", "2026-11-16 00:00", "2026-11-01 00:00"]);
    }
}
