//! Result tables in Markdown: medians, their spread, and ratios.

use std::fmt::Write;

use crate::measure::{LoadMetrics, ReactionMetrics};
use crate::peers::Peer;
use crate::variants::Variant;

/// The metrics of each variant in one round.
pub type Round = Vec<(LoadMetrics, ReactionMetrics)>;

type Metric = fn(&LoadMetrics) -> f64;

/// Times in milliseconds.
const TIMES: [(&str, Metric); 6] = [
    ("first paint", |load| load.first),
    ("largest paint", |load| load.largest),
    ("ready", |load| load.ready),
    ("hydration", |load| load.hydration),
    ("blocked", |load| load.blocked),
    ("longest task", |load| load.longest),
];

/// What the goals say: our page is ready no later than this many times as late as that of a peer, on
/// the slow network.
const GOALS: [(Peer, f64); 2] = [(Peer::React, 1.0), (Peer::Preact, 1.3)];

/// The tables of loads, reactions and ratios, and the ratios that have a goal.
pub fn all(variants: &[Variant], rounds: &[Round]) -> String {
    let parts = [
        loads(variants, rounds),
        reactions(variants, rounds),
        ratios(variants, rounds),
        goals(variants, rounds),
    ];
    parts.join("\n\n")
}

/// A row for each variant: medians in milliseconds, with the lowest and the highest value, the
/// largest layout shift, and sizes in kB (1,000 bytes).
pub fn loads(variants: &[Variant], rounds: &[Round]) -> String {
    let mut out = String::from("| ms |");
    for (name, _) in TIMES {
        write!(out, " {name} |").unwrap();
    }
    out.push_str(" layout shift | page, kB | scripts, kB |\n|---|");
    out.push_str(&"---|".repeat(TIMES.len() + 3));
    for (number, variant) in variants.iter().enumerate() {
        let values = |read: Metric| rounds.iter().map(move |round| read(&round[number].0));
        write!(out, "\n| {} |", variant.name()).unwrap();
        for (name, read) in TIMES {
            let has_time = variant.has_program() || !["ready", "hydration"].contains(&name);
            let time = if has_time { with_spread(values(read)) } else { "–".to_owned() };
            write!(out, " {time} |").unwrap();
        }
        let shift = values(|load| load.shift).fold(0.0, f64::max);
        let [page, scripts]: [Metric; 2] = [|load| load.page, |load| load.scripts];
        let [page, scripts] = [page, scripts].map(|read| median(values(read)) / 1000.0);
        write!(out, " {shift:.2} | {page:.1} | {scripts:.1} |").unwrap();
    }
    out
}

/// A row for each variant with a program: the median of the first reaction, in how many rounds its
/// tap was lost, and quantiles of all later taps.
fn reactions(variants: &[Variant], rounds: &[Round]) -> String {
    let mut out = String::from(
        "| ms | first reaction shown | taps lost | tap to paint, p50 | p98 |\n|---|---|---|---|---|",
    );
    for (number, variant) in with_program(variants) {
        let all = || rounds.iter().map(move |round| &round[number].1);
        let first = with_spread(all().map(|reaction| reaction.first));
        let lost = all().filter(|reaction| reaction.is_lost).count();
        let taps = || all().flat_map(|reaction| reaction.taps.iter().copied());
        let (p50, p98) = (quantile(taps(), 0.5), quantile(taps(), 0.98));
        let name = variant.name();
        write!(out, "\n| {name} | {first} | {lost} of {} | {p50:.0} | {p98:.0} |", rounds.len())
            .unwrap();
    }
    out
}

/// A row for each variant: our page divided by it, as the median of the ratios of each round.
fn ratios(variants: &[Variant], rounds: &[Round]) -> String {
    let mut out = String::from(
        "| ours ÷ | first paint | largest paint | ready | first reaction |\n|---|---|---|---|---|",
    );
    let ours = index_of(variants, Variant::Rendered);
    for (number, variant) in variants.iter().enumerate().filter(|(number, _)| *number != ours) {
        write!(out, "\n| {} |", variant.name()).unwrap();
        for read in [
            (|(load, _)| load.first) as fn(&(LoadMetrics, ReactionMetrics)) -> f64,
            |(load, _)| load.largest,
            |(load, _)| load.ready,
            |(_, reaction)| reaction.first,
        ] {
            match ratio(rounds, ours, number, read) {
                ratio if ratio.is_finite() => write!(out, " {ratio:.2} |").unwrap(),
                _ => out.push_str(" – |"),
            }
        }
    }
    out
}

/// Whether our page is ready as early as the goals say.
fn goals(variants: &[Variant], rounds: &[Round]) -> String {
    let ours = index_of(variants, Variant::Rendered);
    let line = |(peer, limit): (Peer, f64)| {
        let other = index_of(variants, Variant::Peer(peer));
        let ratio = ratio(rounds, ours, other, |(load, _)| load.ready);
        let verdict = if ratio <= limit { "met" } else { "missed" };
        format!("- ready ÷ {}: {ratio:.2}; at most {limit:.1} is {verdict}", peer.name())
    };
    GOALS.map(line).join("\n")
}

/// The median of the ratios of two variants, by their numbers, in each round.
fn ratio(
    rounds: &[Round],
    one: usize,
    other: usize,
    read: impl Fn(&(LoadMetrics, ReactionMetrics)) -> f64,
) -> f64 {
    median(rounds.iter().map(|round| read(&round[one]) / read(&round[other])))
}

fn index_of(variants: &[Variant], variant: Variant) -> usize {
    variants.iter().position(|each| *each == variant).unwrap()
}

fn with_program(variants: &[Variant]) -> impl Iterator<Item = (usize, &Variant)> {
    variants.iter().enumerate().filter(|(_, variant)| variant.has_program())
}

/// The median with the lowest and the highest value, such as `436 (420–512)`.
fn with_spread(values: impl Iterator<Item = f64> + Clone) -> String {
    let [lowest, middle, highest] = [0.0, 0.5, 1.0].map(|share| quantile(values.clone(), share));
    if lowest.round().total_cmp(&highest.round()).is_eq() {
        return format!("{middle:.0}");
    }
    format!("{middle:.0} ({lowest:.0}–{highest:.0})")
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
