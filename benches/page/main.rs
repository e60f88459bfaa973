//! How a page comes to life: the rendered page against static HTML of the same
//! bytes and against the page that the program mounts, in Chromium, side by side
//! in one run.
//!
//! Each load has a fresh browser profile. The sides take turns, and each is
//! compared with the static one of its own round, so that a machine that slows
//! down slows all of them. The static side runs twice: the ratio of the two says
//! how much the others can be believed.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a panic is the report, a table the result

mod load;
mod sides;
mod table;

use load::{Load, Network, Pace, Reaction};
use sides::Side;

/// Loads of each side under each condition.
const ROUNDS: usize = 7;

const PACES: [Pace; 5] = [
    Pace { cpu: 1, network: Network::Local },
    Pace { cpu: 4, network: Network::Local },
    Pace { cpu: 6, network: Network::Local },
    Pace { cpu: 1, network: Network::Slow },
    Pace { cpu: 4, network: Network::Slow },
];

fn main() {
    for pace in PACES {
        let rounds: Vec<[Load; Side::ALL.len()]> = (1..=ROUNDS)
            .map(|round| {
                eprintln!("{pace}, round {round} of {ROUNDS}");
                Side::ALL.map(|side| load::load(side, pace))
            })
            .collect();
        println!("\n### {pace}\n\n{}", table::of_loads(&rounds));
    }
    for pace in PACES.into_iter().filter(|pace| pace.cpu == 4) {
        let rounds: Vec<[Reaction; Side::ALIVE.len()]> = (1..=ROUNDS)
            .map(|round| {
                eprintln!("reactions, {pace}, round {round} of {ROUNDS}");
                Side::ALIVE.map(|side| load::reaction(side, pace))
            })
            .collect();
        println!("\n### Reactions, {pace}\n\n{}", table::of_reactions(&rounds));
    }
}
