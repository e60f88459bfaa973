//! How many votes a second become durable, over HTTP and by the real program, and
//! how long rankings take among a million reactions, on both engines.
//!
//! The votes are compared with what the engine takes when nothing is in the way:
//! the same number of rows in each transaction, sent as SQL from one connection.
//! The two take turns within one run, so that a machine that slows down slows both.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a panic is the report, a table the result

#[path = "../../tests/common/mod.rs"]
mod common;
mod load_generator;
mod rankings;
mod sql_baseline;

use std::time::Duration;

use common::Fixture;
use common::newsroom::{article, site};
use zaidu_model::Newsroom;

/// Each side is loaded so often.
const ROUNDS: usize = 5;

/// And so long.
const BURST: Duration = Duration::from_secs(3);

/// Readers who vote at once, each on a connection, and votes in one transaction of
/// the other side.
const CONNECTIONS: usize = 64;

/// Readers who take turns on the connections.
const READERS: usize = 2_000;

/// Where votes go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Workload {
    name: &'static str,
    articles: usize,
}

const WORKLOADS: [Workload; 2] = [
    Workload { name: "one hot article", articles: 1 },
    Workload { name: "spread over 1,000 articles", articles: 1_000 },
];

/// What a burst showed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Burst {
    per_second: f64,
    /// In milliseconds.
    p50: f64,
    p99: f64,
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        println!("| votes | engine | durable votes/s | p50 ms | p99 ms | SQL alone/s | ÷ SQL |");
        println!("|---|---|---|---|---|---|---|");
        for engine in ["SQLite", "PostgreSQL"] {
            for workload in WORKLOADS {
                votes(engine, workload).await;
            }
        }
        println!("\n{}", rankings::TABLE_HEAD);
        for engine in ["SQLite", "PostgreSQL"] {
            rankings::measure(engine, &fixture(engine).await).await;
        }
    });
}

/// A fresh database.
async fn fixture(engine: &str) -> Fixture {
    if engine == "SQLite" { Fixture::on_sqlite() } else { Fixture::new().await }
}

/// The newsroom of `number` articles.
fn newsroom(number: usize) -> Newsroom {
    let one = |n| article(&format!("n-{n}"), "新闻", "2026-11-18T06:30:00+08:00", None);
    Newsroom::new(site(), (0..number).map(one).collect())
}

async fn votes(engine: &str, workload: Workload) {
    let (served, plain) = (fixture(engine).await, fixture(engine).await);
    for fixture in [&served, &plain] {
        let store = fixture.store().await;
        store.import(&newsroom(workload.articles)).await.unwrap();
        store.close().await;
    }
    let load = load_generator::LoadGenerator::new(&served).await;
    let mut baseline = sql_baseline::SqlBaseline::new(&plain).await;
    let mut rounds = Vec::new();
    for round in 1..=ROUNDS {
        eprintln!("{engine}, {}, round {round} of {ROUNDS}", workload.name);
        rounds.push((load.burst(workload).await, baseline.burst(workload).await));
    }
    let of = |read: fn(&(Burst, f64)) -> f64| median(rounds.iter().map(read).collect());
    println!(
        "| {} | {engine} | {:.0} | {:.1} | {:.1} | {:.0} | {:.2} |",
        workload.name,
        of(|round| round.0.per_second),
        of(|round| round.0.p50),
        of(|round| round.0.p99),
        of(|round| round.1),
        of(|round| round.0.per_second / round.1),
    );
}

/// The middle of `values`; of an even number the upper middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The same always.
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % sides
    }
}
