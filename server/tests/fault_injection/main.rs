//! Fault injection tests: durability and exactly-once counting of votes when the real server
//! process is killed, runs out of disk or loses connections or its database.
//!
//! An acknowledged vote is stored exactly once. One that was not acknowledged is stored once or
//! not at all, and stored exactly once after a retry.
//!
//! Rounds are short by default; `cargo xtask test --long` runs them at full length.
//! Tests that need PostgreSQL are ignored by default; `cargo xtask test` starts a cluster and
//! includes them.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod full_disk;
mod journal;
mod load;
mod locked_database;
mod lost_response;
mod postgres;
mod readers;
mod sigkill;

/// `long` with `ZAIDU_TEST_LONG` set, else `short`.
fn iterations(short: usize, long: usize) -> usize {
    if std::env::var_os("ZAIDU_TEST_LONG").is_some() { long } else { short }
}
