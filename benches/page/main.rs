//! Benchmark of page load, hydration and first interaction: the server-rendered page compared with
//! static HTML, with the client-rendered page, and with the same page made with other frameworks, in
//! Chromium, within one run.
//!
//! Each load has a fresh browser profile. The variants alternate, and ratios are those of one round,
//! so that a machine that slows down affects all of them. Our page runs twice: the ratio of the two
//! is the noise.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a panic is the report, a table the result

mod check;
mod html;
mod measure;
mod peers;
mod table;
mod variants;

use measure::{Conditions, Network};
use table::Round;
use variants::Variant;

/// Loads of each variant under each condition, unless `--rounds` says otherwise.
const ROUNDS: usize = 7;

/// With all variants.
const COMPARED: [Conditions; 2] =
    [Conditions { cpu: 4, network: Network::Local }, Conditions { cpu: 4, network: Network::Slow }];

/// Without other frameworks.
const OWN: [Conditions; 3] = [
    Conditions { cpu: 1, network: Network::Local },
    Conditions { cpu: 6, network: Network::Local },
    Conditions { cpu: 1, network: Network::Slow },
];

fn main() {
    let rounds = rounds();
    check::all();
    println!("{}", peers::versions());
    for conditions in COMPARED {
        let rounds = measure_rounds(rounds, &Variant::all(), conditions, true);
        println!("\n### {conditions}\n\n{}", table::all(&Variant::all(), &rounds));
    }
    for conditions in OWN {
        let rounds = measure_rounds(rounds, &Variant::OWN, conditions, false);
        println!("\n### {conditions}\n\n{}", table::loads(&Variant::OWN, &rounds));
    }
}

/// The number after `--rounds`.
fn rounds() -> usize {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--rounds").skip(1);
    arguments.next().map_or(ROUNDS, |number| number.parse().unwrap())
}

/// Measures each variant once a round, first its load, then its reactions in another load.
fn measure_rounds(
    rounds: usize,
    variants: &[Variant],
    conditions: Conditions,
    with_reactions: bool,
) -> Vec<Round> {
    let measure = |variant: &Variant| {
        let has_reactions = with_reactions && variant.has_program();
        let reactions = has_reactions.then(|| measure::reaction(*variant, conditions));
        (measure::load(*variant, conditions), reactions.unwrap_or_default())
    };
    let round = |round| {
        eprintln!("{conditions}, round {round} of {rounds}");
        variants.iter().map(measure).collect()
    };
    (1..=rounds).map(round).collect()
}
