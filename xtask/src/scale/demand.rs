//! Demand: how often each address is viewed in each hour of a day.

use super::inputs::Inputs;

/// Views in each hour of a day in China, relative to each other: the way to work, noon and the
/// evening are above the mean. An assumption.
const HOURS: [f64; 24] = [
    0.5, 0.3, 0.2, 0.15, 0.15, 0.3, 0.7, 1.3, 1.5, 1.2, 1.0, 1.1, 1.5, 1.3, 1.0, 1.0, 1.0, 1.1,
    1.3, 1.5, 1.8, 1.9, 1.5, 0.9,
];

/// The share of a day's views in each hour. They add up to 1.
pub(super) fn hours() -> [f64; 24] {
    let sum: f64 = HOURS.iter().sum();
    HOURS.map(|weight| weight / sum)
}

/// The share of each of `count` addresses by Zipf's law, the most popular first.
pub(super) fn zipf(count: usize, exponent: f64) -> Vec<f64> {
    let weights: Vec<f64> = (1..=count).map(|rank| (rank as f64).powf(-exponent)).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

/// The shares of the addresses whose pages a shared cache may keep, in one hour; searches are not
/// among them. An address has one entry for all readers without a cookie.
#[derive(Debug)]
pub(super) struct Hour {
    /// Share of the day's views of each address in this hour. Addresses keep their place.
    pub(super) addresses: Vec<f64>,
}

/// The 24 hours of a day, in which articles are published evenly and fade.
pub(super) fn day(inputs: &Inputs) -> Vec<Hour> {
    let published = inputs.published.max(1.0) as usize;
    let days = inputs.days.max(1.0) as usize;
    let ranks = zipf(published, inputs.zipf);
    let lists = zipf(inputs.lists.max(1.0) as usize, 1.0);
    let list_share = (1.0 - inputs.article_share - inputs.search_share).max(0.0);
    let hour_of = |(hour, share): (usize, f64)| {
        let mut articles = vec![0.0; published * (days + 1)];
        for (index, weight) in articles.iter_mut().enumerate() {
            let (day, number) = (index / published, index % published);
            // Those of today come one after the other, popular and unpopular ones in turn.
            let turn = number * 7 % published;
            let published_at = turn as f64 * 24.0 / published as f64 - day as f64 * 24.0;
            let age = hour as f64 - published_at;
            if age >= 0.0 {
                *weight = ranks[number] * (-age / inputs.half_life.max(0.01)).exp2();
            }
        }
        let sum: f64 = articles.iter().sum();
        let articles = articles.iter().map(|weight| weight / sum * inputs.article_share);
        let lists = lists.iter().map(|weight| weight * list_share);
        Hour { addresses: articles.chain(lists).map(|each| each * share).collect() }
    };
    hours().into_iter().enumerate().map(hour_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(values: &[f64]) -> f64 {
        values.iter().sum()
    }

    #[test]
    fn shares_add_up() {
        assert!((sum(&hours()) - 1.0).abs() < 1e-9);
        let shares = zipf(100, 0.9);
        assert!((sum(&shares) - 1.0).abs() < 1e-9);
        assert!((shares[0] / shares[1] - 2_f64.powf(0.9)).abs() < 1e-9);
        let inputs = Inputs::default();
        let all: f64 = day(&inputs).iter().map(|hour| sum(&hour.addresses)).sum();
        assert!((all - (1.0 - inputs.search_share)).abs() < 1e-9, "{all}");
    }

    #[test]
    fn articles_fade_and_come() {
        let inputs = Inputs { published: 24.0, days: 2.0, ..Inputs::default() };
        let day = day(&inputs);
        let share = |hour: usize, index: usize| day[hour].addresses[index] / hours()[hour];
        // The first one of today is there from the first hour on, the second one from the seventh.
        assert!(share(0, 0) > 0.0 && share(6, 1) == 0.0 && share(7, 1) > 0.0);
        // That of the same rank is read a quarter as often a day, two half-lives, later.
        assert!((share(0, 24) / share(0, 0) - 0.25).abs() < 1e-9);
    }
}
