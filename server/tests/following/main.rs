//! Integration tests of content that is followed, against a stand-in for the servers of newsrooms.

// A panic fails the test; clippy allows `unwrap` only inside test functions.
#![allow(clippy::unwrap_used)]

mod commands;
#[path = "../common/mod.rs"]
mod common;
mod feeds;
mod fetching;
mod files;
#[path = "../common/program.rs"]
mod program;
mod site;
