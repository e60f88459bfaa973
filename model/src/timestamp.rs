//! Moments, always told in China time.

use std::fmt;

use serde::{Deserialize, Serialize};
use time::{
    Date, Duration, Month, OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339,
};

/// China has one zone and no summer time.
const CHINA: UtcOffset = match UtcOffset::from_hms(8, 0, 0) {
    Ok(offset) => offset,
    Err(_) => unreachable!(),
};

/// A point in time, to the second, between the years 1 and 9999.
///
/// A newsroom's time is China time: every device shows the same figures for it.
/// On the wire it is RFC 3339 with the offset `+08:00`; any offset is read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(OffsetDateTime);

/// Why a text or a number is not a [`Timestamp`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampError(String);

impl Timestamp {
    /// The first second of 1970 in UTC.
    pub const EPOCH: Self = Self(OffsetDateTime::UNIX_EPOCH.to_offset(CHINA));

    /// The moment that is `seconds` after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// [`TimestampError`] outside the years 1 to 9999.
    pub fn from_unix(seconds: i64) -> Result<Self, TimestampError> {
        OffsetDateTime::from_unix_timestamp(seconds)
            .ok()
            .and_then(Self::in_china)
            .ok_or_else(|| TimestampError(seconds.to_string()))
    }

    /// Reads RFC 3339; parts of a second are dropped.
    ///
    /// # Errors
    /// [`TimestampError`] with the text when it is not RFC 3339.
    pub fn parse(text: &str) -> Result<Self, TimestampError> {
        OffsetDateTime::parse(text, &Rfc3339)
            .ok()
            .and_then(|moment| moment.replace_nanosecond(0).ok())
            .and_then(Self::in_china)
            .ok_or_else(|| TimestampError(text.to_owned()))
    }

    fn in_china(moment: OffsetDateTime) -> Option<Self> {
        let moment = moment.checked_to_offset(CHINA)?;
        (1..=9999).contains(&moment.year()).then_some(Self(moment))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix(self) -> i64 {
        self.0.unix_timestamp()
    }

    /// What a reader is shown: `2025-10-30 16:09`.
    #[must_use]
    pub fn display(self) -> String {
        let (date, time) = (self.0.date(), self.0.time());
        let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
        format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", time.hour(), time.minute())
    }

    /// Midnight in China at the beginning of this day.
    #[must_use]
    pub fn start_of_day(self) -> Self {
        Self(self.0.date().midnight().assume_offset(CHINA))
    }

    /// Midnight in China at the beginning of this week's Monday.
    #[must_use]
    pub fn start_of_week(self) -> Self {
        let back = Duration::days(self.0.weekday().number_days_from_monday().into());
        let monday = self.0.date().checked_sub(back).unwrap_or(Date::MIN);
        Self(monday.midnight().assume_offset(CHINA))
    }

    /// Midnight in China at the beginning of this month.
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
    /// RFC 3339, as on the wire.
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
    fn from(moment: Timestamp) -> Self {
        moment.to_string()
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
    fn is_told_in_china_time_whatever_the_offset() {
        assert_eq!(at("2025-10-30T16:09:00+08:00").display(), "2025-10-30 16:09");
        assert_eq!(at("2025-10-30T08:09:59.9Z").display(), "2025-10-30 16:09");
        assert_eq!(at("2025-12-31T20:00:00-05:00").to_string(), "2026-01-01T09:00:00+08:00");
    }

    #[test]
    fn refuses_what_has_no_offset_or_no_such_day() {
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
        fn text_and_seconds_round_trip(seconds in -62_135_500_000i64..253_402_200_000) {
            let moment = Timestamp::from_unix(seconds).unwrap();
            prop_assert_eq!(moment.unix(), seconds);
            prop_assert_eq!(Timestamp::parse(&moment.to_string()).unwrap(), moment);
        }
    }
}
