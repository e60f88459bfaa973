//! Result tables in Markdown: medians and ratios.

use std::fmt::Write;

use crate::results::{LoadResult, median};
use crate::variants::Variant;

/// A list length and the results of all its rounds.
pub type ListResults = (usize, Vec<[LoadResult; Variant::ALL.len()]>);

type Read = fn(&LoadResult) -> f64;

/// Column name, accessor, and the number of significant decimal places.
type Column = (&'static str, Read, usize);

const TIMES: [Column; 9] = [
    ("build", |load| load.build, 0),
    ("build, work", |load| load.build_work, 0),
    ("append", |load| load.append, 1),
    ("append, painted", |load| load.append_painted, 0),
    ("frame p50", |load| load.frame, 1),
    ("p95", |load| load.frame_p95, 1),
    ("worst", |load| load.frame_worst, 0),
    ("late", |load| load.late, 0),
    ("work a frame", |load| load.scroll_work, 1),
];

const SIZES: [Column; 7] = [
    ("nodes", |load| load.nodes, 0),
    ("heap", |load| load.heap, 1),
    ("module", |load| load.module, 1),
    ("memory", |load| load.memory, 1),
    ("nodes, left", |load| load.nodes_left, 0),
    ("heap, left", |load| load.heap_left, 1),
    ("memory, left", |load| load.memory_left, 1),
];

const RATIOS: [Column; 5] = [
    ("build, work", |load| load.build_work, 2),
    ("append", |load| load.append, 2),
    ("work a frame", |load| load.scroll_work, 2),
    ("nodes", |load| load.nodes, 2),
    ("memory", |load| load.memory, 2),
];

/// Two tables with a row for each variant: medians of times in milliseconds; medians of node counts
/// and of memory in megabytes.
pub fn medians(rounds: &[[LoadResult; Variant::ALL.len()]]) -> String {
    let table = |unit: &str, columns: &[Column]| {
        let mut out = table_head(unit, columns.iter().map(|(name, ..)| *name));
        for (number, variant) in Variant::ALL.into_iter().enumerate() {
            write!(out, "\n| {} |", variant.name()).unwrap();
            for (_, read, digits) in columns {
                let value = median(rounds.iter().map(|round| read(&round[number])));
                write!(out, " {} |", format_value(value, *digits)).unwrap();
            }
        }
        out
    };
    [table("ms", &TIMES), table("MB", &SIZES)].join("\n\n")
}

/// A row for each length and other variant: the median, over the rounds, of the ratio of ours to
/// the other.
pub fn ratios(results: &[ListResults]) -> String {
    let mut out = table_head("", RATIOS.iter().map(|(name, ..)| *name));
    for (length, rounds) in results {
        for (number, variant) in Variant::ALL.into_iter().enumerate().skip(1) {
            write!(out, "\n| {length} cards, ours ÷ {} |", variant.name()).unwrap();
            for (_, read, digits) in RATIOS {
                let ratios =
                    rounds.iter().map(|round| ratio(read(&round[0]), read(&round[number])));
                write!(out, " {} |", format_value(median(ratios), digits)).unwrap();
            }
        }
    }
    out
}

/// A row for each variant: the time to append cards at each length, relative to the shortest
/// length. Medians, over the rounds, of the ratios within a round.
pub fn growth(results: &[ListResults]) -> String {
    let lengths: Vec<String> = results.iter().map(|(length, _)| length.to_string()).collect();
    let first = &results[0].1;
    let mut out =
        table_head("append ÷ that at the first length", lengths.iter().map(String::as_str));
    for (number, variant) in Variant::ALL.into_iter().enumerate() {
        write!(out, "\n| {} |", variant.name()).unwrap();
        for (_, rounds) in results {
            let pairs = rounds.iter().zip(first);
            let ratios = pairs.map(|(one, other)| ratio(one[number].append, other[number].append));
            write!(out, " {} |", format_value(median(ratios), 2)).unwrap();
        }
    }
    out
}

fn table_head<'a>(first: &str, names: impl Iterator<Item = &'a str>) -> String {
    let (mut out, mut line) = (format!("| {first} |"), String::from("\n|---|"));
    for name in names {
        write!(out, " {name} |").unwrap();
        line.push_str("---|");
    }
    [out, line].concat()
}

/// Infinite when either value is infinite, that is, timed out.
fn ratio(one: f64, other: f64) -> f64 {
    if other.is_finite() { one / other } else { f64::INFINITY }
}

fn format_value(value: f64, digits: usize) -> String {
    if value.is_finite() { format!("{value:.digits$}") } else { "—".to_owned() }
}
