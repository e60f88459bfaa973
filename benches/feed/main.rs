//! Benchmark of the infinite, virtualised list: the app's list compared with a hand-written
//! virtual list in JavaScript and with plain DOM, in Chromium, within one run.
//!
//! Each load has a fresh browser profile, and the variants alternate, so that a machine that slows
//! down affects all of them. The app's list runs twice: the difference of the two is the noise.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a panic is the report, a table the result

mod measure;
mod results;
mod table;
mod variants;

use table::ListResults;
use variants::Variant;

/// Lengths of the lists in cards, and the number of rounds for each. The first has the most
/// rounds.
const LENGTHS: [(usize, usize); 4] = [(100, 5), (1_000, 5), (10_000, 5), (100_000, 3)];

fn main() {
    let [ours, others @ ..] =
        [Variant::Ours, Variant::Script, Variant::Plain].map(measure::card_snapshot);
    for other in others {
        assert_eq!(ours, other, "the sides do not show the same cards");
    }
    let mut results = LENGTHS.map(|(length, _)| -> ListResults { (length, Vec::new()) });
    // Lengths alternate too, because they are compared with each other.
    for round in 1..=LENGTHS[0].1 {
        for ((length, rounds), (_, loads)) in LENGTHS.into_iter().zip(&mut results) {
            if round <= rounds {
                eprintln!("{length} cards, round {round} of {rounds}");
                loads.push(Variant::ALL.map(|variant| measure::measure(variant, length)));
            }
        }
    }
    for (length, loads) in &results {
        println!("\n### {length} cards\n\n{}", table::medians(loads));
    }
    println!("\n### Against each other\n\n{}", table::ratios(&results));
    println!("\n### Appending, as the list grows\n\n{}", table::growth(&results));
}
