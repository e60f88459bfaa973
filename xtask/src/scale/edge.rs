//! A shared cache in front of the origin, as `Cache-Control` of pages allows it: what it answers by
//! itself, and what reaches the origin.

use super::demand::Hour;
use super::inputs::Inputs;
use super::random::Random;

/// Seconds of an hour.
const HOUR: f64 = 3_600.0;
/// Minutes of a day.
const MINUTES: usize = 24 * 60;

/// What one place of a CDN asked its origin in a day.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Asked {
    /// Requests for pages that it did not have, or whose time was over: a reader waited.
    pub(super) misses: f64,
    /// Requests in the background for pages of which a reader got the old one.
    pub(super) refreshes: f64,
    /// Both, in each minute.
    pub(super) minutes: Vec<f64>,
    /// Pages that were not in the origin's own cache, in each minute.
    pub(super) rendered: Vec<f64>,
}

/// Simulates a day of one of the places among which `views` of readers without a cookie are
/// divided evenly.
///
/// Readers come at random, in each hour at the rate of that hour. Nothing but the first reader after
/// an entry's time changes a cache, so only these are drawn.
pub(super) fn simulate(inputs: &Inputs, views: f64, day: &[Hour], random: &mut Random) -> Asked {
    let mut asked =
        Asked { minutes: vec![0.0; MINUTES], rendered: vec![0.0; MINUTES], ..Asked::default() };
    let places = inputs.places.max(1.0);
    for address in 0..day.first().map_or(0, |hour| hour.addresses.len()) {
        let rates: Vec<f64> =
            day.iter().map(|hour| hour.addresses[address] * views / places / HOUR).collect();
        // At midnight a popular page is there, of an age that nobody knows.
        let mut fresh_until = random.unit() * inputs.fresh;
        while let Some(at) = next_reader(&rates, fresh_until, random) {
            match at - fresh_until <= inputs.stale {
                true => asked.refreshes += 1.0,
                false => asked.misses += 1.0,
            }
            let minute = (at / 60.0) as usize;
            asked.minutes[minute] += 1.0;
            // The other places ask for the same page, as often on average.
            let others = (places - 1.0) * ask_rate(rates[(at / HOUR) as usize], inputs.fresh);
            asked.rendered[minute] += rendered_share(others, inputs.replica_ttl);
            fresh_until = at + inputs.fresh;
        }
    }
    // Each search has other words, so that its page is nowhere.
    for (minute, counts) in asked.minutes.iter_mut().zip(&mut asked.rendered).enumerate() {
        let hour: f64 = day[minute / 60].addresses.iter().sum();
        let share = hour / (1.0 - inputs.search_share).max(0.01) * inputs.search_share / 60.0;
        let searches = random.count(share * views / places) as f64;
        asked.misses += searches;
        *counts.0 += searches;
        *counts.1 += searches;
    }
    asked
}

/// When the first reader comes after `from`, in seconds of the day, at these rates of each hour;
/// `None` if none comes on this day.
fn next_reader(rates: &[f64], from: f64, random: &mut Random) -> Option<f64> {
    let mut from = from;
    loop {
        let hour = (from / HOUR) as usize;
        let at = from + random.wait(*rates.get(hour)?);
        let end = (hour + 1) as f64 * HOUR;
        if at < end {
            return Some(at);
        }
        // The past does not matter: from the next hour on, its rate counts.
        from = end;
    }
}

/// How often a cache asks for a page that is fresh for `fresh` seconds, with `rate` readers a second.
fn ask_rate(rate: f64, fresh: f64) -> f64 {
    if rate > 0.0 { 1.0 / (fresh + 1.0 / rate) } else { 0.0 }
}

/// The share of requests that find no page in a cache that keeps it for `ttl` seconds, where `rate`
/// others a second ask for the same.
pub(super) fn rendered_share(rate: f64, ttl: f64) -> f64 {
    1.0 / (1.0 + rate * ttl)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_address(share: f64) -> Vec<Hour> {
        (0..24).map(|_| Hour { addresses: vec![share / 24.0] }).collect()
    }

    fn inputs() -> Inputs {
        Inputs { places: 1.0, search_share: 0.0, ..Inputs::default() }
    }

    #[test]
    fn a_popular_page_is_asked_for_once_a_minute_and_nobody_waits() {
        let asked = simulate(&inputs(), 1e8, &one_address(1.0), &mut Random::new(1));
        assert_eq!(asked.misses, 0.0);
        assert!((asked.refreshes - 1440.0).abs() <= 2.0, "{}", asked.refreshes);
    }

    #[test]
    fn an_unpopular_page_is_a_miss_each_time() {
        // Four readers a day.
        let days = (0..500)
            .map(|seed| simulate(&inputs(), 4.0, &one_address(1.0), &mut Random::new(seed)).misses);
        let mean = days.sum::<f64>() / 500.0;
        // One in 25 comes within eleven minutes of the one before.
        assert!((3.6..=4.1).contains(&mean), "{mean}");
    }

    #[test]
    fn requests_are_those_of_a_renewal_process() {
        let inputs = inputs();
        let asked = simulate(&inputs, 86_400.0 / 30.0, &one_address(1.0), &mut Random::new(1));
        let expected = 86_400.0 * ask_rate(1.0 / 30.0, inputs.fresh);
        let all = asked.misses + asked.refreshes;
        assert!((all / expected - 1.0).abs() < 0.05, "{all} of {expected}");
        assert_eq!(asked.minutes.iter().sum::<f64>(), all);
    }

    #[test]
    fn an_hour_without_readers_is_skipped() {
        let mut rates = vec![0.0; 24];
        rates[5] = 1000.0;
        let at = next_reader(&rates, 100.0, &mut Random::new(1)).unwrap();
        assert!((5.0 * HOUR..5.0 * HOUR + 1.0).contains(&at));
        assert_eq!(next_reader(&rates, 7.0 * HOUR, &mut Random::new(1)), None);
    }

    #[test]
    fn searches_are_never_kept() {
        let inputs = Inputs { search_share: 0.5, ..inputs() };
        let asked = simulate(&inputs, 2e6, &one_address(0.5), &mut Random::new(1));
        assert!((asked.misses / 1e6 - 1.0).abs() < 0.01, "{}", asked.misses);
    }
}
