//! Rules of a time line, without a page: where an entry stands, and when the server is asked again.

use zaidu_model::live::LiveOrder;

/// How often the server is asked, in milliseconds.
const INTERVAL: u32 = 30_000;

/// The longest time between two questions while the server does not answer, in milliseconds.
const MAX_INTERVAL: u32 = 480_000;

/// The share by which the time varies, so that readers who came together do not ask together.
const JITTER: f64 = 0.2;

/// What decides where an entry stands: its time, and among those of one time its id.
pub(super) type Place = (i64, String);

/// What of the entries is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) order: LiveOrder,
    /// Whether there are entries before the first one that is shown.
    pub(super) has_before: bool,
    /// Whether there are entries after the last one that is shown.
    pub(super) has_after: bool,
}

impl Window {
    /// The index at which `entry` stands among those that are `shown`; `None` if it belongs to
    /// another page.
    pub(super) fn index_of(self, entry: &Place, shown: &[Place]) -> Option<usize> {
        let stands_before = |other: &&Place| match self.order {
            LiveOrder::Newest => entry > *other,
            LiveOrder::Oldest => entry < *other,
        };
        let index = shown.iter().position(|other| stands_before(&other));
        match index.unwrap_or(shown.len()) {
            0 if self.has_before => None,
            end if end == shown.len() && self.has_after => None,
            index => Some(index),
        }
    }
}

/// The time to wait after so many questions without an answer, in milliseconds; `random` is from 0
/// to 1.
pub(super) fn interval(failures: u32, random: f64) -> u32 {
    let interval = INTERVAL.saturating_mul(1 << failures.min(8)).min(MAX_INTERVAL);
    // Of the size of the interval.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let varied = (f64::from(interval) * (1.0 + JITTER * (2.0 * random - 1.0))) as u32;
    varied
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(time: i64) -> Place {
        (time, format!("e{time}"))
    }

    #[test]
    fn an_entry_stands_by_its_time_and_id_or_on_another_page() {
        let shown = [place(30), place(20), place(10)];
        let mut window = Window { order: LiveOrder::Newest, has_before: false, has_after: true };
        let index = |window: Window, time| window.index_of(&place(time), &shown);
        assert_eq!(
            [40, 25, 15, 5].map(|time| index(window, time)),
            [Some(0), Some(1), Some(2), None]
        );
        window.has_before = true;
        window.has_after = false;
        assert_eq!([40, 25, 5].map(|time| index(window, time)), [None, Some(1), Some(3)]);
        // Of one time, the greater id is the newer one.
        assert_eq!(window.index_of(&(20, "f".into()), &shown), Some(1));
        assert_eq!(window.index_of(&(20, "a".into()), &shown), Some(2));
        let oldest = Window { order: LiveOrder::Oldest, has_before: false, has_after: false };
        assert_eq!(oldest.index_of(&place(40), &[place(10), place(20)]), Some(2));
        assert_eq!(oldest.index_of(&place(5), &[place(10), place(20)]), Some(0));
        assert_eq!(oldest.index_of(&place(5), &[]), Some(0));
    }

    #[test]
    fn questions_become_rare_while_there_is_no_answer() {
        assert_eq!([0, 1, 2].map(|failures| interval(failures, 0.5)), [30_000, 60_000, 120_000]);
        assert_eq!([4, 40].map(|failures| interval(failures, 0.5)), [480_000; 2]);
        assert_eq!([0.0, 1.0].map(|random| interval(0, random)), [24_000, 36_000]);
    }
}
