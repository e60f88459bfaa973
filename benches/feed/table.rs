//! Medians as tables in Markdown.

use std::fmt::Write;

use crate::load::Load;
use crate::sides::Side;

/// All loads of the lists of one length.
pub type OfLength = (usize, Vec<[Load; Side::ALL.len()]>);

type Read = fn(&Load) -> f64;

/// Names, how to read them, and how many digits behind the point mean something.
type Figure = (&'static str, Read, usize);

const TIMES: [Figure; 9] = [
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

const SIZES: [Figure; 7] = [
    ("nodes", |load| load.nodes, 0),
    ("heap", |load| load.heap, 1),
    ("module", |load| load.module, 1),
    ("memory", |load| load.memory, 1),
    ("nodes, left", |load| load.nodes_left, 0),
    ("heap, left", |load| load.heap_left, 1),
    ("memory, left", |load| load.memory_left, 1),
];

const RATIOS: [Figure; 5] = [
    ("build, work", |load| load.build_work, 2),
    ("append", |load| load.append, 2),
    ("work a frame", |load| load.scroll_work, 2),
    ("nodes", |load| load.nodes, 2),
    ("memory", |load| load.memory, 2),
];

/// A line for each side, in two tables: medians of times in milliseconds; of nodes
/// and megabytes.
pub fn of_loads(rounds: &[[Load; Side::ALL.len()]]) -> String {
    let lines = |unit: &str, figures: &[Figure]| {
        let mut out = head(unit, figures.iter().map(|(name, ..)| *name));
        for (number, side) in Side::ALL.into_iter().enumerate() {
            write!(out, "\n| {} |", side.name()).unwrap();
            for (_, read, digits) in figures {
                let value = median(rounds.iter().map(|round| read(&round[number])));
                write!(out, " {} |", shown(value, *digits)).unwrap();
            }
        }
        out
    };
    [lines("ms", &TIMES), lines("MB", &SIZES)].join("\n\n")
}

/// A line for each length and other side: the medians of each round's own ratios,
/// ours by the other.
pub fn of_ratios(results: &[OfLength]) -> String {
    let mut out = head("", RATIOS.iter().map(|(name, ..)| *name));
    for (length, rounds) in results {
        for (number, side) in Side::ALL.into_iter().enumerate().skip(1) {
            write!(out, "\n| {length} cards, ours ÷ {} |", side.name()).unwrap();
            for (_, read, digits) in RATIOS {
                let ratios =
                    rounds.iter().map(|round| ratio(read(&round[0]), read(&round[number])));
                write!(out, " {} |", shown(median(ratios), digits)).unwrap();
            }
        }
    }
    out
}

/// A line for each side: what adding cards takes with so many shown, by what it takes
/// with the fewest. Medians of each round's own ratios.
pub fn of_growth(results: &[OfLength]) -> String {
    let lengths: Vec<String> = results.iter().map(|(length, _)| length.to_string()).collect();
    let first = &results[0].1;
    let mut out = head("append ÷ that at the first length", lengths.iter().map(String::as_str));
    for (number, side) in Side::ALL.into_iter().enumerate() {
        write!(out, "\n| {} |", side.name()).unwrap();
        for (_, rounds) in results {
            let pairs = rounds.iter().zip(first);
            let ratios = pairs.map(|(one, other)| ratio(one[number].append, other[number].append));
            write!(out, " {} |", shown(median(ratios), 2)).unwrap();
        }
    }
    out
}

fn head<'a>(first: &str, names: impl Iterator<Item = &'a str>) -> String {
    let (mut out, mut line) = (format!("| {first} |"), String::from("\n|---|"));
    for name in names {
        write!(out, " {name} |").unwrap();
        line.push_str("---|");
    }
    [out, line].concat()
}

/// Not finite where either is not.
fn ratio(one: f64, other: f64) -> f64 {
    if other.is_finite() { one / other } else { f64::INFINITY }
}

fn shown(value: f64, digits: usize) -> String {
    if value.is_finite() { format!("{value:.digits$}") } else { "—".to_owned() }
}

/// The middle; what did not come in time is longer than anything.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
