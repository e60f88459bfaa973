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

use load::Load;
use sides::Side;
use table::OfLength;

/// How many cards the lists have, and how often each side shows them.
const LENGTHS: [(usize, usize); 4] = [(100, 5), (1_000, 5), (10_000, 5), (100_000, 3)];

fn main() {
    let [ours, others @ ..] = [Side::Ours, Side::Script, Side::Plain].map(load::cards);
    for other in others {
        assert_eq!(ours, other, "the sides do not show the same cards");
    }
    let results: Vec<OfLength> = LENGTHS
        .into_iter()
        .map(|(length, rounds)| {
            let loads = (1..=rounds).map(|round| {
                eprintln!("{length} cards, round {round} of {rounds}");
                Side::ALL.map(|side| load::load(side, length))
            });
            let loads: Vec<[Load; Side::ALL.len()]> = loads.collect();
            println!("\n### {length} cards\n\n{}", table::of_loads(&loads));
            (length, loads)
        })
        .collect();
    println!("\n### Against each other\n\n{}", table::of_ratios(&results));
    println!("\n### Appending, as the list grows\n\n{}", table::of_growth(&results));
}
