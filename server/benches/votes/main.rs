//! Benchmark of vote throughput and ranking latency on SQLite and PostgreSQL: durable votes per
//! second over HTTP by the real server, and rankings over a million reactions.
//!
//! The baseline of the votes is plain SQL: the same number of rows in each transaction, sent from
//! one connection. Server and baseline alternate within one run, so that a machine that slows down
//! slows both.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // panics report failures; the result is printed

#[path = "../../tests/common/mod.rs"]
mod common;
mod load_generator;
mod rankings;
mod sql_baseline;

use std::time::Duration;

use common::Fixture;
use common::newsroom::{article, site};
use zaidu_model::Newsroom;

/// Bursts per side.
const ROUNDS: usize = 5;

/// Duration of a burst.
const BURST: Duration = Duration::from_secs(3);

/// Concurrent connections of the load generator, and votes per transaction of the baseline.
const CONNECTIONS: usize = 64;

/// Readers whose cookies the connections use in random order.
const READERS: usize = 2_000;

/// How votes are distributed over articles.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Workload {
    name: &'static str,
    articles: usize,
}

const WORKLOADS: [Workload; 2] = [
    Workload { name: "one hot article", articles: 1 },
    Workload { name: "spread over 1,000 articles", articles: 1_000 },
];

/// The result of a burst.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Burst {
    per_second: f64,
    /// Latency in milliseconds.
    p50: f64,
    /// Latency in milliseconds.
    p99: f64,
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        println!("| votes | engine | durable votes/s | p50 ms | p99 ms | SQL alone/s | ÷ SQL |");
        println!("|---|---|---|---|---|---|---|");
        for engine in ["SQLite", "PostgreSQL"] {
            for workload in WORKLOADS {
                measure_votes(engine, workload).await;
            }
        }
        println!("\n{}", rankings::TABLE_HEAD);
        for engine in ["SQLite", "PostgreSQL"] {
            rankings::measure(engine, &fixture(engine).await).await;
        }
    });
}

/// A fixture with an empty database on `engine`.
async fn fixture(engine: &str) -> Fixture {
    if engine == "SQLite" { Fixture::on_sqlite() } else { Fixture::new().await }
}

/// A newsroom of `number` articles.
fn newsroom(number: usize) -> Newsroom {
    let numbered = |n| article(&format!("n-{n}"), "新闻", "2026-11-18T06:30:00+08:00", None);
    Newsroom::new(site(), (0..number).map(numbered).collect())
}

/// Measures one workload on one engine and prints its table row.
async fn measure_votes(engine: &str, workload: Workload) {
    let (server_fixture, baseline_fixture) = (fixture(engine).await, fixture(engine).await);
    for fixture in [&server_fixture, &baseline_fixture] {
        let store = fixture.store().await;
        store.import(&newsroom(workload.articles)).await.unwrap();
        store.close().await;
    }
    let load = load_generator::LoadGenerator::new(&server_fixture).await;
    let mut baseline = sql_baseline::SqlBaseline::new(&baseline_fixture).await;
    let mut rounds = Vec::new();
    for round in 1..=ROUNDS {
        eprintln!("{engine}, {}, round {round} of {ROUNDS}", workload.name);
        rounds.push((load.burst(workload).await, baseline.burst(workload).await));
    }
    let median_of = |read: fn(&(Burst, f64)) -> f64| median(rounds.iter().map(read).collect());
    println!(
        "| {} | {engine} | {:.0} | {:.1} | {:.1} | {:.0} | {:.2} |",
        workload.name,
        median_of(|round| round.0.per_second),
        median_of(|round| round.0.p50),
        median_of(|round| round.0.p99),
        median_of(|round| round.1),
        median_of(|round| round.0.per_second / round.1),
    );
}

/// The median of `values`; the upper one of an even number.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Linear congruential generator, seeded for reproducible runs.
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % bound
    }
}
