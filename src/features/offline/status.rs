//! Says that a page shows what was kept, and since when, or that something could not be shown.

use std::cell::Cell;
use std::rc::Rc;

use zaidu_model::{Route, Timestamp};

use super::bar;
use crate::browser::{clock, events, network, service_worker};
use crate::client_effect::client_effect;
use crate::router::CurrentLocation;
use crate::strings;
use crate::ui::node::element;

/// What the current page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Shown {
    /// The oldest time at which a part of it was kept, in Unix seconds.
    kept_at: Option<i64>,
    /// Whether a part is missing.
    is_incomplete: bool,
}

impl Shown {
    /// With one more part, which is missing if it has no time.
    fn with(self, part: Option<i64>) -> Self {
        match part {
            Some(at) => Self { kept_at: Some(self.kept_at.map_or(at, |old| old.min(at))), ..self },
            None => Self { is_incomplete: true, ..self },
        }
    }

    fn text(self, now: Timestamp) -> String {
        let kept_at = self.kept_at.and_then(|at| Timestamp::from_unix(at).ok());
        // A time that is not over is that of a clock that was wrong.
        let kept_at = kept_at.map(|at| (at <= now).then(|| strings::relative_time(at, now)));
        match kept_at {
            Some(time) => strings::kept_at(time.as_deref(), self.is_incomplete),
            None => strings::OFFLINE_MISSING.to_owned(),
        }
    }
}

/// Shows what the worker tells, until the page that it tells it of is left or the network is back.
pub(super) fn watch(location: CurrentLocation) {
    let shown = Rc::new(Cell::new(Shown::default()));
    let told = shown.clone();
    service_worker::on_message(move |part| {
        told.set(told.get().with(part));
        let link = element("a").attr("href", Route::Offline.to_string());
        let link = link.with(strings::KEPT_ARTICLES).into();
        bar::show(&told.get().text(clock::now()), link, |_| {});
    });
    let left = shown.clone();
    client_effect(move || {
        let _ = location.get();
        // The messages about the first page have not come yet.
        if left.replace(Shown::default()) != Shown::default() && !network::is_offline() {
            bar::close_bar();
        }
    });
    events::on_online(move || {
        if shown.replace(Shown::default()) != Shown::default() {
            bar::close_bar();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_part_counts_and_a_wrong_clock_is_not_quoted() {
        let now = Timestamp::parse("2026-11-20T16:40:00+08:00").unwrap();
        let at = |text: &str| Some(Timestamp::parse(text).unwrap().unix());
        let two = Shown::default()
            .with(at("2026-11-20T16:32:00+08:00"))
            .with(at("2026-11-20T13:05:00+08:00"))
            .with(at("2026-11-20T16:39:00+08:00"));
        assert_eq!(two.text(now), "离线，内容保存于今天 13:05");
        assert_eq!(two.with(None).text(now), "离线，内容保存于今天 13:05，部分内容无法显示");
        assert_eq!(Shown::default().with(None).text(now), strings::OFFLINE_MISSING);
        let ahead = Shown::default().with(at("2027-01-01T00:00:00+08:00"));
        assert_eq!(ahead.text(now), "离线，正在显示已保存的内容");
    }
}
