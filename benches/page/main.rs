//! Benchmark of page load, hydration and first interaction: the server-rendered page compared with
//! static HTML of the same length and with the client-rendered page, in Chromium, within one run.
//!
//! Each load has a fresh browser profile. The variants alternate, and each is compared with the
//! static one of its own round, so that a machine that slows down affects all of them. The static
//! variant runs twice: the ratio of the two is the noise.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a panic is the report, a table the result

mod measure;
mod table;
mod variants;

use measure::{Conditions, LoadMetrics, Network, ReactionMetrics};
use variants::Variant;

/// Loads of each variant under each condition.
const ROUNDS: usize = 7;

const CONDITIONS: [Conditions; 5] = [
    Conditions { cpu: 1, network: Network::Local },
    Conditions { cpu: 4, network: Network::Local },
    Conditions { cpu: 6, network: Network::Local },
    Conditions { cpu: 1, network: Network::Slow },
    Conditions { cpu: 4, network: Network::Slow },
];

fn main() {
    for conditions in CONDITIONS {
        let rounds: Vec<[LoadMetrics; Variant::ALL.len()]> = (1..=ROUNDS)
            .map(|round| {
                eprintln!("{conditions}, round {round} of {ROUNDS}");
                Variant::ALL.map(|variant| measure::load(variant, conditions))
            })
            .collect();
        println!("\n### {conditions}\n\n{}", table::loads(&rounds));
    }
    for conditions in CONDITIONS.into_iter().filter(|conditions| conditions.cpu == 4) {
        let rounds: Vec<[ReactionMetrics; Variant::WITH_WASM.len()]> = (1..=ROUNDS)
            .map(|round| {
                eprintln!("reactions, {conditions}, round {round} of {ROUNDS}");
                Variant::WITH_WASM.map(|variant| measure::reaction(variant, conditions))
            })
            .collect();
        println!("\n### Reactions, {conditions}\n\n{}", table::reactions(&rounds));
    }
}
