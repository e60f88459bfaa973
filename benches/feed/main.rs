//! What a list without an end costs: ours against the same list in JavaScript
//! written by hand and against plain DOM, in Chromium, side by side in one run.
//!
//! Each load has a fresh browser profile, and the sides take turns, so that a
//! machine that slows down slows all of them. Ours runs twice: how far the two
//! differ says how much the others can be believed.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a panic is the report, a table the result

mod load;
mod sides;
mod table;

use sides::Side;
use table::OfLength;

/// How many cards the lists have, and how often each side shows them: the first most
/// often.
const LENGTHS: [(usize, usize); 4] = [(100, 5), (1_000, 5), (10_000, 5), (100_000, 3)];

fn main() {
    let [ours, others @ ..] = [Side::Ours, Side::Script, Side::Plain].map(load::cards);
    for other in others {
        assert_eq!(ours, other, "the sides do not show the same cards");
    }
    let mut results = LENGTHS.map(|(length, _)| -> OfLength { (length, Vec::new()) });
    // Lengths take turns too: they are compared with each other.
    for round in 1..=LENGTHS[0].1 {
        for ((length, rounds), (_, loads)) in LENGTHS.into_iter().zip(&mut results) {
            if round <= rounds {
                eprintln!("{length} cards, round {round} of {rounds}");
                loads.push(Side::ALL.map(|side| load::load(side, length)));
            }
        }
    }
    for (length, loads) in &results {
        println!("\n### {length} cards\n\n{}", table::of_loads(loads));
    }
    println!("\n### Against each other\n\n{}", table::of_ratios(&results));
    println!("\n### Appending, as the list grows\n\n{}", table::of_growth(&results));
}
