//! Medians as tables in Markdown.

use std::fmt::Write;

use crate::load::{Load, Reaction};
use crate::sides::Side;

type Figure = (&'static str, fn(&Load) -> f64);

const FIGURES: [Figure; 6] = [
    ("first paint", |load| load.first),
    ("largest paint", |load| load.largest),
    ("blocked", |load| load.blocked),
    ("longest task", |load| load.longest),
    ("hydration", |load| load.hydration),
    ("ready", |load| load.ready),
];

/// A line for each side: medians in milliseconds, the largest layout shift, and
/// the median ratio of the largest paint to that of the static side.
pub fn of_loads(rounds: &[[Load; Side::ALL.len()]]) -> String {
    let mut out = String::from("| ms |");
    for (name, _) in FIGURES {
        write!(out, " {name} |").unwrap();
    }
    out.push_str(" layout shift | largest paint ÷ static |\n|---|");
    out.push_str(&"---|".repeat(FIGURES.len() + 2));
    for (number, side) in Side::ALL.into_iter().enumerate() {
        let of = |read: fn(&Load) -> f64| median(rounds.iter().map(|round| read(&round[number])));
        write!(out, "\n| {} |", side.name()).unwrap();
        for (_, read) in FIGURES {
            write!(out, " {:.0} |", of(read)).unwrap();
        }
        let shift = rounds.iter().map(|round| round[number].shift).fold(0.0, f64::max);
        let ratio = median(rounds.iter().map(|round| round[number].largest / round[0].largest));
        write!(out, " {shift:.2} | {ratio:.2} |").unwrap();
    }
    out
}

/// A line for each side: the median of the first reaction, and all later taps.
pub fn of_reactions(rounds: &[[Reaction; Side::ALIVE.len()]]) -> String {
    let mut out =
        String::from("| ms | first reaction shown | tap to paint, p50 | p98 |\n|---|---|---|---|");
    for (number, side) in Side::ALIVE.into_iter().enumerate() {
        let first = median(rounds.iter().map(|round| round[number].first));
        let taps = || rounds.iter().flat_map(|round| round[number].taps.iter().copied());
        let (half, most) = (quantile(taps(), 0.5), quantile(taps(), 0.98));
        write!(out, "\n| {} | {first:.0} | {half:.0} | {most:.0} |", side.name()).unwrap();
    }
    out
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    quantile(values, 0.5)
}

/// The value that a share `share` of `values` does not exceed.
fn quantile(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    // An index within the values.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let at = ((values.len().saturating_sub(1)) as f64 * share).round() as usize;
    values.get(at).copied().unwrap_or_default()
}
