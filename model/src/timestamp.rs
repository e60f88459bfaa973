//! Timestamps with a resolution of one second, in China time (UTC+8).

use std::fmt;

use serde::{Deserialize, Serialize};
use time::{
    Date, Duration, Month, OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339,
};

/// China Standard Time: one time zone, without daylight saving time.
const CHINA: UtcOffset = match UtcOffset::from_hms(8, 0, 0) {
    Ok(offset) => offset,
    Err(_) => unreachable!(),
};

/// A point in time, to the second, between the years 1 and 9999.
///
/// It is shown in China time whatever the time zone of the device. The JSON form is RFC 3339
/// with the offset `+08:00`; any offset is accepted when parsing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(extend("format" = "date-time"))
)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(OffsetDateTime);

/// Why a text or a number is not a [`Timestamp`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampError(String);

impl Timestamp {
    /// The Unix epoch, 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(OffsetDateTime::UNIX_EPOCH.to_offset(CHINA));

    /// The timestamp `seconds` after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// [`TimestampError`] outside the years 1 to 9999.
    pub fn from_unix(seconds: i64) -> Result<Self, TimestampError> {
        OffsetDateTime::from_unix_timestamp(seconds)
            .ok()
            .and_then(Self::to_china_time)
            .ok_or_else(|| TimestampError(seconds.to_string()))
    }

    /// Parses RFC 3339; fractions of a second are truncated.
    ///
    /// # Errors
    /// [`TimestampError`] holds the text when it is not RFC 3339, or outside the years 1 to 9999.
    pub fn parse(text: &str) -> Result<Self, TimestampError> {
        OffsetDateTime::parse(text, &Rfc3339)
            .ok()
            .and_then(|time| time.replace_nanosecond(0).ok())
            .and_then(Self::to_china_time)
            .ok_or_else(|| TimestampError(text.to_owned()))
    }

    fn to_china_time(time: OffsetDateTime) -> Option<Self> {
        let time = time.checked_to_offset(CHINA)?;
        (1..=9999).contains(&time.year()).then_some(Self(time))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix(self) -> i64 {
        self.0.unix_timestamp()
    }

    /// Format for display, in China time: `2025-10-30 16:09`.
    #[must_use]
    pub fn display(self) -> String {
        let (date, time) = (self.0.date(), self.0.time());
        let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
        format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", time.hour(), time.minute())
    }

    /// Start of the day, at midnight in China.
    #[must_use]
    pub fn start_of_day(self) -> Self {
        Self(self.0.date().midnight().assume_offset(CHINA))
    }

    /// Start of the week: Monday at midnight in China.
    #[must_use]
    pub fn start_of_week(self) -> Self {
        let back = Duration::days(self.0.weekday().number_days_from_monday().into());
        let monday = self.0.date().checked_sub(back).unwrap_or(Date::MIN);
        Self(monday.midnight().assume_offset(CHINA))
    }

    /// Start of the month, at midnight in China.
    #[must_use]
    pub fn start_of_month(self) -> Self {
        let first = self.0.date().replace_day(1).unwrap_or(Date::MIN);
        Self(first.midnight().assume_offset(CHINA))
    }

    /// The calendar day in China, as year, month and day of the month.
    #[must_use]
    pub fn date(self) -> (i32, Month, u8) {
        self.0.date().to_calendar_date()
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 with the offset `+08:00`, as in JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, time) = (self.0.date(), self.0.time());
        let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
        let (hour, minute, second) = time.as_hms();
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+08:00")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for Timestamp {
    type Error = TimestampError;

    fn try_from(text: String) -> Result<Self, TimestampError> {
        Self::parse(&text)
    }
}

impl From<Timestamp> for String {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.to_string()
    }
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a time (RFC 3339 with offset, years 1 to 9999)", self.0)
    }
}

impl std::error::Error for TimestampError {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn is_displayed_in_china_time_whatever_the_offset() {
        assert_eq!(at("2025-10-30T16:09:00+08:00").display(), "2025-10-30 16:09");
        assert_eq!(at("2025-10-30T08:09:59.9Z").display(), "2025-10-30 16:09");
        assert_eq!(at("2025-12-31T20:00:00-05:00").to_string(), "2026-01-01T09:00:00+08:00");
    }

    #[test]
    fn missing_offsets_and_invalid_dates_are_refused() {
        for bad in ["", "2025-10-30", "2025-10-30T16:09:00", "2025-02-29T00:00:00Z", "now"] {
            assert!(Timestamp::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn days_weeks_and_months_begin_at_midnight_in_china() {
        // A Sunday evening in UTC is Monday morning in China.
        let monday = at("2026-11-01T16:00:00Z");
        assert_eq!(monday.start_of_day(), at("2026-11-02T00:00:00+08:00"));
        assert_eq!(monday.start_of_week(), at("2026-11-02T00:00:00+08:00"));
        assert_eq!(monday.start_of_month(), at("2026-11-01T00:00:00+08:00"));
        let sunday = at("2026-11-01T15:59:59Z");
        assert_eq!(sunday.start_of_week(), at("2026-10-26T00:00:00+08:00"));
    }

    proptest! {
        #[test]
        fn rfc_3339_and_unix_seconds_round_trip(seconds in -62_135_500_000i64..253_402_200_000) {
            let timestamp = Timestamp::from_unix(seconds).unwrap();
            prop_assert_eq!(timestamp.unix(), seconds);
            prop_assert_eq!(Timestamp::parse(&timestamp.to_string()).unwrap(), timestamp);
        }
    }
}
