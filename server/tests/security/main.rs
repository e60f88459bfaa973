//! Security requirements of SECURITY.md that no other test target has a place for, against a running
//! server. `cargo test requirement_` runs all of them, here and elsewhere.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod disclosure;
mod observatory;
mod output;
#[path = "../common/program.rs"]
mod program;
