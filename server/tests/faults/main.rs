//! What must not happen to votes, whatever happens to the server: an acknowledged
//! one is there once, one that was not acknowledged is there or not, and its
//! repetition makes it there once.
//!
//! Short rounds by default; `cargo xtask test --long` runs them at full length.
//! Those that need PostgreSQL are ignored unless asked for: `cargo xtask test`
//! starts one and asks.

// A panic is the report of a test; clippy knows that of test functions only.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod crowd;
mod cut;
mod disk;
mod journal;
mod kill;
mod lock;
mod postgres;
mod program;
mod readers;

/// `short`, or `long` where everything is run at full length.
fn times(short: usize, long: usize) -> usize {
    if std::env::var_os("ZAIDU_TEST_LONG").is_some() { long } else { short }
}
