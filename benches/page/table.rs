//! Result tables in Markdown: medians and quantiles.

use std::fmt::Write;

use crate::measure::{LoadMetrics, ReactionMetrics};
use crate::variants::Variant;

type Column = (&'static str, fn(&LoadMetrics) -> f64);

const COLUMNS: [Column; 6] = [
    ("first paint", |load| load.first),
    ("largest paint", |load| load.largest),
    ("blocked", |load| load.blocked),
    ("longest task", |load| load.longest),
    ("hydration", |load| load.hydration),
    ("ready", |load| load.ready),
];

/// A row for each variant: medians in milliseconds, the largest layout shift, and the median ratio
/// of its Largest Contentful Paint to that of the static variant.
pub fn loads(rounds: &[[LoadMetrics; Variant::ALL.len()]]) -> String {
    let mut out = String::from("| ms |");
    for (name, _) in COLUMNS {
        write!(out, " {name} |").unwrap();
    }
    out.push_str(" layout shift | largest paint ÷ static |\n|---|");
    out.push_str(&"---|".repeat(COLUMNS.len() + 2));
    for (number, variant) in Variant::ALL.into_iter().enumerate() {
        let median_of =
            |read: fn(&LoadMetrics) -> f64| median(rounds.iter().map(|round| read(&round[number])));
        write!(out, "\n| {} |", variant.name()).unwrap();
        for (_, read) in COLUMNS {
            write!(out, " {:.0} |", median_of(read)).unwrap();
        }
        let shift = rounds.iter().map(|round| round[number].shift).fold(0.0, f64::max);
        let ratio = median(rounds.iter().map(|round| round[number].largest / round[0].largest));
        write!(out, " {shift:.2} | {ratio:.2} |").unwrap();
    }
    out
}

/// A row for each variant: the median of the first reaction, and quantiles of all later taps.
pub fn reactions(rounds: &[[ReactionMetrics; Variant::WITH_WASM.len()]]) -> String {
    let mut out =
        String::from("| ms | first reaction shown | tap to paint, p50 | p98 |\n|---|---|---|---|");
    for (number, variant) in Variant::WITH_WASM.into_iter().enumerate() {
        let first = median(rounds.iter().map(|round| round[number].first));
        let taps = || rounds.iter().flat_map(|round| round[number].taps.iter().copied());
        let (p50, p98) = (quantile(taps(), 0.5), quantile(taps(), 0.98));
        write!(out, "\n| {} | {first:.0} | {p50:.0} | {p98:.0} |", variant.name()).unwrap();
    }
    out
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    quantile(values, 0.5)
}

/// The quantile of `values` at `share`, from 0 to 1.
fn quantile(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    // The result is a valid index: `share` is at most 1.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let at = ((values.len().saturating_sub(1)) as f64 * share).round() as usize;
    values.get(at).copied().unwrap_or_default()
}
